import fc from 'fast-check'
import { expect, test } from 'vitest'
import { marketId, orderRef, timeMs, tokenId } from '../brand.js'
import type { SettlementReported } from '../events/event.js'
import { price } from '../money/price.js'
import { size } from '../money/size.js'
import { usd } from '../money/usd.js'
import { type OrderTrade, wantOrder } from '../orders/order-state.js'
import { buildMarket } from '../testing/builders.js'
import { createLedger, type Ledger, totalCash } from './ledger.js'
import { heldShares } from './position.js'
import { recordSettlement } from './record-settlement.js'
import { recordTrade } from './record-trade.js'

const START = 1_000_000_000
const NAMES = ['a', 'b', 'c']
const markets = NAMES.map((name) =>
  buildMarket(name, {
    negRisk: { group: 'g', augmented: false, role: 'named', feeBips: 7 },
    resolution: { state: 'resolved', payouts: [333_333, 666_667] },
  }),
)

const units = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 50_000_000 }))
const owner = fc.constantFrom('s', 'basket-1')
const anyTrade = fc.record({
  kind: fc.constant('trade' as const),
  owner,
  token: fc.constantFrom('a-yes', 'a-no', 'b-yes', 'c-no'),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  shares: units,
  dollars: units,
  fee: fc.nat(1_000),
})
const anySettlement = fc.record({
  kind: fc.constant('settlement' as const),
  owner,
  action: fc.constantFrom(
    'split' as const,
    'merge' as const,
    'convert' as const,
    'redeem' as const,
  ),
  markets: fc.subarray(NAMES, { minLength: 1 }),
  shares: units,
})
type Act = typeof anyAct extends fc.Arbitrary<infer T> ? T : never
const anyAct = fc.oneof(anyTrade, anySettlement)
/** Which act is reported, and at which stage: provisional, confirmed or failed, in any order and repeated. */
const anyReport = fc.record({ act: fc.nat(11), stage: fc.integer({ min: 0, max: 2 }) })

const TRADE_STAGES: readonly OrderTrade['settled'][] = ['matched', 'confirmed', 'failed']
const SETTLEMENT_STAGES: readonly SettlementReported['status'][] = [
  'submitted',
  'confirmed',
  'failed',
]

const apply = (ledger: Ledger, act: Act, index: number, stage: number): Ledger => {
  const at = timeMs(1_000 + index)
  if (act.kind === 'settlement') {
    const action = {
      action: act.action,
      markets: act.markets.map(marketId),
      shares: size(act.shares),
    }
    const status = SETTLEMENT_STAGES[stage] ?? 'unknown'
    const report = { ref: orderRef(`s${index}`), action, status }
    return recordSettlement(ledger, { owner: act.owner }, report, markets, at)
  }
  const order = wantOrder({
    ref: orderRef(`o${index}`),
    owner: act.owner,
    token: tokenId(act.token),
    market: marketId(act.token.slice(0, 1)),
    side: act.side,
    shares: size(act.shares),
    limit: price(5_000),
    tif: 'gtc',
    postOnly: false,
  })
  const exchanged = { size: size(act.shares), notional: usd(act.dollars) }
  const settled = TRADE_STAGES[stage] ?? 'matched'
  return recordTrade(ledger, order, { id: 't', exchanged, fee: usd(act.fee), settled }, at)
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** What the trades alone come to, by a model that only remembers each trade's first final stage. */
const naive = (acts: readonly Act[], stages: ReadonlyMap<number, number>) => {
  let cash = START
  let fees = 0
  const shares = new Map<string, number>()
  for (const [index, stage] of stages) {
    const act = acts[index]
    if (act?.kind !== 'trade' || stage === 2) continue
    const sign = act.side === 'buy' ? 1 : -1
    cash -= sign * act.dollars + act.fee
    fees += act.fee
    const key = `${act.owner} ${act.token}`
    shares.set(key, (shares.get(key) ?? 0) + sign * act.shares)
  }
  return { cash, fees, shares }
}

const runAll = (
  acts: readonly Act[],
  reports: readonly Readonly<{ act: number; stage: number }>[],
  check: (ledger: Ledger, stages: ReadonlyMap<number, number>) => void,
): void => {
  let ledger = createLedger(usd(START))
  const stages = new Map<number, number>()
  for (const { act: wanted, stage } of reports) {
    const index = wanted % acts.length
    const act = acts[index]
    if (act === undefined) continue
    ledger = apply(ledger, act, index, stage)
    if ((stages.get(index) ?? 0) === 0) stages.set(index, stage)
    check(ledger, stages)
  }
}

test('nothing is ever lost or made: cash + cost = start + realised, at every step', () => {
  fc.assert(
    fc.property(
      fc.array(anyAct, { minLength: 1, maxLength: 12 }),
      fc.array(anyReport, { maxLength: 40 }),
      (acts, reports) => {
        runAll(acts, reports, (ledger) => {
          const positions = [...ledger.positions.values()]
          const cost = sumOf(positions.map((position) => position.cost))
          expect(totalCash(ledger) + cost).toBe(START + ledger.realised)
          expect(ledger.realised).toBe(
            sumOf(positions.map((position) => position.realised)) +
              sumOf(ledger.closed.map((closed) => closed.realised)),
          )
          for (const { position } of ledger.closed) expect(position.cost).toBe(0)
        })
      },
    ),
    { numRuns: 500 },
  )
})

test('under trades alone, cash, shares and fees are what a naive model counts', () => {
  fc.assert(
    fc.property(
      fc.array(anyTrade, { minLength: 1, maxLength: 12 }),
      fc.array(anyReport, { maxLength: 40 }),
      (acts, reports) => {
        runAll(acts, reports, (ledger, stages) => {
          const expected = naive(acts, stages)
          expect(totalCash(ledger)).toBe(expected.cash)
          expect(ledger.fees).toBe(expected.fees)
          for (const [key, shares] of expected.shares) {
            const position = ledger.positions.get(key)
            expect(position === undefined ? 0 : heldShares(position)).toBe(shares)
          }
        })
      },
    ),
    { numRuns: 500 },
  )
})

test('reporting everything a second time changes nothing', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { minLength: 1, maxLength: 12 }), (acts) => {
      let once = createLedger(usd(START))
      const recorded: (readonly [Act, number])[] = []
      for (const [index, act] of acts.entries()) {
        const next = apply(once, act, index, 1)
        if (next !== once) recorded.push([act, index])
        once = next
      }
      const again = recorded.reduce((ledger, [act, index]) => apply(ledger, act, index, 1), once)
      expect(again).toBe(once)
    }),
  )
})
