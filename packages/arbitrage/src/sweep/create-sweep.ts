import { type BookView, type MarketFacts, PRICE_ONE, type TokenId } from '@bot/core'
import type { BookLookup, Opportunity } from '../detect/opportunity.js'
import { depthWorth } from './depth-worth.js'
import { createTopIndex, putTop, type TopIndex } from './top-index.js'

/** Called once for each opportunity that is there. */
export type VisitOpportunity = (opportunity: Opportunity) => void

/** Called with what an opportunity earns at the most over all depth and after fees, in micro-dollars. */
export type VisitWorth = (opportunity: Opportunity, worth: number) => void

/**
 * Finds opportunities among many markets, and anew after each book change, without going through objects.
 *
 * A slot is a token's number, valid for as long as the sweep. Nothing is proven: `certify` does that.
 */
export type Sweep = Readonly<{
  /** Returns a token's slot; −1 for one whose market is not tradable, has not two outcomes, or was not given. */
  slotOf: (token: TokenId) => number
  /**
   * Takes over a token's book; `undefined` when there is none any more. Returns whether a best price changed: only
   * then can `recheck` find something new. Allocates nothing. The book is not kept.
   */
  update: (slot: number, book: BookView | undefined) => boolean
  /** Visits what there is in a slot's market and in its negRisk group. Allocates only for what it finds. */
  recheck: (slot: number, visit: VisitOpportunity) => void
  /** Visits all that there is at the best prices: what `findOpportunities` finds, markets first, then groups. */
  sweep: (visit: VisitOpportunity) => void
  /**
   * Visits what pays over the depth of its books after fees, with a bound from above on what it earns: the best size
   * without lots, minimums, caps and rounding. Walks the books of what `sweep` finds: no depth beats the best prices.
   */
  sweepDepth: (bookOf: BookLookup, visit: VisitWorth) => void
}>

/**
 * Makes a sweep over markets as they are now; when facts of a market change, make a new one.
 *
 * Best prices lie in columns numbered by market, sums of negRisk groups are kept: 75,000 markets and 2,000 groups are
 * gone through in a fraction of a millisecond. All sums are exact integers.
 */
export const createSweep = (markets: readonly MarketFacts[]): Sweep => {
  const index = createTopIndex(markets)
  const sweep: Sweep['sweep'] = (visit) => {
    for (let market = 0; market < index.markets.length; market++) visitMarket(index, market, visit)
    for (let group = 0; group < index.groups.length; group++) visitGroup(index, group, visit)
  }
  return {
    slotOf: (token) => index.slots.get(token) ?? -1,
    update: (slot, book) => slot >= 0 && putTop(index, slot, book),
    recheck: (slot, visit) => {
      if (slot < 0) return
      const market = slot >> 1
      visitMarket(index, market, visit)
      const group = index.groupOfMarket[market] as number
      if (group >= 0) visitGroup(index, group, visit)
    },
    sweep,
    sweepDepth: (bookOf, visit) =>
      sweep((opportunity) => {
        const worth = depthWorth(opportunity, bookOf)
        if (worth > 0) visit(opportunity, worth)
      }),
  }
}

const visitMarket = (index: TopIndex, market: number, visit: VisitOpportunity): void => {
  const slot = 2 * market
  const asks = (index.asks[slot] as number) + (index.asks[slot + 1] as number)
  const bids = (index.bids[slot] as number) + (index.bids[slot + 1] as number)
  if (asks < PRICE_ONE) visitPair(index, market, 'complement-buy', asks, visit)
  if (bids > PRICE_ONE) visitPair(index, market, 'complement-sell', bids, visit)
}

const visitPair = (
  { markets }: TopIndex,
  market: number,
  kind: Opportunity['kind'],
  topSum: number,
  visit: VisitOpportunity,
): void => {
  const facts = markets[market]
  if (facts !== undefined) visit({ kind, subject: facts.id, markets: [facts], topSum })
}

const visitGroup = (index: TopIndex, group: number, visit: VisitOpportunity): void => {
  const asks = index.groupAsks[group] as number
  const bids = index.groupBids[group] as number
  if (asks >= PRICE_ONE && bids <= PRICE_ONE) return
  const { group: subject, members: markets } = index.groups[group] ?? NO_GROUP
  if (asks < PRICE_ONE) visit({ kind: 'event-yes', subject, markets, topSum: asks })
  if (bids > PRICE_ONE) visit({ kind: 'event-no', subject, markets, topSum: bids })
}

const NO_GROUP = { group: '', members: [] }
