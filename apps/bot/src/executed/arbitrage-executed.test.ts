import { expect, test } from 'vitest'
import { missedLines } from './missed-lines.js'
import { runExecuted } from './run-executed.js'
import { realisedPart } from './sum-scores.js'

const MINUTES = 3
const population = {
  scale: {
    ...{ binaries: 3, shorts: 1, pairs: 1, exhaustive: 4, augmented: 2, ladders: 3, twins: 1 },
  },
  plantEveryMs: 9_000,
  trapEveryMs: 7_000,
}

test('a bot that nobody configured realises what was planted within its limits, none of the traps, and ends flat', async () => {
  const { kinds, funnel, held, scores } = await runExecuted({
    seed: 5,
    minutes: MINUTES,
    population,
  })
  const table = kinds.map(({ leftOut, ...row }) => ({ ...row, leftOut: JSON.stringify(leftOut) }))
  process.stdout.write(`${table.map((row) => JSON.stringify(row)).join('\n')}\n`)
  const traps = kinds.filter(({ trap }) => trap)
  expect(traps.length).toBeGreaterThan(5)
  expect(traps.map(({ kind, bought }) => [kind, bought])).toEqual(
    traps.map(({ kind }) => [kind, 0]),
  )
  expect(
    kinds.filter(({ trap }) => !trap).reduce((sum, { counted }) => sum + counted, 0),
  ).toBeGreaterThan(3)
  expect(realisedPart(kinds), missedLines(scores).join('\n')).toBeGreaterThanOrEqual(0.95)
  expect(held).toBe(0)
  const { steps, refusals } = funnel.arbitrage
  expect(steps.naive).toBeGreaterThan(steps['executable-path'])
  expect(steps.realised).toBeGreaterThan(0)
  expect(refusals.every(({ reason }) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(reason))).toBe(true)
}, 600_000)
