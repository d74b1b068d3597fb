import { type BookView, bestAsk, bestBid, type MarketFacts, PRICE_ONE } from '@bot/core'
import { groupOf } from '../sets/group-of.js'
import type { BookLookup, Opportunity } from './opportunity.js'

const NONE: readonly Opportunity[] = Object.freeze([])
const NO_PRICE = -1

/**
 * Finds, from best prices alone, where a market's two outcomes or a negRisk set do not sum to one dollar.
 *
 * Looks at tradable markets and at whatever their books last said, stale and crossed ones too: proving or refusing
 * is `certify`'s part. Returns one shared empty list, and allocates nothing, when there is no opportunity.
 * Markets outside a negRisk group are never summed with others: they need not exclude each other.
 */
export const findOpportunities = (
  markets: readonly MarketFacts[],
  bookOf: BookLookup,
): readonly Opportunity[] => {
  let found: Opportunity[] | undefined
  for (let index = 0; index < markets.length; index++) {
    const market = markets[index]
    if (market === undefined) continue
    if (market.tradable && market.tokens.length === 2) found = findInPair(market, bookOf, found)
    if (isFirstOfGroup(markets, index)) found = findInGroup(markets, market, bookOf, found)
  }
  return found ?? NONE
}

const findInPair = (
  market: MarketFacts,
  bookOf: BookLookup,
  found: Opportunity[] | undefined,
): Opportunity[] | undefined => {
  const yes = bookAt(market, 0, bookOf)
  const no = bookAt(market, 1, bookOf)
  if (yes === undefined || no === undefined) return found
  const asks = sum(askOf(yes), askOf(no))
  if (asks !== NO_PRICE && asks < PRICE_ONE) {
    found = push(found, 'complement-buy', market.id, [market], asks)
  }
  const bids = sum(bidOf(yes), bidOf(no))
  return bids > PRICE_ONE ? push(found, 'complement-sell', market.id, [market], bids) : found
}

const findInGroup = (
  markets: readonly MarketFacts[],
  first: MarketFacts,
  bookOf: BookLookup,
  found: Opportunity[] | undefined,
): Opportunity[] | undefined => {
  const group = groupOf(first)
  let asks = 0
  let bids = 0
  let count = 0
  for (const market of markets) {
    if (groupOf(market) !== group || !isQuoted(market)) continue
    const yes = bookAt(market, 0, bookOf)
    const no = bookAt(market, 1, bookOf)
    const ask = yes === undefined ? NO_PRICE : askOf(yes)
    asks = asks === NO_PRICE || ask === NO_PRICE ? NO_PRICE : asks + ask
    bids += bestYesBid(yes, no)
    count += 1
  }
  if (count < 2 || group === undefined) return found
  const members = (): MarketFacts[] => markets.filter((market) => groupOf(market) === group)
  if (asks !== NO_PRICE && asks < PRICE_ONE) {
    found = push(found, 'event-yes', group, members(), asks)
  }
  return bids > PRICE_ONE ? push(found, 'event-no', group, members(), bids) : found
}

const isFirstOfGroup = (markets: readonly MarketFacts[], index: number): boolean => {
  const market = markets[index]
  const group = market === undefined ? undefined : groupOf(market)
  if (group === undefined) return false
  // Markets of a group mostly stand together: then this is all it takes.
  const before = markets[index - 1]
  if (before !== undefined && groupOf(before) === group) return false
  for (let earlier = 0; earlier < index; earlier++) {
    const other = markets[earlier]
    if (other !== undefined && groupOf(other) === group) return false
  }
  return true
}

/** Named outcomes only: the meaning of "Other" narrows when a placeholder gets its name. */
const isQuoted = (market: MarketFacts): boolean =>
  market.tradable &&
  market.tokens.length === 2 &&
  typeof market.negRisk === 'object' &&
  market.negRisk.role === 'named'

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
