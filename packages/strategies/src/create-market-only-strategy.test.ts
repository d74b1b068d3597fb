import {
  defaultLevels,
  isBotError,
  marketId,
  meetsLevels,
  orderRef,
  parsePrice,
  parseSize,
  type Signal,
  scaleLevels,
  timeMs,
  tokenId,
  wantOrder,
} from '@bot/core'
import { strategyCases } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createMarketOnlyStrategy } from './create-market-only-strategy.js'
import { bought, evaluateAt, NOW, type Quoted, viewOf } from './fixtures/sample-market.js'

const strategy = createMarketOnlyStrategy()
for (const each of strategyCases) {
  test(`market only ${each.name}`, () => each.run(async () => createMarketOnlyStrategy()))
}

const signalAt = (quoted: Quoted): Signal => {
  const [found, ...rest] = evaluateAt(strategy, quoted)
  expect(rest).toEqual([])
  if (found?.kind !== 'signal') throw new Error(`expected a signal, was ${JSON.stringify(found)}`)
  return found
}
const plain = { question: 'Is it so?' }

test('sells a favourite from 0.75', () => {
  expect(signalAt({ bid: '0.8', ask: '0.81' })).toMatchObject({
    token: 'm-yes',
    side: 'sell',
    entry: 'take',
    limit: parsePrice('0.8'),
    target: parsePrice('0.77'),
    stop: parsePrice('0.82'),
    wanted: 'max',
  })
})

test('buys an underdog of a contest, up to 0.25', () => {
  expect(signalAt({ bid: '0.19', ask: '0.2' })).toMatchObject({
    side: 'buy',
    entry: 'take',
    limit: parsePrice('0.2'),
    target: parsePrice('0.28'),
    stop: parsePrice('0.14'),
  })
})

test.each([
  ['a question of winning', { question: 'Will they beat us?' }, 1],
  ['a sports category', { ...plain, category: 'Sports' }, 1],
  ['a game', { ...plain, gameId: 'g1' }, 1],
  ['nothing of the kind', { question: 'Will a window open?' }, 0],
])('an underdog needs a contest: %s', (_what, market, count) => {
  expect(evaluateAt(strategy, { bid: '0.19', ask: '0.2', market })).toHaveLength(count)
})

test('rests at the bid of an even market whose spread pays for the way out', () => {
  expect(signalAt({ bid: '0.45', ask: '0.5', market: plain })).toMatchObject({
    side: 'buy',
    entry: 'rest',
    limit: parsePrice('0.45'),
    target: parsePrice('0.49'),
    stop: parsePrice('0.42'),
  })
})

test('an even market whose target lies below the bid is refused, not traded at a loss', () => {
  expect(evaluateAt(strategy, { bid: '0.49', ask: '0.5', market: plain })).toMatchObject([
    {
      kind: 'refusal',
      refused: 'target-below-cost',
      step: 'chosen',
      by: 'market-only',
      subject: 'm',
    },
  ])
})

test('fees count: a favourite that would pay without them is refused with them', () => {
  const fee = { ratePpm: 100_000, exponent: 1, takerOnly: true }
  expect(evaluateAt(strategy, { bid: '0.8', ask: '0.81', market: { fee } })).toMatchObject([
    { refused: 'target-below-cost' },
  ])
})

test.each([
  ['an unknown fee', { fee: 'unknown' as const }, 'fee-unknown'],
  ['an unknown tick', { tick: 'unknown' as const }, 'tick-unknown'],
])('%s is refused', (_what, market, refused) => {
  expect(evaluateAt(strategy, { bid: '0.8', ask: '0.81', market })).toMatchObject([{ refused }])
})

test('a spread that reaches past the stop is refused', () => {
  expect(evaluateAt(strategy, { bid: '0.78', ask: '0.84' })).toMatchObject([
    { refused: 'stop-inside-spread' },
  ])
})

test('prices between the rules, and books that are not sound, give nothing', () => {
  expect(evaluateAt(strategy, { bid: '0.29', ask: '0.32', market: plain })).toEqual([])
  expect(evaluateAt(strategy, { bid: '0.02', ask: '0.03' })).toEqual([])
  expect(evaluateAt(strategy, { bid: '0.81', ask: '0.8' })).toEqual([])
  expect(evaluateAt(strategy, { bid: '0.8', ask: '0.81', view: { now: NOW + 30_001 } })).toEqual([])
  expect(evaluateAt(strategy, { bid: '0.8', ask: '0.81', market: { tradable: false } })).toEqual([])
})

