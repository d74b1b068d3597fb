import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createSeededRandom } from '@bot/core'
import { expect, test } from 'vitest'
import {
  bootstrap,
  type Estimate,
  type Forecast,
  forecastIncrements,
  rankCorrelation,
  readBoards,
} from './fixtures/leaderboards.js'

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data')
const archive = (day: number): string => join(data, `leaderboards/snapshots_2026-06-${day}.tar.gz`)
const missing = !existsSync(archive(22)) || !existsSync(archive(27))
const DRAWS = Number(process.env['BOOTSTRAP_DRAWS'] ?? 10)

const by = (pick: 'raw' | 'shrunk') => (rows: readonly Forecast[]) =>
  rankCorrelation(
    rows.map((row) => row[pick]),
    rows.map(({ increment }) => increment),
  )
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
      const rows = forecastIncrements(board, later, month)
      expect(rows.length).toBeGreaterThan(500)
      const [raw, shrunk] = [by('raw'), by('shrunk')].map((each) =>
        bootstrap(rows, each, random, DRAWS),
      )
      const gain = bootstrap(rows, (drawn) => by('shrunk')(drawn) - by('raw')(drawn), random, DRAWS)
      if (raw === undefined || shrunk === undefined) continue
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
  300_000,
)
