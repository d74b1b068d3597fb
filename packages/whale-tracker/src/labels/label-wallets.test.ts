import { exchangedFromPrice, marketId, timeMs, type WalletActivity } from '@bot/core'
import { expect, test } from 'vitest'
import { createWhaleTracker, type WhaleTracker } from '../create-whale-tracker.js'

type Made = Readonly<{
  wallet: string
  market: number
  side?: 'buy' | 'sell'
  index?: number
  price?: string
  second?: number
  shares?: string
}>
const START = 1_760_000_000
let transactions = 0
const trade = ({
  wallet,
  market,
  side = 'buy',
  index = 0,
  price = '0.5',
  second,
  shares = '10',
}: Made): WalletActivity => ({
  kind: 'trade',
  wallet,
  at: timeMs((START + (second ?? ++transactions * 60)) * 1_000),
  market: marketId(`m${market}`),
  outcomeIndex: index,
  outcome: index === 0 ? 'Yes' : 'No',
  side,
  transaction: `0x${++transactions}`,
  exchanged: exchangedFromPrice(shares, price),
})
const games = [1, 2, 3, 4, 5, 6]
const labelsOf = (rows: readonly WalletActivity[], prepare?: (tracker: WhaleTracker) => void) => {
  const tracker = createWhaleTracker()
  prepare?.(tracker)
  tracker.observeAll(rows)
  const restored = createWhaleTracker({ snapshot: JSON.parse(JSON.stringify(tracker.snapshot())) })
  expect(restored.labels()).toEqual(tracker.labels())
  return (wallet: string) => (tracker.labels().get(wallet) ?? []).map(({ label }) => label)
}

test('who buys one side has an opinion and no label', () => {
  const of = labelsOf(games.map((market) => trade({ wallet: 'a', market })))
  expect(of('a')).toEqual([])
})

test('who buys both sides is two-sided, for less than a dollar an arbitrageur, turning it over a market maker', () => {
  const both = (wallet: string, price: string) =>
    games.flatMap((market) => [0, 1].map((index) => trade({ wallet, market, index, price })))
  const made = [...both('dear', '0.51'), ...both('cheap', '0.48'), ...both('maker', '0.52')]
  const out = games.flatMap((market) =>
    [0, 1].map((index) => trade({ wallet: 'maker', market, index, side: 'sell', price: '0.6' })),
  )
  const of = labelsOf([...made, ...out])
  expect(of('dear')).toEqual(['two-sided'])
  expect(of('cheap')).toEqual(['two-sided', 'arbitrageur'])
  expect(of('maker')).toEqual(['two-sided', 'market-maker'])
})

test('mirrored trades of one pair and round trips within a second are wash', () => {
  const mirrored = games.flatMap((market) => [
    trade({ wallet: 'a', market, second: market * 100 }),
    trade({ wallet: 'b', market, second: market * 100, side: 'sell' }),
  ])
  const trips = games.flatMap((market) => [
    trade({ wallet: 'c', market, second: market * 900 + 7 }),
    trade({ wallet: 'c', market, second: market * 900 + 7, side: 'sell' }),
  ])
  const tracker = createWhaleTracker()
  tracker.observeAll([...mirrored, ...trips])
  expect(tracker.labels().get('a')).toEqual([
    {
      label: 'wash',
      evidence: { mirroredTrades: 6, roundTrips: 0, shareOfTrades: 1 },
      others: ['b'],
    },
  ])
  expect(tracker.labels().get('c')).toMatchObject([{ label: 'wash', evidence: { roundTrips: 6 } }])
})

test('both sides unevenly are two-sided above a twentieth; a change of mind now and then is not', () => {
  const uneven = (wallet: string, shares: string) =>
    games.flatMap((market) => [
      trade({ wallet, market, shares: '100' }),
      trade({ wallet, market, index: 1, shares }),
    ])
  const turned = [...games, 7].flatMap((market) => [
    trade({ wallet: 'turned', market }),
    ...(market < 4 ? [trade({ wallet: 'turned', market, index: 1 })] : []),
  ])
  const of = labelsOf([...uneven('uneven', '6'), ...uneven('dust', '4'), ...turned])
  expect([of('uneven'), of('dust'), of('turned')]).toEqual([['two-sided'], [], []])
})

test('the other side of many strangers is no wash', () => {
  const rows = Array.from({ length: 40 }, (_, i) => [
    trade({ wallet: 'dealer', market: i, second: i * 100 }),
    trade({ wallet: `stranger${i % 20}`, market: i, second: i * 100, side: 'sell' }),
  ]).flat()
  expect(labelsOf(rows)('dealer')).toEqual([])
})

test('the same trade in the same second again and again is coordinated; a crowd is not', () => {
  const rows = games.flatMap((market) => [
    ...['a', 'b'].map((wallet) => trade({ wallet, market, second: market * 100 })),
    ...Array.from({ length: 12 }, (_, i) =>
      trade({ wallet: `crowd${i}`, market: market + 50, second: market * 100 + 50 }),
    ),
  ])
  const of = labelsOf(rows)
  expect([of('a'), of('b'), of('crowd11')]).toEqual([['coordinated'], ['coordinated'], []])
})

test('wallets with one source of money are one cluster', () => {
  const rows = ['a', 'b', 'c'].map((wallet) => trade({ wallet, market: 1 }))
  const of = labelsOf(rows, (tracker) => {
    for (const wallet of ['a', 'b']) tracker.fundedBy(wallet, '0xbank')
    tracker.fundedBy('c', '0xother')
  })
  expect([of('a'), of('b'), of('c')]).toEqual([['coordinated'], ['coordinated'], []])
})
