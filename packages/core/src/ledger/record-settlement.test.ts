import { expect, test } from 'vitest'
import { marketId, orderRef, timeMs, tokenId } from '../brand.js'
import type { SettlementReported } from '../events/event.js'
import { traded } from '../fixtures/bought.js'
import type { MarketFacts } from '../market/market-facts.js'
import { parseSize } from '../money/size.js'
import { parseUsd } from '../money/usd.js'
import { buildMarket } from '../testing/builders.js'
import { createLedger, type Ledger, totalCash } from './ledger.js'
import { heldShares, positionKey } from './position.js'
import { recordSettlement } from './record-settlement.js'

const start = createLedger(parseUsd('100'))
const at = timeMs(5_000)
const group = ['a', 'b', 'c', 'd'].map((name) =>
  buildMarket(name, { negRisk: { group: 'g', augmented: false, role: 'named', feeBips: 0 } }),
)

type Action = SettlementReported['action']['action']
const settled = (
  ledger: Ledger,
  action: Action,
  [names, shares]: readonly [readonly string[], string],
  parts: Readonly<{ status?: SettlementReported['status']; markets?: readonly MarketFacts[] }> = {},
): Ledger => {
  const { status = 'confirmed', markets = group } = parts
  const report = {
    ref: orderRef('s'),
    action: { action, markets: names.map(marketId), shares: parseSize(shares) },
    status,
  }
  return recordSettlement(ledger, { owner: 'o' }, report, markets, at)
}

const shares = (ledger: Ledger, token: string): number => {
  const position = ledger.positions.get(positionKey('o', tokenId(token)))
  return position === undefined ? 0 : heldShares(position)
}
const cost = (ledger: Ledger, token: string): number | undefined =>
  ledger.positions.get(positionKey('o', tokenId(token)))?.cost
const expectConserved = (ledger: Ledger): void => {
  const costs = [...ledger.positions.values()].reduce((sum, position) => sum + position.cost, 0)
  expect(totalCash(ledger) + costs).toBe(ledger.start + ledger.realised)
}

test('a split turns a dollar into both outcomes at half a dollar each', () => {
  const split = settled(start, 'split', [['a'], '10'])
  expect(totalCash(split)).toBe(90_000_000)
  expect([shares(split, 'a-yes'), shares(split, 'a-no')]).toEqual([10_000_000, 10_000_000])
  expect([cost(split, 'a-yes'), cost(split, 'a-no')]).toEqual([5_000_000, 5_000_000])
  expect(split.realised).toBe(0)
})

test('a merge pays a dollar a set, shared among the outcomes by what the merged shares cost', () => {
  const yes = traded(start, 'buy', 'a-yes', ['20', '6'])
  const both = traded(yes, 'buy', 'a-no', ['10', '6'])
  const merged = settled(both, 'merge', [['a'], '10'])
  expect(totalCash(merged)).toBe(98_000_000)
  expect(merged.realised).toBe(1_000_000)
  expect(merged.closed).toMatchObject([{ position: { token: 'a-no' }, realised: 666_667 }])
  expect([shares(merged, 'a-yes'), cost(merged, 'a-yes')]).toEqual([10_000_000, 3_000_000])
})

test('each stage of a settlement, and each repetition, moves the same as the first report', () => {
  const both = traded(traded(start, 'buy', 'a-yes', ['20', '6']), 'buy', 'a-no', ['10', '6'])
  const submitted = settled(both, 'merge', [['a'], '10'], { status: 'submitted' })
  expect(submitted.cash).toEqual({ confirmed: 88_000_000, provisional: 10_000_000 })
  const moved = traded(submitted, 'sell', 'a-yes', ['5', '4'])
  const confirmed = settled(moved, 'merge', [['a'], '10'])
  expect(confirmed.cash).toEqual({ confirmed: 102_000_000, provisional: 0 })
  expectConserved(confirmed)
  for (const status of ['submitted', 'confirmed', 'failed', 'unknown'] as const) {
    expect(settled(confirmed, 'merge', [['a'], '10'], { status })).toBe(confirmed)
  }
})

test('a failed settlement is undone once, and one that was never recorded is nothing', () => {
  const split = settled(start, 'split', [['a'], '10'], { status: 'submitted' })
  const failed = settled(split, 'split', [['a'], '10'], { status: 'failed' })
  expect(failed.cash).toEqual(start.cash)
  expect(settled(failed, 'split', [['a'], '10'], { status: 'failed' })).toBe(failed)
  expect(settled(start, 'split', [['a'], '10'], { status: 'failed' })).toBe(start)
})

test('an unknown outcome changes nothing', () => {
  expect(settled(start, 'split', [['a'], '10'], { status: 'unknown' })).toBe(start)
})

