import { type Certificate, createArbitrageStrategy, verify } from '@bot/arbitrage'
import {
  type Arrived,
  type Basket,
  type Event,
  eventId,
  heldShares,
  type MarketFacts,
  parseUsd,
  type TimeMs,
  timeMs,
  tokenId,
  totalCash,
} from '@bot/core'
import { buildMarket, level } from '@bot/core/testing'
import { backtest, createEngine, createRunLoop } from '@bot/engine'
import { createExecutionDriver, createExecutionPolicy, FIRST_SYSTEM_LIMITS } from '@bot/executor'
import { createMemoryJournal } from '@bot/journal'
import { createPaperVenue } from '@bot/sim'
import { expect, test } from 'vitest'

const START = 1_700_000_000_000
const CASH = parseUsd('1000')
const negRisk = { group: 'race', augmented: true, role: 'named', feeBips: 0 } as const

/** A bid for YES of so many shares, and the ask for NO that mirrors it; NO can be sold back a cent below. */
const quotesOf = (name: string, bid: number, shares: string): Event[] => {
  const at = (cents: number) => (cents / 100).toFixed(2)
  const snapshot = (side: string, low: number, high: number): Event => ({
    type: 'book-snapshot',
    token: tokenId(`${name}-${side}`),
    epoch: 1,
    bids: [level(at(low), shares)],
    asks: [level(at(high), shares)],
  })
  return [snapshot('yes', bid, bid + 1), snapshot('no', 99 - bid, 100 - bid)]
}

/** a and b bid above a dollar together; c, told first, adds to it for as many shares as it has. */
const quotes = (bidOfA: number, sharesOfA: string): Event[] => [
  ...quotesOf('c', 20, '10'),
  ...quotesOf('a', bidOfA, sharesOfA),
  ...quotesOf('b', 50, '40'),
]

const markets = ['a', 'b', 'c'].map((name) =>
  buildMarket(name, { event: eventId('race'), negRisk, minimumSize: 5_000_000 as never }),
)
const facts = markets.map(
  (market): Event => ({
    type: 'fact',
    kind: 'market',
    key: market.id,
    value: market,
    provenance: { source: 'test', ageMs: 0, state: 'live', simulated: true },
  }),
)

/** The default strategy and executor on a paper venue that fills 100 ms after an order was sent. */
const play = async (tape: readonly (readonly [number, readonly Event[]])[]) => {
  let now = START as TimeMs
  const failures: unknown[] = []
  const baskets: Basket[] = []
  const policy = createExecutionPolicy({ limits: FIRST_SYSTEM_LIMITS })
  const strategies = [createArbitrageStrategy()]
  const engine = createEngine({ strategies, policy, start: CASH, seed: 1 })
  const venue = createPaperVenue({
    startingCash: CASH,
    latencyMs: 100,
    marketOf: (token) => engine.view().marketOf(token),
    market: (id) => engine.view().market(id),
    group: (): MarketFacts[] => [...engine.view().eventMarkets(eventId('race'))],
  })
  const journal = createMemoryJournal()
  const loop = createRunLoop({
    engine,
    journal,
    perform: (command) => void driver.perform(command),
    listeners: [
      (stamped, { decisions }) => {
        now = timeMs(Math.max(now, stamped.at))
        venue.observe(stamped)
        for (const each of decisions) {
          if (each.kind === 'signal' && each.basket !== undefined) {
            baskets.push(each.basket)
            const proof = each.basket.proof as Certificate
            expect(verify(proof, engine.view().book, markets)).toEqual({ valid: true })
          }
        }
      },
    ],
    onListenerFailed: (reason) => void failures.push(reason),
    onHalted: (reason) => void failures.push(reason),
  })
  const driver = createExecutionDriver({
    port: venue.port,
    onEvents: loop.take,
    flush: journal.flush,
    now: () => now,
    orderOf: () => undefined,
    onFailure: (failure) => void failures.push(failure),
  })
  const moments = tape.map(([afterMs, events]) => {
    const at = timeMs(START + afterMs)
    return { at, arrived: events.map((event): Arrived => ({ at, venueAt: at, event })) }
  })
  const busy = () => driver.inFlight() > 0
  const options = { scanEveryMs: 10_000, sliceSize: 100, busy, idle: driver.idle }
  await backtest({ engine, loop, tape: [moments], ...options })
  const { ledger } = engine.view()
  const account = await venue.port.account()
  expect(failures).toEqual([])
  expect(account.open).toEqual([])
  expect(account.cash).toBe(totalCash(ledger))
  const held = (token: string) =>
    [...ledger.positions.values()]
      .filter((position) => position.token === tokenId(token))
      .reduce((sum, position) => sum + heldShares(position), 0)
  return { basket: baskets[0], cash: account.cash, held }
}

const quiet = [...quotesOf('a', 40, '40'), ...quotesOf('b', 30, '40'), ...quotesOf('c', 20, '10')]

/** Quotes of the start; from 50 ms on others, for five seconds; then nothing to be had. */
const tapeOf = (then: readonly Event[]) => [
  [0, [...facts, ...quotes(60, '40')]] as const,
  [50, then] as const,
  ...[1, 2, 3, 4, 5].map((second) => [second * 1_000, then] as const),
  ...[6, 7, 8, 10, 12, 15].map((second) => [second * 1_000, quiet] as const),
]

test('an event of uneven depth is one basket of two conversions, which the executor takes whole', async () => {
  const { basket, cash, held } = await play(tapeOf(quotes(60, '40')))
  expect(basket?.stages).toMatchObject([
    { kind: 'legs', legs: [{ shares: 40e6 }, { shares: 40e6 }, { shares: 10e6 }] },
    { kind: 'action', action: { action: 'convert', shares: 10e6, markets: ['a', 'b', 'c'] } },
    { kind: 'action', action: { action: 'convert', shares: 30e6, markets: ['a', 'b'] } },
  ])
  // 40 sets gain 10 cents each, and 10 of c gain 20 cents each.
  expect(cash - CASH).toBe(6_000_000)
  expect(['a-no', 'b-no', 'c-no', 'a-yes', 'b-yes'].map(held)).toEqual([0, 0, 0, 0, 0])
  expect(held('c-yes')).toBe(30e6)
})

test('when the first leg fills by half, all others follow it, and the conversions are half as large', async () => {
  const { basket, cash, held } = await play(tapeOf(quotes(60, '20')))
  expect(basket?.stages).toHaveLength(3)
  // Mending may cost a cent a share of what was bought too much.
  expect(cash - CASH).toBeGreaterThan(2_900_000)
  expect(cash - CASH).toBeLessThanOrEqual(3_000_000)
  expect(['a-no', 'b-no', 'c-no'].map(held)).toEqual([0, 0, 0])
  expect(held('c-yes')).toBe(15e6)
})

test('when a later leg is gone, what was bought is sold again, within what the basket may lose', async () => {
  const gone = [...quotes(60, '40').slice(0, 4), ...quotesOf('b', 20, '40')]
  const { basket, cash, held } = await play(tapeOf(gone))
  expect(cash).toBeLessThan(CASH)
  expect(CASH - cash).toBeLessThanOrEqual(basket?.maxLegLoss ?? 0)
  expect(['a-no', 'b-no', 'c-no', 'c-yes'].map(held)).toEqual([0, 0, 0, 0])
})
