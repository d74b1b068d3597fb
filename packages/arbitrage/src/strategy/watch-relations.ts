import { bestAsk, type MarketFacts, type MarketId, PRICE_ONE, type TokenId } from '@bot/core'
import type { BookLookup } from '../detect/opportunity.js'
import { deriveRelations } from '../relations/derive-relations.js'
import type { Literal, Relation } from '../relations/relation.js'
import { marketsOf, not, type Row, relationRows } from '../relations/relation-rows.js'

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
  /** Those of them that nothing is known of. */
  missing: readonly MarketId[]
  sets: readonly PayingSet[]
}>

/**
 * Makes a watch that derives the relations of an event once for its facts, and afterwards compares best prices alone.
 *
 * It sees every two outcomes of which one must come: what implies and does not come, or what is implied; two intervals that
 * leave no room between them; what a person confirmed (`confirmed`) to exclude each other. And it sees sets that are
 * whole. A relation of several events is looked at with each of them: whichever book changes last. What only more than
 * two markets show, such as a hole that three intervals close, is a scan's business.
 */
export const createRelationWatch = (confirmed: readonly Relation[] = []): RelationWatch => {
  const known = new WeakMap<readonly MarketFacts[], Known>()
  return (markets, bookOf, marketOf) => {
    if (markets.length < 2 && confirmed.length === 0) return undefined
    let found = known.get(markets)
    // What another event's market is may be known later.
    if (found === undefined || found.missing.some((id) => marketOf?.(id) !== undefined)) {
      found = readRelations(markets, confirmed, marketOf)
      known.set(markets, found)
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
  const ofPersons = confirmed.filter((relation) => marketsOf(relation).some((id) => own.has(id)))
  // What excludes each other in a negRisk group is converted: `findOpportunities` sees that.
  const derived = deriveRelations(markets).filter(({ rule }) => !rule.startsWith('neg-risk'))
  const others = [...new Set(ofPersons.flatMap(marketsOf))].filter((id) => !own.has(id))
  const foreign = others.flatMap((id) => marketOf?.(id) ?? [])
  const tokens = new Map([...markets, ...foreign].map((market) => [market.id, market.tokens]))
  const relations = [...derived, ...ofPersons]
  const sets = relations.flatMap(payingLiterals).flatMap((literals): readonly PayingSet[] => {
    const set = literals.flatMap(({ market, outcome }) => tokens.get(market)?.[outcome] ?? [])
    return set.length === literals.length ? [set] : []
  })
  const missing = others.filter((id) => !tokens.has(id))
  return { relations, others, missing, sets }
}

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
    case 'bucket':
      return payingIntervals(relation)
  }
}

/** Two intervals, or what lies outside of them, that cover the line; and all intervals where they do. */
const payingIntervals = (
  relation: Extract<Relation, { kind: 'bucket' }>,
): readonly (readonly Literal[])[] => {
  const rows = relationRows(relation) ?? []
  const sides = relation.cells.flatMap(({ market }) =>
    ([0, 1] as const).map((outcome): Side => {
      const wins = (row: Row): boolean =>
        row.some((each) => each.market === market && each.outcome === outcome)
      return { literal: { market, outcome }, wins: rows.map(wins) }
    }),
  )
  const covers = (some: readonly Side[]): boolean =>
    rows.every((_row, index) => some.some(({ wins }) => wins[index]))
  const pairs = pairsOf(sides).filter(([one, other]) => one.literal.market !== other.literal.market)
  const inside = sides.filter(({ literal }) => literal.outcome === 0)
  return [...pairs, ...(inside.length > 2 ? [inside] : [])]
    .filter(covers)
    .map((some) => some.map(({ literal }) => literal))
}

/** One outcome, and in which of the ways that a relation allows it wins. */
type Side = Readonly<{ literal: Literal; wins: readonly boolean[] }>

const pairsOf = <T>(list: readonly T[]): readonly (readonly [T, T])[] =>
  list.flatMap((first, index) => list.slice(index + 1).map((second) => [first, second] as const))
