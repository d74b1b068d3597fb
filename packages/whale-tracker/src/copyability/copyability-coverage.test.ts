import { createSeededRandom } from '@bot/core'
import { expect, test } from 'vitest'
import { drawAveragingDown, drawTrials, PRICES, trialOf } from './fixtures/draw-trials.js'
import { measureCopyability, type ScoredTrial } from './measure-copyability.js'

/** One-sided, for lower bounds of 97.5 %, and three standard errors of so many runs. */
const NOMINAL = 0.025
const worstOf = (runs: number): number => NOMINAL + 3 * Math.sqrt((NOMINAL * (1 - NOMINAL)) / runs)

/** Whether somebody who looks after every event would ever have copied; by the interval alone, and by the rule. */
const lookAlways = (events: readonly (readonly ScoredTrial[])[]) => {
  const ever = { interval: false, rule: false }
  for (let count = 10; count <= events.length && !(ever.interval && ever.rule); count++) {
    // A loss gives no leave that was not there.
    if (events[count - 1]?.[0]?.payout === 0) continue
    const { copy, copyable } = measureCopyability(events.slice(0, count).flat())
    ever.interval ||= copy.low > 0
    ever.rule ||= copyable
  }
  return ever
}

test('looking after every event up to the fiftieth, copies without an edge are hardly ever found copyable', () => {
  const RUNS = 60
  let [found, byInterval] = [0, 0]
  for (const [name, priceOf] of Object.entries(PRICES)) {
    const random = createSeededRandom(`looks:${name}`)
    for (let run = 0; run < RUNS; run++) {
      const ever = lookAlways(drawTrials(random, 50, priceOf, 0))
      found += ever.rule ? 1 : 0
      byInterval += ever.interval ? 1 : 0
    }
  }
  const all = RUNS * Object.keys(PRICES).length
  process.stdout.write(
    `ever copyable without an edge: ${found} of ${all}, ${byInterval} by interval\n`,
  )
  expect(found / all).toBeLessThanOrEqual(worstOf(all))
  expect(byInterval / all).toBeGreaterThan(NOMINAL)
})

test('who buys more where it loses has a mean that looks good, and no leave', () => {
  const random = createSeededRandom('averaging down')
  const RUNS = 100
  let [found, byInterval] = [0, 0]
  for (let run = 0; run < RUNS; run++) {
    const ever = lookAlways(drawAveragingDown(random, 40))
    found += ever.rule ? 1 : 0
    byInterval += ever.interval ? 1 : 0
  }
  expect(byInterval / RUNS).toBeGreaterThan(0.5)
  expect(found / RUNS).toBeLessThanOrEqual(worstOf(RUNS))
})

const RUNS = 150
const shareCopyable = (events: number, edge: number): number => {
  const random = createSeededRandom(`${events}:${edge}`)
  let found = 0
  for (let run = 0; run < RUNS; run++) {
    const trials = drawTrials(random, events, () => 0.5, edge).flat()
    if (measureCopyability(trials).copyable) found += 1
  }
  return found / RUNS
}

test('what is left is found when it is large', () => {
  expect(shareCopyable(100, 0.2)).toBeGreaterThan(0.75)
  expect(shareCopyable(40, 0.4)).toBeGreaterThan(0.9)
})

test('sold with the wallet, what stays is judged by what the sales showed', () => {
  const random = createSeededRandom('sold')
  let found = 0
  for (let run = 0; run < RUNS; run++) {
    const sold = Array.from({ length: 40 }, (_, index) => ({
      ...trialOf(`e${index}`, 0.5, 0.5 + 0.1 * (random() - 0.5)),
      held: 0,
    }))
    if (measureCopyability(sold).copyable) found += 1
  }
  expect(found / RUNS).toBeLessThanOrEqual(worstOf(RUNS))
})
