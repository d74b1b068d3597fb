import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createSeededRandom } from '@bot/core'
import { expect, test } from 'vitest'
import {
  type BoardPair,
  bootstrap,
  type Estimate,
  forecastIncrements,
  pairBoards,
  rankCorrelation,
  readBoards,
} from './fixtures/leaderboards.js'

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data')
const archive = (day: number): string => join(data, `leaderboards/snapshots_2026-06-${day}.tar.gz`)
const missing = !existsSync(archive(22)) || !existsSync(archive(27))
const DRAWS = Number(process.env['BOOTSTRAP_DRAWS'] ?? 0)

/** Rank correlation of raw profit, of the shrunk estimate, and how much better the second is. */
const correlations = (pairs: readonly BoardPair[]): readonly number[] => {
  const rows = forecastIncrements(pairs)
  const increments = rows.map(({ increment }) => increment)
  const raw = rankCorrelation(
    rows.map((row) => row.raw),
    increments,
  )
  const shrunk = rankCorrelation(
    rows.map((row) => row.shrunk),
    increments,
  )
  return [raw, shrunk, shrunk - raw]
}
const shown = ({ value, low, high }: Estimate): string =>
  `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

test.skipIf(missing)(
  `on real leaderboards neither profit nor the shrunk estimate foretells much, by category${missing ? ` (skipped: ${archive(22)} and ${archive(27)} are missing)` : ''}`,
  () => {
    const [before, after] = [readBoards(archive(22)), readBoards(archive(27))]
    const random = createSeededRandom(1)
    const gains: Record<string, number[]> = { ALL: [], MONTH: [] }
    const lines: string[] = []
    for (const [name, board] of [...before].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const [category = '', period = ''] = name.split('_')
      const later = after.get(name)
      const month = before.get(`${category}_MONTH_VOL`)
      if (gains[period] === undefined || later === undefined || month === undefined) continue
      const rows = pairBoards(board, later, month)
      expect(rows.length).toBeGreaterThan(500)
      const [raw, shrunk, gain] = bootstrap(rows, correlations, random, DRAWS)
      if (raw === undefined || shrunk === undefined || gain === undefined) continue
      gains[period].push(gain.value)
      expect(Math.max(raw.value, shrunk.value)).toBeLessThan(0.5)
      lines.push(
        `| ${category} | ${period} | ${rows.length} | ${shown(raw)} | ${shown(shrunk)} | ${shown(gain)} |`,
      )
    }
    if (process.env['BOOTSTRAP_DRAWS'] !== undefined) process.stdout.write(`${lines.join('\n')}\n`)
    expect(lines).toHaveLength(22)
    expect(mean(gains['ALL'] ?? [])).toBeGreaterThan(0)
  },
  3_600_000,
)
