import {
  type Approved,
  type Event,
  type ExecutionReport,
  type LevelChange,
  type OrderIntent,
  orderRef,
  price,
  size,
  timeMs,
  usd,
} from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPaperVenue } from './paper-venue.js'

const START = 1_700_000_000_000
const CASH = 100_000_000
const market = buildMarket('m', { fee: { ratePpm: 70_000, exponent: 1, takerOnly: true } })
const [yes, no] = market.tokens as [(typeof market.tokens)[0], (typeof market.tokens)[0]]
const quiet = new AbortController().signal

const step = fc.oneof(
  fc.record({
    kind: fc.constant('level' as const),
    side: fc.constantFrom('bid' as const, 'ask' as const),
    at: fc.integer({ min: 0, max: 5 }),
    shares: fc.constantFrom(0, 3, 10, 25, 40),
    waitMs: fc.integer({ min: 0, max: 200 }),
  }),
  fc.record({
    kind: fc.constant('print' as const),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    at: fc.integer({ min: 44, max: 56 }),
    shares: fc.integer({ min: 1, max: 50 }),
    waitMs: fc.integer({ min: 0, max: 200 }),
  }),
  fc.record({
    kind: fc.constant('order' as const),
    token: fc.constantFrom(yes, no),
    side: fc.constantFrom('buy' as const, 'buy' as const, 'sell' as const),
    at: fc.integer({ min: 44, max: 56 }),
    shares: fc.integer({ min: 5, max: 60 }),
    tif: fc.constantFrom('gtc' as const, 'fok' as const, 'fak' as const),
    waitMs: fc.integer({ min: 0, max: 200 }),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Bids lie at 0.45 to 0.50 and offers at 0.51 to 0.56, so that the book is never crossed. */
const levelPrice = (side: 'bid' | 'ask', at: number): number => (side === 'bid' ? 50 - at : 51 + at)

const run = async (steps: readonly Step[]) => {
  const venue = createPaperVenue({
    startingCash: usd(CASH),
    latencyMs: 100,
    latencyJitterMs: 50,
    marketOf: () => market,
    market: () => market,
  })
  const reports: ExecutionReport[] = []
  const intents = new Map<string, OrderIntent>()
  venue.port.reports((report) => void reports.push(report))
  let at = START
  let seq = 0
  const see = (event: Event): void =>
    venue.observe({ seq: ++seq, at: timeMs(at), venueAt: timeMs(at), event })
  for (const token of [yes, no]) {
    see({ type: 'book-snapshot', token, epoch: 1, bids: [], asks: [] })
  }
  for (const [index, each] of steps.entries()) {
    at += each.waitMs
    if (each.kind === 'level') {
      const cents = levelPrice(each.side, each.at)
      const shares = size(each.shares * 1e6)
      const change: LevelChange = { side: each.side, price: price(cents * 100), size: shares }
      const mirrored: LevelChange = {
        side: each.side === 'bid' ? 'ask' : 'bid',
        price: price(10_000 - cents * 100),
        size: shares,
      }
      see({ type: 'book-delta', token: yes, epoch: 1, changes: [change] })
      see({ type: 'book-delta', token: no, epoch: 1, changes: [mirrored] })
    } else if (each.kind === 'print') {
      const notional = usd(each.shares * each.at * 10_000)
      const exchanged = { size: size(each.shares * 1e6), notional }
      see({ type: 'trade-printed', token: yes, side: each.side, exchanged })
    } else {
      const intent = {
        ref: orderRef(`r${index}`),
        owner: 'p',
        token: each.token,
        market: market.id,
        side: each.side,
        shares: size(each.shares * 1e6),
        limit: price(each.at * 100),
        tif: each.tif,
        postOnly: false,
      } as Approved<OrderIntent>
      const prepared = await venue.port.prepare(intent)
      intents.set(prepared.id, intent)
      await venue.port.submit(prepared, quiet)
    }
    const { cash, holdings } = await venue.port.account()
    expect(cash).toBeGreaterThanOrEqual(0)
    for (const shares of holdings.values()) expect(shares).toBeGreaterThan(0)
  }
  return { venue, reports, intents }
}

test('the reports alone explain cash and holdings, within every limit, and fok is whole or nothing', async () => {
  let trades = 0
  let ends = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
      const { venue, reports, intents } = await run(steps)
      let cash = CASH
      const held = new Map<string, number>()
      const filled = new Map<string, number>()
      for (const { order, status, exchanged, fee, side, token } of reports) {
        if (status !== 'matched' || exchanged === undefined) continue
        trades += 1
        const intent = intents.get(order) as OrderIntent
        const sign = side === 'buy' ? 1 : -1
        cash -= sign * exchanged.notional + (fee ?? 0)
        held.set(token ?? '', (held.get(token ?? '') ?? 0) + sign * exchanged.size)
        filled.set(order, (filled.get(order) ?? 0) + exchanged.size)
        const atLimit = (exchanged.size * intent.limit) / 10_000
        expect(sign * (exchanged.notional - atLimit)).toBeLessThanOrEqual(1)
        if (intent.tif === 'fok') expect(exchanged.size).toBe(intent.shares)
      }
      for (const { order, status, matched } of reports) {
        if (status !== 'cancelled' && status !== 'expired') continue
        expect(matched).toBe(filled.get(order) ?? 0)
        ends += 1
      }
      for (const [order, shares] of filled) {
        expect(shares).toBeLessThanOrEqual(intents.get(order)?.shares ?? 0)
      }
      const account = await venue.port.account()
      expect(account.cash).toBe(cash)
      for (const [token, shares] of held) {
        expect(account.holdings.get(token as typeof yes) ?? 0).toBe(shares)
      }
    }),
    { numRuns: 150 },
  )
  expect(trades).toBeGreaterThan(100)
  expect(ends).toBeGreaterThan(100)
})

