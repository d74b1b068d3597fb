import fc from 'fast-check'
import { expect, test } from 'vitest'
import { marketId, orderId, orderRef, tokenId } from '../brand.js'
import type { ExecutionReport } from '../events/execution-report.js'
import { price } from '../money/price.js'
import { size } from '../money/size.js'
import { usd } from '../money/usd.js'
import { isTerminal, type OrderState, prepareOrder, reportOrder, wantOrder } from './order-state.js'

const id = orderId('0x1')
const SHARES = 100

const prepared = (): OrderState =>
  prepareOrder(
    wantOrder({
      ref: orderRef('r'),
      owner: 'o',
      token: tokenId('t'),
      market: marketId('m'),
      side: 'buy',
      shares: size(SHARES),
      limit: price(5_000),
      tif: 'gtc',
      postOnly: false,
    }),
    id,
    'wire',
  )

const STAGES = ['matched', 'mined', 'confirmed'] as const

/** All that a venue could say of one trade: its stages in their order, perhaps failing after any of them. */
const anyTrade = (tradeId: string): fc.Arbitrary<ExecutionReport[]> =>
  fc
    .record({
      shares: fc.integer({ min: 1, max: SHARES }),
      fee: fc.option(fc.nat(50), { nil: undefined }),
      last: fc.integer({ min: 0, max: 2 }),
      fails: fc.boolean(),
      silentFirst: fc.boolean(),
    })
    .map(({ shares, fee, last, fails, silentFirst }) => {
      const exchanged = { size: size(shares), notional: usd(shares / 2 > 1 ? shares : 1) }
      const stages = fails
        ? [...STAGES.slice(0, Math.min(last, 1) + 1), 'failed']
        : STAGES.slice(0, last + 1)
      return stages.map((status, index) => ({
        order: id,
        tradeId,
        status: status as ExecutionReport['status'],
        ...(silentFirst && index === 0 && stages.length > 1 ? {} : { exchanged }),
        ...(fee === undefined || (silentFirst && index === 0) ? {} : { fee: usd(fee) }),
      }))
    })

const anyOrderReports: fc.Arbitrary<ExecutionReport[]> = fc.subarray([
  { order: id, status: 'open' },
  { order: id, status: 'cancelled', reason: 'asked', matched: size(40) },
  { order: id, status: 'unknown', reason: 'timed-out' },
  { order: id, status: 'refused', reason: 'duplicate' },
  { order: id, status: 'expired' },
  { order: id, status: 'cancelled', reason: 'asked' },
])

const anyReports = fc
  .tuple(
    anyOrderReports,
    anyTrade('a'),
    anyTrade('b'),
    anyTrade('c'),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([order, a, b, c, trades]) => [...order, ...[a, b, c].slice(0, trades).flat()])

const fold = (reports: readonly ExecutionReport[]): OrderState =>
  reports.reduce(reportOrder, prepared())

const essence = ({ trades, ...order }: OrderState): unknown => ({
  ...order,
  trades: [...trades].sort((x, y) => (x.id < y.id ? -1 : 1)),
})

test('the same reports in any order, each any number of times, give the same order', () => {
  fc.assert(
    fc.property(
      anyReports.chain((reports) =>
        fc.tuple(
          fc.constant(reports),
          fc
            .array(fc.nat(Math.max(0, reports.length - 1)), { maxLength: 10 })
            .map((again) => [...reports, ...again.flatMap((index) => reports[index] ?? [])])
            .chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
        ),
      ),
      ([once, shuffled]) => {
        expect(essence(fold(shuffled))).toEqual(essence(fold(once)))
      },
    ),
    { numRuns: 1_000 },
  )
})

test('a report that says nothing new gives the very same order back', () => {
  fc.assert(
    fc.property(anyReports, (reports) => {
      const order = fold(reports)
      for (const report of reports) expect(reportOrder(order, report)).toBe(order)
    }),
  )
})

test('filled and fees are the sums over trades that did not fail', () => {
  fc.assert(
    fc.property(anyReports, (reports) => {
      const { trades, filled, fees } = fold(reports)
      const good = trades.filter((trade) => trade.settled !== 'failed')
      expect(filled.size).toBe(good.reduce((sum, trade) => sum + trade.exchanged.size, 0))
      expect(filled.notional).toBe(good.reduce((sum, trade) => sum + trade.exchanged.notional, 0))
      expect(fees).toBe(good.reduce((sum, trade) => sum + trade.fee, 0))
    }),
  )
})

const trade = (status: ExecutionReport['status'], shares: number): ExecutionReport => ({
  order: id,
  tradeId: 'a',
  status,
  exchanged: { size: size(shares), notional: usd(shares) },
})

test('a whole fill whose trade fails stays over, with nothing filled', () => {
  const filled = fold([trade('matched', SHARES)])
  expect(filled).toMatchObject({ status: 'filled', filled: { size: SHARES } })
  const voided = reportOrder(filled, trade('failed', SHARES))
  expect(voided).toMatchObject({ status: 'filled', filled: { size: 0, notional: 0 }, fees: 0 })
  expect(reportOrder(voided, trade('confirmed', SHARES))).toBe(voided)
})

test('a fill after a cancel still counts', () => {
  const order = fold([{ order: id, status: 'cancelled' }, trade('matched', 40)])
  expect(order).toMatchObject({ status: 'cancelled', filled: { size: 40 } })
  expect(isTerminal(order.status)).toBe(true)
})

test('a refused second post does not hide an order that the venue has', () => {
  const refused: ExecutionReport = { order: id, status: 'refused', reason: 'duplicate' }
  expect(fold([{ order: id, status: 'open' }, refused]).status).toBe('open')
  expect(fold([refused, { order: id, status: 'open' }])).toMatchObject({ status: 'open' })
  expect(fold([refused])).toMatchObject({ status: 'refused', reason: 'duplicate' })
})

test('an unknown outcome waits for evidence', () => {
  const unknown: ExecutionReport = { order: id, status: 'unknown', reason: 'timed-out' }
  expect(fold([unknown])).toMatchObject({ status: 'unknown', reason: 'timed-out' })
  expect(fold([unknown, trade('matched', 1)]).status).toBe('open')
  expect(fold([unknown, { order: id, status: 'open' }])).not.toHaveProperty('reason')
})

test('an order is prepared once', () => {
  const order = prepared()
  expect(prepareOrder(order, id, 'wire')).toBe(order)
  expect(() => prepareOrder(order, orderId('0x2'), 'other')).toThrow(
    expect.objectContaining({ code: 'order-transition-refused' }),
  )
})

test('an end may tell of trades to come', () => {
  const open: ExecutionReport = { order: id, status: 'open', matched: size(10) }
  const ended: ExecutionReport = { order: id, status: 'cancelled', matched: size(40) }
  expect(fold([ended, open])).toMatchObject({
    status: 'cancelled',
    matched: 40,
    filled: { size: 0 },
  })
  expect(fold([open])).not.toHaveProperty('matched')
  expect(fold([trade('matched', 40)])).not.toHaveProperty('matched')
})