test('strength says how far past its level a market is; loosening takes a market below 0.75', () => {
  const strong = signalAt({ bid: '0.9', ask: '0.91' })
  const weak = signalAt({ bid: '0.69', ask: '0.7' })
  const { thresholds } = strategy
  expect(meetsLevels(thresholds, defaultLevels(thresholds), strong.measured)).toBe(true)
  expect(meetsLevels(thresholds, defaultLevels(thresholds), weak.measured)).toBe(false)
  expect(meetsLevels(thresholds, scaleLevels(thresholds, 0.9), weak.measured)).toBe(true)
  expect(strong.confidence).toBeGreaterThan(weak.confidence)
  expect(weak.confidence).toBeGreaterThanOrEqual(0.5)
})

test('one thing at a time: a position or an open order anywhere in the market refuses', () => {
  const quoted = { bid: '0.8', ask: '0.81' }
  const { ledger } = bought('someone-else', 'no', '0.2')
  expect(evaluateAt(strategy, { ...quoted, view: { ledger } })).toMatchObject([
    { refused: 'already-engaged' },
  ])
  const order = wantOrder({
    ref: orderRef('o1'),
    owner: 'someone-else',
    token: tokenId('m-no'),
    market: marketId('m'),
    side: 'buy',
    shares: parseSize('5'),
    limit: parsePrice('0.2'),
    tif: 'gtc',
    postOnly: false,
  })
  expect(evaluateAt(strategy, { ...quoted, view: { orders: [order] } })).toMatchObject([
    { refused: 'already-engaged' },
  ])
})

const exitAt = (outcome: 'yes' | 'no', entry: string, bid: string, fee = 0): string | undefined => {
  const { ledger, position } = bought('market-only', outcome, entry, fee)
  const ask = String(Math.round((Number(bid) + 0.01) * 100) / 100)
  const yes = { bid, ask }
  const mirrored = {
    bid: String(Math.round((1 - Number(ask)) * 100) / 100),
    ask: String(Math.round((1 - Number(bid)) * 100) / 100),
  }
  const view = viewOf({ ...(outcome === 'yes' ? yes : mirrored), view: { ledger } })
  return strategy.exit?.(position, view)?.reason
}

test.each([
  ['a favourite sold at 0.80 that falls 3 %', 'no', '0.2', '0.23', 'favorite-fell'],
  ['a favourite sold at 0.80 that rises 2 %', 'no', '0.2', '0.18', 'favorite-rose'],
  ['a favourite that hardly moves', 'no', '0.2', '0.21', undefined],
  ['an underdog 40 % up', 'yes', '0.2', '0.28', 'take-profit'],
  ['an underdog 35 % down', 'yes', '0.2', '0.13', 'stop-loss'],
  ['an underdog 30 % down', 'yes', '0.2', '0.14', undefined],
  ['a scalp 3 % up', 'yes', '0.5', '0.52', 'take-profit'],
  ['a scalp 3 % down', 'yes', '0.5', '0.48', 'stop-loss'],
] as const)('leaves: %s', (_what, outcome, entry, bid, reason) => {
  expect(exitAt(outcome, entry, bid)).toBe(reason)
})

test('a fee paid at the entry is no fall of the price', () => {
  expect(exitAt('yes', '0.5', '0.5', 1.75)).toBeUndefined()
})

test('a stale book gives no exit', () => {
  const { ledger, position } = bought('market-only', 'yes', '0.2')
  const view = viewOf({ bid: '0.5', ask: '0.51', view: { ledger, now: timeMs(NOW + 31_000) } })
  expect(strategy.exit?.(position, view)).toBeUndefined()
})

test('a setting that is not above 0 is refused by name', () => {
  try {
    createMarketOnlyStrategy({ scalpSpreadPercent: 0 })
    expect.unreachable()
  } catch (thrown) {
    expect(isBotError(thrown, 'invalid-argument')).toBe(true)
    expect(String(thrown)).toContain('scalpSpreadPercent')
  }
})
