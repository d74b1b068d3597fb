import { expect, test } from 'vitest'
import { missedLines } from './missed-lines.js'
import { runExecuted } from './run-executed.js'
import { realisedPart } from './sum-scores.js'

const numberOf = (name: string, fallback: number): number => Number(process.env[name] ?? fallback)
const MINUTES = numberOf('LONG_MINUTES', 5)
const FIRST = numberOf('LONG_FIRST_SEED', 1)
const SEEDS = numberOf('LONG_SEEDS', 8)

for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
  for (const confirms of [false, true]) {
    const how = confirms ? 'with the relations that a person confirmed' : 'with nothing configured'
    test(`on virtual time, ${MINUTES} minutes of the default population, seed ${seed}, ${how}`, async () => {
      const run = await runExecuted({ seed, minutes: MINUTES, confirms })
      const { kinds, held, funnel, scores } = run
      const { steps } = funnel.arbitrage
      const missed = missedLines(scores)
      process.stdout.write(`${JSON.stringify({ seed, confirms, kinds, steps, missed })}\n`)
      expect(kinds.filter(({ trap, bought }) => trap && bought > 0)).toEqual([])
      expect(realisedPart(kinds)).toBeGreaterThanOrEqual(0.95)
      expect(held).toBe(0)
    }, 900_000)
  }
}
