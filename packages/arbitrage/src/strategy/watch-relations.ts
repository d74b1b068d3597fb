import { bestAsk, type MarketFacts, type MarketId, PRICE_ONE, type TokenId } from '@bot/core'
import type { BookLookup } from '../detect/opportunity.js'
import { deriveRelations } from '../relations/derive-relations.js'
import type { Literal, Relation } from '../relations/relation.js'
import { marketsOf, not } from '../relations/relation-rows.js'

/**
 * Relations of one event whose best prices are inconsistent, with all markets that they name.
 *
 * `topSum` is the sum of the cheapest set's asks in 1/10,000 dollar.
 */
export type RelatedPrices = Readonly<{
  relations: readonly Relation[]
  markets: readonly MarketFacts[]
  topSum: number
}>

/** Finds what is known of a market of another event. */
type MarketLookup = (id: MarketId) => MarketFacts | undefined

/** Looks whether an event's related markets have prices that no consistent world allows. */
export type RelationWatch = (
  markets: readonly MarketFacts[],
  bookOf: BookLookup,
  marketOf?: MarketLookup,
) => RelatedPrices | undefined

/** Tokens of which at least one pays. */
type PayingSet = readonly TokenId[]
type Known = Readonly<{
  relations: readonly Relation[]
  /** Markets of other events that confirmed relations name. */
  others: readonly MarketId[]
  sets: readonly PayingSet[]
}>

/**
 * Makes a watch that derives the relations of an event once for its facts, and afterwards compares best prices alone.
 *
 * It sees pairs of an implication or a ladder: what implies and does not come, or what is implied; and what a person
 * confirmed (`confirmed`) to exclude each other or to be whole. A relation of several events is looked at with the event
 * of its first market, so that it is never taken twice. Buckets are a scan's business.
 */
export const createRelationWatch = (confirmed: readonly Relation[] = []): RelationWatch => {
  const known = new WeakMap<readonly MarketFacts[], Known>()
  return (markets, bookOf, marketOf) => {
    if (markets.length < 2 && confirmed.length === 0) return undefined
    let found = known.get(markets)
    if (found === undefined) {
      found = readRelations(markets, confirmed, marketOf)
      // What another event's market is may be known later.
      if (found.others.every((id) => marketOf?.(id) !== undefined)) known.set(markets, found)
    }
    let least = PRICE_ONE as number
    for (const set of found.sets) least = Math.min(least, askSum(set, bookOf))
    if (least >= PRICE_ONE) return undefined
    const others = found.others.flatMap((id) => marketOf?.(id) ?? [])
    return {
      relations: found.relations,
      markets: others.length === 0 ? markets : [...markets, ...others],
      topSum: least,
    }
  }
}

const askSum = (set: PayingSet, bookOf: BookLookup): number => {
  let sum = 0
  for (const token of set) {
    const book = bookOf(token)
    sum += (book === undefined ? undefined : bestAsk(book)) ?? PRICE_ONE
  }
  return sum
}

const readRelations = (
  markets: readonly MarketFacts[],
  confirmed: readonly Relation[],
  marketOf: MarketLookup | undefined,
): Known => {
  const own = new Set(markets.map(({ id }) => id))
  const ofPersons = confirmed.filter((relation) => own.has(firstOf(relation)))
  const derived = deriveRelations(markets).filter(
    ({ kind }) => kind === 'implication' || kind === 'ladder',
  )
  const others = [...new Set(ofPersons.flatMap(marketsOf))].filter((id) => !own.has(id))
  const foreign = others.flatMap((id) => marketOf?.(id) ?? [])
  const tokens = new Map([...markets, ...foreign].map((market) => [market.id, market.tokens]))
  const relations = [...derived, ...ofPersons]
  const sets = relations.flatMap(payingLiterals).flatMap((literals): readonly PayingSet[] => {
    const set = literals.flatMap(({ market, outcome }) => tokens.get(market)?.[outcome] ?? [])
    return set.length === literals.length ? [set] : []
  })
  return { relations, others, sets }
}

const firstOf = (relation: Relation): MarketId => marketsOf(relation)[0] ?? ('' as MarketId)

/** Outcomes of which at least one comes, whatever happens. */
const payingLiterals = (relation: Relation): readonly (readonly Literal[])[] => {
  switch (relation.kind) {
    case 'implication':
      return [[not(relation.premise), relation.conclusion]]
    case 'ladder':
      return pairsOf(relation.steps).map(([cause, effect]) => [not(cause), effect])
    case 'exclusion':
      return pairsOf(relation.of).map(([one, other]) => [not(one), not(other)])
    case 'exhaustion':
      return [relation.of]
    default:
      return []
  }
}

const pairsOf = (list: readonly Literal[]): readonly (readonly [Literal, Literal])[] =>
  list.flatMap((first, index) => list.slice(index + 1).map((second) => [first, second] as const))
