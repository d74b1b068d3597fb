import { expect, test } from 'vitest'
import { missedLines } from './missed-lines.js'
import { runExecuted } from './run-executed.js'
import { realisedPart } from './sum-scores.js'

const numberOf = (name: string, fallback: number): number => Number(process.env[name] ?? fallback)
const MINUTES = numberOf('LONG_MINUTES', 5)
const SEEDS = numberOf('LONG_SEEDS', 8)

for (let seed = 1; seed <= SEEDS; seed++) {
  test(`on virtual time, ${MINUTES} minutes of the default population, seed ${seed}`, async () => {
    const { kinds, held, funnel, scores } = await runExecuted({ seed, minutes: MINUTES })
    const { steps } = funnel.arbitrage
    process.stdout.write(`${JSON.stringify({ seed, kinds, steps, missed: missedLines(scores) })}\n`)
    expect(kinds.filter(({ trap, bought }) => trap && bought > 0)).toEqual([])
    expect(realisedPart(kinds)).toBeGreaterThanOrEqual(0.95)
    expect(held).toBe(0)
  }, 900_000)
}