test('the same events and orders give the same reports', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      expect((await run(steps)).reports).toEqual((await run(steps)).reports)
    }),
    { numRuns: 40 },
  )
})

test('takers together never get more from a level than it showed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 5, max: 40 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 10, max: 100 }),
      async (orders, shown) => {
        const level = { kind: 'level', side: 'ask', at: 0, shares: shown, waitMs: 0 } as const
        const buys = orders.map(
          (shares, index): Step => ({
            kind: 'order',
            // YES at 0.51 is the same level as selling NO would meet; both ways in draw on it.
            token: yes,
            side: 'buy',
            at: 51,
            shares,
            tif: index % 2 === 0 ? 'fak' : 'gtc',
            waitMs: 20,
          }),
        )
        const last: Step = { kind: 'print', side: 'buy', at: 56, shares: 1, waitMs: 200 }
        const { reports } = await run([level as Step, ...buys, last, last])
        const got = reports
          .filter((report) => report.status === 'matched')
          .reduce((sum, report) => sum + (report.exchanged?.size ?? 0), 0)
        expect(got).toBeLessThanOrEqual(shown * 1e6)
      },
    ),
    { numRuns: 100 },
  )
})

test('resting orders together never get more than what was printed, however the book moves', async () => {
  let filledOnce = 0
  const move = fc.oneof(
    fc.record({ kind: fc.constant('print' as const), at: fc.integer({ min: 44, max: 50 }) }),
    fc.record({ kind: fc.constant('level' as const), at: fc.integer({ min: 0, max: 5 }) }),
    fc.record({ kind: fc.constant('order' as const), at: fc.integer({ min: 44, max: 50 }) }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(move, fc.integer({ min: 5, max: 50 })), { minLength: 20, maxLength: 80 }),
      async (moves) => {
        const steps = moves.map(([{ kind, at }, shares]): Step => {
          if (kind === 'level') {
            const shown = shares < 20 ? 10 : 25
            return { kind, side: 'bid', at, shares: shown, waitMs: 50 }
          }
          if (kind === 'print') return { kind, side: 'sell', at, shares, waitMs: 50 }
          return { kind, token: yes, side: 'buy', at, shares, tif: 'gtc', waitMs: 50 }
        })
        const { reports } = await run(steps)
        const filled = reports
          .filter(({ status }) => status === 'matched')
          .reduce((sum, { exchanged }) => sum + (exchanged?.size ?? 0), 0)
        const printed = steps.reduce((sum, s) => sum + (s.kind === 'print' ? s.shares : 0), 0)
        expect(filled).toBeLessThanOrEqual(printed * 1e6)
        filledOnce += filled > 0 ? 1 : 0
      },
    ),
    { numRuns: 100 },
  )
  expect(filledOnce).toBeGreaterThan(10)
})
