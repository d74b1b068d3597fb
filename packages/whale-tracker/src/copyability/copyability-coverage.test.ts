import { createSeededRandom, type Size, timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import { measureCopyability, type ScoredTrial } from './measure-copyability.js'

const AT = timeMs(1_700_000_000_000)
const FEE = 0.01

type Draw = (random: () => number) => number
const prices: Readonly<Record<string, Draw>> = {
  even: (random) => 0.05 + 0.9 * random(),
  favourites: (random) => 0.85 + 0.13 * random(),
  'long shots': (random) => 0.02 + 0.13 * random(),
  coins: () => 0.5,
}

/** Copies of a wallet whose edge over what copying costs is `edge`, with up to three purchases an event, all of one fate. */
const drawTrials = (
  random: () => number,
  events: number,
  priceOf: Draw,
  edge: number,
): readonly ScoredTrial[] =>
  Array.from({ length: events }, (_, index) => {
    const cost = priceOf(random)
    const won = random() < Math.min(1, cost + edge)
    const purchases = 1 + Math.floor(random() * 3)
    return Array.from({ length: purchases }, () => trialOf(`e${index}`, cost, won ? 1 : 0))
  }).flat()

const trialOf = (event: string, cost: number, payout: number): ScoredTrial => ({
  trial: {
    ...{ wallet: 'w', event, market: event, at: AT, seenAt: AT },
    ...{ price: cost - FEE, shares: 1e6 as Size, copied: 1e6 as Size },
    ...{ cost, reverseCost: 1 + 2 * FEE - cost },
  },
  payout,
  reversePayout: 1 - payout,
})

const RUNS = 400
const shareCopyable = (events: number, priceOf: Draw, edge: number): number => {
  const random = createSeededRandom(`${events}:${edge}`)
  let found = 0
  for (let run = 0; run < RUNS; run++) {
    if (measureCopyability(drawTrials(random, events, priceOf, edge)).copyable) found += 1
  }
  return found / RUNS
}

/** One-sided, for an interval of 95 %, and three standard errors of so many runs. */
const NOMINAL = 0.025
const WORST = NOMINAL + 3 * Math.sqrt((NOMINAL * (1 - NOMINAL)) / RUNS)

test.each(Object.keys(prices))(
  'copies without an edge are found copyable no more often than the interval allows: %s',
  (name) => {
    const rates = [10, 30, 100].map((events) =>
      shareCopyable(events, prices[name] ?? (() => 0.5), 0),
    )
    process.stdout.write(`false copyable, ${name}, 10, 30, 100 events: ${rates.join(', ')}\n`)
    for (const rate of rates) expect(rate).toBeLessThanOrEqual(WORST)
  },
)

test('what is left is found when it is large', () => {
  expect(shareCopyable(100, () => 0.5, 0.2)).toBeGreaterThan(0.9)
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
  expect(found / RUNS).toBeLessThanOrEqual(WORST)
})

test('looking after every event gives luck more chances: about one in ten is found at some time', () => {
  const random = createSeededRandom('looks')
  let found = 0
  for (let run = 0; run < 100; run++) {
    const trials = drawTrials(random, 100, () => 0.5, 0)
    const events = Array.from({ length: 91 }, (_, index) => 10 + index)
    const upTo = (count: number) =>
      trials.filter(({ trial }) => Number(trial.event.slice(1)) < count)
    if (events.some((count) => measureCopyability(upTo(count)).copyable)) found += 1
  }
  process.stdout.write(`ever copyable over 91 looks without an edge: ${found / 100}\n`)
  expect(found / 100).toBeLessThanOrEqual(0.2)
})
