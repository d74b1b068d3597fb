import { type MarketFacts, mirrorLevels, parsePrice, parseSize, tokenId, type Usd } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { putBook, type SampleEvent, sampleOptions } from '../fixtures/sample-event.js'
import { certifyAllRelations } from '../relations/certify-all-relations.js'
import { deriveRelations } from '../relations/derive-relations.js'
import type { Relation } from '../relations/relation.js'
import { verify } from './verify.js'

const negRisk = { group: 'champion', augmented: true, role: 'named', feeBips: 0 } as const

/** Three may win the cup, at these bids; one of them may reach the final, at this ask. */
const cup = (bids: readonly string[], ask: string) => {
  const books: SampleEvent['books'] = new Map()
  const quote = (market: MarketFacts, bid: string, offer: string) => {
    const level = (at: string) => [{ price: parsePrice(at), size: parseSize('100') }]
    putBook(books, tokenId(`${market.id}-yes`), level(bid), level(offer))
    putBook(books, tokenId(`${market.id}-no`), mirrorLevels(level(offer)), mirrorLevels(level(bid)))
    return market
  }
  const winners = bids.map((bid, index) =>
    quote(buildMarket(`wins-${index}`, { label: `Team ${index}`, negRisk }), bid, '0.9'),
  )
  const reaches = quote(buildMarket('reaches-0'), '0.01', ask)
  return {
    markets: [...winners, reaches],
    bookOf: (token: Parameters<SampleEvent['bookOf']>[0]) => books.get(token),
  }
}

const REACHES: Relation = {
  kind: 'implication',
  id: 'finalist',
  rule: 'confirmed',
  splits: 'never',
  evidence: { because: 'only finalists can win', confirmedBy: 'Ada', confirmedAt: '2026-11-20' },
  premise: { market: buildMarket('wins-0').id, outcome: 0 },
  conclusion: { market: buildMarket('reaches-0').id, outcome: 0 },
}

const certificatesOf = (
  { markets, bookOf }: ReturnType<typeof cup>,
  confirmed: readonly Relation[],
) =>
  certifyAllRelations(
    [...deriveRelations(markets), ...confirmed],
    markets,
    sampleOptions(bookOf, { targetEdge: 10_000 as Usd }),
  )

test('who wins the final reaches it: dearer to win than to reach is proven by a group and a confirmed relation', () => {
  const world = cup(['0.5', '0.1', '0.1'], '0.4')
  const [proven] = certificatesOf(world, [REACHES])
  if (proven === undefined || 'refused' in proven) throw new Error('expected a certificate')
  // NO of winning at 0.50 and YES of reaching at 0.40: one of them pays.
  expect(proven).toMatchObject({ kind: 'relation', shares: 100_000_000, worstProfit: 10_000_000 })
  const { markets, bookOf } = world
  expect(verify(proven, bookOf, markets, { relations: [REACHES] })).toEqual({ valid: true })
  const doubt = { problem: 'nothing confirms the relation finalist' }
  expect(verify(proven, bookOf, markets)).toMatchObject(doubt)
  const other = { ...REACHES, premise: REACHES.conclusion, conclusion: REACHES.premise }
  expect(verify(proven, bookOf, markets, { relations: [other] })).toMatchObject(doubt)
})

test('a group that its markets no longer name is not believed', () => {
  const world = cup(['0.5', '0.1', '0.1'], '0.4')
  const [proven] = certificatesOf(world, [REACHES])
  if (proven === undefined || 'refused' in proven) throw new Error('expected a certificate')
  const left = world.markets.map((market) => ({ ...market, negRisk: 'none' as const }))
  expect(verify(proven, world.bookOf, left, { relations: [REACHES] })).toMatchObject({
    problem: 'nothing confirms the relation neg-risk-group:champion',
  })
})

test('consistent prices give no certificate, and a group alone is left to those who convert', () => {
  expect(certificatesOf(cup(['0.5', '0.1', '0.1'], '0.6'), [REACHES])).toMatchObject([
    { refused: 'edge-below-threshold' },
  ])
  expect(certificatesOf(cup(['0.5', '0.4', '0.4'], '0.6'), [])).toEqual([])
})

test('relations that contradict each other prove nothing', () => {
  const both: Relation = {
    ...REACHES,
    kind: 'exhaustion',
    id: 'x',
    of: [REACHES.premise, REACHES.conclusion],
  } as never
  const never: Relation = {
    ...REACHES,
    kind: 'exclusion',
    id: 'y',
    of: [REACHES.premise, REACHES.conclusion],
  } as never
  const turned: Relation = {
    ...REACHES,
    id: 'z',
    premise: REACHES.conclusion,
    conclusion: REACHES.premise,
  } as never
  expect(
    certificatesOf(cup(['0.5', '0.1', '0.1'], '0.4'), [REACHES, both, never, turned]),
  ).toMatchObject([{ refused: 'relations-contradict' }])
})
