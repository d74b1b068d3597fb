import {
  type Fact,
  marketId,
  parsePrice,
  parseSize,
  timeMs,
  tokenId,
  type WalletFact,
} from '@bot/core'
import { strategyCases } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createWhaleCopyStrategy } from './create-whale-copy-strategy.js'
import { bought, evaluateAt, NOW, type Quoted, viewOf } from './fixtures/sample-market.js'

for (const each of strategyCases) {
  test(`whale copy ${each.name}`, () => each.run(async () => createWhaleCopyStrategy()))
}

const strategy = createWhaleCopyStrategy()
const copy = {
  edge: 0.04,
  low: 0.01,
  high: 0.07,
  reverse: -0.05,
  trades: 60,
  events: 40,
  delayMs: 30_000,
}
const move = {
  market: marketId('m'),
  token: tokenId('m-yes'),
  side: 'buy' as const,
  at: timeMs(NOW - 30_000),
  price: 0.4,
  shares: parseSize('500'),
  held: parseSize('500'),
}
const factOf = (change: Partial<WalletFact> = {}): Fact => ({
  type: 'fact',
  kind: 'wallet',
  key: 'm-yes',
  value: {
    wallet: '0xa',
    status: 'promoted',
    reason: 'q 0.01',
    trades: 200,
    copy,
    move,
    ...change,
  },
  provenance: { source: 'test', ageMs: 0, state: 'live', simulated: true },
})
const quoted = (fact: Fact, change: Partial<Quoted> = {}): Quoted => ({
  bid: '0.39',
  ask: '0.4',
  ...change,
  view: { facts: [fact], ...change.view },
})

test('buys what a copyable wallet bought, after the delay, near its price', () => {
  expect(evaluateAt(strategy, quoted(factOf()))).toMatchObject([
    {
      kind: 'signal',
      token: 'm-yes',
      side: 'buy',
      entry: 'take',
      limit: parsePrice('0.4'),
      measured: { copyEdge: 1 },
      edgePerShare: 0.04,
      wanted: 'max',
    },
  ])
})

test('not before the delay, not long after, not a sale, not without a positive lower bound', () => {
  const none = [
    factOf({ move: { ...move, at: timeMs(NOW - 29_999) } }),
    factOf({ move: { ...move, at: timeMs(NOW - 90_001) } }),
    factOf({ move: { ...move, side: 'sell' } }),
    factOf({ copy: { ...copy, low: 0 } }),
    factOf({ status: 'demoted' }),
  ]
  for (const fact of none) expect(evaluateAt(strategy, quoted(fact))).toEqual([])
})

test('a price that ran away, an open position and too little left are refused by name', () => {
  const refusal = (fact: Fact, change: Partial<Quoted> = {}) =>
    evaluateAt(strategy, quoted(fact, change)).map(
      (each) => each.kind === 'refusal' && each.refused,
    )
  expect(refusal(factOf(), { bid: '0.4', ask: '0.42' })).toEqual(['price-ran-away'])
  expect(refusal(factOf({ copy: { ...copy, low: 0.0005 } }))).toEqual(['too-little-left'])
  const { ledger } = bought('anyone', 'yes', '0.4')
  expect(refusal(factOf(), { view: { facts: [factOf()], ledger } })).toEqual(['already-engaged'])
})

test('leaves when no copyable wallet holds the token any more', () => {
  const { ledger, position } = bought('whale-copy', 'yes', '0.4')
  const exitAt = (held: string, mirror?: number) => {
    const sold = { ...move, side: 'sell' as const, at: NOW, held: parseSize(held) }
    const view = viewOf(
      quoted(factOf({ move: sold }), { view: { facts: [factOf({ move: sold })], ledger } }),
    )
    const made = createWhaleCopyStrategy(mirror === undefined ? {} : { mirrorFraction: mirror })
    return made.exit?.(position, view)
  }
  expect(exitAt('0')).toEqual({ reason: 'wallet-left', fraction: 1 })
  expect(exitAt('250')).toBeUndefined()
  expect(exitAt('250', 0.2)).toEqual({ reason: 'wallet-sold', fraction: 0.5 })
})

test('mirror mode wants a part of what the wallet holds', () => {
  const mirrored = createWhaleCopyStrategy({ mirrorFraction: 0.1 })
  expect(evaluateAt(mirrored, quoted(factOf()))).toMatchObject([{ wanted: parseSize('50') }])
})

test('a mirror of nothing, or of more than everything, is refused', () => {
  for (const mirrorFraction of [0, -0.1, 1.01]) {
    expect(() => createWhaleCopyStrategy({ mirrorFraction })).toThrow('mirrorFraction')
  }
})
