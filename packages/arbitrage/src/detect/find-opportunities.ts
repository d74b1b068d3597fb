import { type BookView, bestAsk, bestBid, type MarketFacts, PRICE_ONE } from '@bot/core'
import { groupOf } from '../sets/group-of.js'
import type { BookLookup, Opportunity } from './opportunity.js'

const NONE: readonly Opportunity[] = Object.freeze([])
const NO_PRICE = -1

/**
 * Finds, from best prices alone, where a market's two outcomes or a negRisk set do not sum to one dollar.
 *
 * Looks at tradable markets and at whatever their books last said, stale and crossed ones too: proving or refusing
 * is `certify`'s part. Markets come first, then groups. Returns one shared empty list, and allocates nothing, when
 * there is no opportunity in markets of at most one group; for all markets at once see `createSweep`.
 * Markets outside a negRisk group are never summed with others: they need not exclude each other.
 */
export const findOpportunities = (
  markets: readonly MarketFacts[],
  bookOf: BookLookup,
): readonly Opportunity[] => {
  const group = firstGroup(markets)
  let found: Opportunity[] | undefined
  let asks = 0
  let bids = 0
  let count = 0
  let others = 0
  for (let index = 0; index < markets.length; index++) {
    const market = markets[index] as MarketFacts
    const own = groupOf(market)
    if (own !== group && own !== undefined) others += 1
    if (!market.tradable || market.tokens.length !== 2) continue
    const yes = bookAt(market, 0, bookOf)
    const no = bookAt(market, 1, bookOf)
    found = findInPair(market, yes, no, found)
    if (own === undefined || own !== group || !isNamed(market)) continue
    asks = sum(asks, yes === undefined ? NO_PRICE : askOf(yes))
    bids += bestYesBid(yes, no)
    count += 1
  }
  if (group !== undefined && count >= 2) found = findInGroup(markets, group, asks, bids, found)
  return (others === 0 ? found : findInOthers(markets, group, bookOf, found)) ?? NONE
}

const findInPair = (
  market: MarketFacts,
  yes: BookView | undefined,
  no: BookView | undefined,
  found: Opportunity[] | undefined,
): Opportunity[] | undefined => {
  if (yes === undefined || no === undefined) return found
  let all = found
  const asks = sum(askOf(yes), askOf(no))
  if (asks !== NO_PRICE && asks < PRICE_ONE) {
    all = push(all, 'complement-buy', market.id, [market], asks)
  }
  const bids = sum(bidOf(yes), bidOf(no))
  return bids > PRICE_ONE ? push(all, 'complement-sell', market.id, [market], bids) : all
}

const findInGroup = (
  markets: readonly MarketFacts[],
  group: string,
  asks: number,
  bids: number,
  found: Opportunity[] | undefined,
): Opportunity[] | undefined => {
  const cheap = asks !== NO_PRICE && asks < PRICE_ONE
  if (!cheap && bids <= PRICE_ONE) return found
  const members = membersOf(markets, group)
  const all = cheap ? push(found, 'event-yes', group, members, asks) : found
  return bids > PRICE_ONE ? push(all, 'event-no', group, members, bids) : all
}

/** In a function of its own: a closure costs an object at every call, also where it is not reached. */
const membersOf = (markets: readonly MarketFacts[], group: string): readonly MarketFacts[] => {
  const isMember = (market: MarketFacts): boolean => groupOf(market) === group
  // Mostly all are: then the list itself is passed on, and what is remembered of it still holds.
  return markets.every(isMember) ? markets : markets.filter(isMember)
}

/** Markets of one subject are mostly of one group: each other group is looked at for itself. */
const findInOthers = (
  markets: readonly MarketFacts[],
  first: string | undefined,
  bookOf: BookLookup,
  found: Opportunity[] | undefined,
): Opportunity[] | undefined => {
  const all = found ?? []
  for (const group of new Set(markets.map(groupOf))) {
    if (group === undefined || group === first) continue
    const members = markets.filter((market) => groupOf(market) === group)
    // Their pairs were looked at already.
    all.push(...findOpportunities(members, bookOf).filter(({ kind }) => kind.startsWith('event')))
  }
  return all.length === 0 ? undefined : all
}

const firstGroup = (markets: readonly MarketFacts[]): string | undefined => {
  for (let index = 0; index < markets.length; index++) {
    const group = groupOf(markets[index] as MarketFacts)
    if (group !== undefined) return group
  }
  return undefined
}

/** Named outcomes only: the meaning of "Other" narrows when a placeholder gets its name. */
const isNamed = ({ negRisk }: MarketFacts): boolean =>
  typeof negRisk === 'object' && negRisk.role === 'named'

const bookAt = (market: MarketFacts, side: 0 | 1, bookOf: BookLookup): BookView | undefined => {
  const token = market.tokens[side]
  return token === undefined ? undefined : bookOf(token)
}

/** The best of YES's own bid and what NO's ask amounts to; 0 when there is neither. */
const bestYesBid = (yes: BookView | undefined, no: BookView | undefined): number => {
  const own = yes === undefined ? NO_PRICE : bidOf(yes)
  const ask = no === undefined ? NO_PRICE : askOf(no)
  return Math.max(0, own, ask === NO_PRICE ? 0 : PRICE_ONE - ask)
}

const askOf = (book: BookView): number => bestAsk(book) ?? NO_PRICE
const bidOf = (book: BookView): number => bestBid(book) ?? NO_PRICE
const sum = (a: number, b: number): number => (a === NO_PRICE || b === NO_PRICE ? NO_PRICE : a + b)

const push = (
  found: Opportunity[] | undefined,
  kind: Opportunity['kind'],
  subject: string,
  markets: readonly MarketFacts[],
  topSum: number,
): Opportunity[] => {
  const list = found ?? []
  list.push({ kind, subject, markets, topSum })
  return list
}
