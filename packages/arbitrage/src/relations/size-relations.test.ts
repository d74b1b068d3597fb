import { marketId, parseSize, parseUsd, price } from '@bot/core'
import { buildBook, buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { sampleOptions } from '../fixtures/sample-event.js'
import { certifyRelations } from './certify-relations.js'
import type { Relation } from './relation.js'

type Quote = Readonly<{ bid: string; ask: string; shares: string }>

/** Markets of which each implies the next; a bid for YES is an ask for NO. */
const ladderOf = (quotes: readonly Quote[]) => {
  const mirror = (at: string): string => (1 - Number(at)).toFixed(3)
  const books = quotes.flatMap(({ bid, ask, shares }, index) => [
    buildBook(`m${index}-yes`, { bids: [[bid, shares]], asks: [[ask, shares]] }),
    buildBook(`m${index}-no`, { bids: [[mirror(ask), shares]], asks: [[mirror(bid), shares]] }),
  ])
  const markets = quotes.map((_quote, index) => buildMarket(`m${index}`, { tick: price(10) }))
  const relation: Relation = {
    id: 'ladder',
    kind: 'ladder',
    steps: quotes.map((_quote, index) => ({ market: marketId(`m${index}`), outcome: 0 })),
    rule: 'confirmed',
    evidence: { who: 'a test' },
    splits: 'never',
  }
  return {
    markets,
    relation,
    bookOf: (token: string) => books.find((book) => book.token === token),
  }
}

const certifyLadder = (quotes: readonly Quote[]) => {
  const { markets, relation, bookOf } = ladderOf(quotes)
  const options = sampleOptions(bookOf, {
    maxUsd: parseUsd('10000'),
    targetEdge: parseUsd('0.01'),
    minimumOrderUsd: parseUsd('1'),
    lot: parseSize('0.01'),
  })
  return certifyRelations([relation], markets, options)
}

test('a good pair is found beside a larger one that earns too little', () => {
  const certificate = certifyLadder([
    { bid: '0.50', ask: '0.52', shares: '20' },
    { bid: '0.45', ask: '0.47', shares: '20' },
    { bid: '0.80', ask: '0.82', shares: '5000' },
    { bid: '0.78', ask: '0.799', shares: '5000' },
  ])
  if ('refused' in certificate) throw new Error(certificate.refused)
  expect(certificate.legs.map(({ token, shares }) => [token, shares / 1e6])).toEqual([
    ['m0-no', 20],
    ['m1-yes', 20],
  ])
  expect(certificate.worstProfit).toBe(600_000)
})

test('where the last level hardly pays but an order would be too small without it, all legs grow', () => {
  // 30 shares earn 6 cents each and the others nothing; but 30 shares at 2 cents are no dollar.
  const { markets, relation, bookOf } = ladderOf([
    { bid: '0.08', ask: '0.09', shares: '400' },
    { bid: '0.01', ask: '0.02', shares: '400' },
  ])
  const later = buildBook('m1-yes', {
    bids: [['0.01', '400']],
    asks: [
      ['0.08', '370'],
      ['0.02', '30'],
    ].map(([at = '', shares = '']) => [at, shares] as const),
  })
  const not = buildBook('m1-no', {
    bids: [
      ['0.98', '30'],
      ['0.92', '370'],
    ],
    asks: [['0.99', '400']],
  })
  const options = sampleOptions(
    (token) => [later, not].find((book) => book.token === token) ?? bookOf(token),
    { maxUsd: parseUsd('1000'), targetEdge: parseUsd('0.001'), minimumOrderUsd: parseUsd('1') },
  )
  const certificate = certifyRelations([relation], markets, options)
  if ('refused' in certificate) throw new Error(certificate.refused)
  const cheap = certificate.legs.find(({ token }) => token === 'm1-yes')
  expect(cheap?.shares).toBeGreaterThan(30e6)
  expect(certificate.worstProfit).toBeGreaterThan(0)
})