const resolved = (payouts: readonly number[]): readonly MarketFacts[] => [
  buildMarket('a', { resolution: { state: 'resolved', payouts } }),
]

test('a redeem pays what the outcome pays, once, also when more is bought in between', () => {
  const both = traded(traded(start, 'buy', 'a-yes', ['20', '6']), 'buy', 'a-no', ['10', '6'])
  const markets = resolved([1_000_000, 0])
  const redeemed = settled(both, 'redeem', [['a'], '20'], { status: 'submitted', markets })
  expect(totalCash(redeemed)).toBe(108_000_000)
  expect(redeemed.realised).toBe(8_000_000)
  const more = traded(redeemed, 'buy', 'a-yes', ['7', '1'])
  const confirmed = settled(more, 'redeem', [['a'], '20'], { markets })
  expect(shares(confirmed, 'a-yes')).toBe(7_000_000)
  expect(totalCash(confirmed)).toBe(107_000_000)
  expect(settled(confirmed, 'redeem', [['a'], '20'], { markets })).toBe(confirmed)
})

test('a tie pays half, rounded down, and an unresolved market pays nothing yet', () => {
  const bought = traded(start, 'buy', 'a-yes', ['0.000003', '0.000001'])
  const half = settled(bought, 'redeem', [['a'], '1'], { markets: resolved([500_000, 500_000]) })
  expect(totalCash(half)).toBe(100_000_000)
  expect(settled(bought, 'redeem', [['a'], '1'])).toBe(bought)
})

test('a convert turns NO of some into YES of the others and k − 1 dollars a set', () => {
  const two = traded(traded(start, 'buy', 'a-no', ['10', '8']), 'buy', 'b-no', ['10', '7'])
  const converted = settled(two, 'convert', [['a', 'b'], '10'])
  expect(totalCash(converted)).toBe(95_000_000)
  expect(['c-yes', 'd-yes'].map((token) => shares(converted, token))).toEqual([1e7, 1e7])
  expect(['a-no', 'b-no', 'a-yes', 'c-no'].map((token) => shares(converted, token))).toEqual([
    0, 0, 0, 0,
  ])
  expect(['c-yes', 'd-yes'].map((token) => cost(converted, token))).toEqual([2_500_000, 2_500_000])
  expect(converted.realised).toBe(0)
  expectConserved(converted)
})

test('converting NO of all outcomes pays out and realises the profit', () => {
  const all = group.reduce(
    (ledger, { label }) => traded(ledger, 'buy', `${label}-no`, ['10', '7.4']),
    start,
  )
  const converted = settled(all, 'convert', [['a', 'b', 'c', 'd'], '10'])
  expect(converted.positions.size).toBe(0)
  expect(converted.realised).toBe(400_000)
  expect(totalCash(converted)).toBe(100_400_000)
})

test("a convert takes the group's fee from the dollars and from the shares", () => {
  const charged = group.map((market) => ({
    ...market,
    negRisk: { group: 'g', augmented: false, role: 'named', feeBips: 200 } as const,
  }))
  const converted = settled(start, 'convert', [['a', 'b'], '10'], { markets: charged })
  expect(totalCash(converted)).toBe(109_800_000)
  expect(shares(converted, 'c-yes')).toBe(9_800_000)
  expect(shares(converted, 'a-no')).toBe(-10_000_000)
})

test('markets that are not named are left alone, and several are settled at once', () => {
  const split = settled(start, 'split', [['a', 'c'], '5'])
  expect([...split.positions.values()].map((position) => position.token)).toEqual([
    'a-yes',
    'a-no',
    'c-yes',
    'c-no',
  ])
})

test('final payouts that a redemption names pay before the market is resolved, and the same once it is', () => {
  const bought = traded(start, 'buy', 'a-yes', ['20', '12'])
  const markets = [marketId('a')]
  const payouts = [1_000_000, 0]
  const action = { action: 'redeem', markets, shares: parseSize('20'), payouts } as const
  const record = (ledger: Ledger, known: readonly MarketFacts[]): Ledger =>
    recordSettlement(
      ledger,
      { owner: 'o' },
      { ref: orderRef('s'), action, status: 'confirmed' },
      known,
      at,
    )
  const paid = record(bought, group)
  expect([totalCash(paid), paid.realised, paid.positions.size]).toEqual([108_000_000, 8_000_000, 0])
  expectConserved(paid)
  const ended = buildMarket('a', { resolution: { state: 'resolved', payouts } })
  expect(record(paid, [ended])).toBe(paid)
  expect(record(bought, [ended]).realised).toBe(paid.realised)
})
