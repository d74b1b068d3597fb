import { bestAsk, type MarketFacts, PRICE_ONE, type TokenId } from '@bot/core'
import type { BookLookup } from '../detect/opportunity.js'
import { deriveRelations } from '../relations/derive-relations.js'
import type { Literal, Relation } from '../relations/relation.js'

/** Relations of one event whose best prices are inconsistent; `topSum` is the cheapest pair's in 1/10,000 dollar. */
export type RelatedPrices = Readonly<{ relations: readonly Relation[]; topSum: number }>

/** Looks whether an event's related markets have prices that no consistent world allows. */
export type RelationWatch = (
  markets: readonly MarketFacts[],
  bookOf: BookLookup,
) => RelatedPrices | undefined

/** Two tokens of which at least one pays. */
type Pair = readonly [TokenId, TokenId]
type Known = Readonly<{ relations: readonly Relation[]; pairs: readonly Pair[] }>

/**
 * Makes a watch that derives the relations of an event once for its facts, and afterwards compares best prices alone.
 *
 * It sees pairs of an implication or a ladder: what implies and does not come, or what is implied. Sets of several
 * markets are a scan's business.
 */
export const createRelationWatch = (): RelationWatch => {
  const known = new WeakMap<readonly MarketFacts[], Known>()
  return (markets, bookOf) => {
    if (markets.length < 2) return undefined
    let found = known.get(markets)
    if (found === undefined) {
      found = readRelations(markets)
      known.set(markets, found)
    }
    let least = PRICE_ONE as number
    for (const [first, second] of found.pairs) {
      const sum = askOf(bookOf, first) + askOf(bookOf, second)
      if (sum < least) least = sum
    }
    return least < PRICE_ONE ? { relations: found.relations, topSum: least } : undefined
  }
}

const askOf = (bookOf: BookLookup, token: TokenId): number => {
  const book = bookOf(token)
  return (book === undefined ? undefined : bestAsk(book)) ?? PRICE_ONE
}

const readRelations = (markets: readonly MarketFacts[]): Known => {
  const relations = deriveRelations(markets).filter(
    ({ kind }) => kind === 'implication' || kind === 'ladder',
  )
  const tokens = new Map(markets.map((market) => [market.id, market.tokens]))
  const pairs = relations.flatMap(impliedPairs).flatMap(([cause, effect]): readonly Pair[] => {
    const not = tokens.get(cause.market)?.[1 - cause.outcome]
    const then = tokens.get(effect.market)?.[effect.outcome]
    return not === undefined || then === undefined ? [] : [[not, then]]
  })
  return { relations, pairs }
}

const impliedPairs = (relation: Relation): readonly (readonly [Literal, Literal])[] => {
  if (relation.kind === 'implication') return [[relation.premise, relation.conclusion]]
  if (relation.kind !== 'ladder') return []
  return relation.steps.flatMap((cause, index) =>
    relation.steps.slice(index + 1).map((effect) => [cause, effect] as const),
  )
}
