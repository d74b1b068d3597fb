import {
  bestBid,
  heldShares,
  type MarketFacts,
  mulDiv,
  type Position,
  PRICE_ONE,
  totalCash,
  type Usd,
  type View,
} from '@bot/core'
import { surePayout } from './sure-payout.js'

/** What the account would bring if everything were sold at the best bids now, or held where that surely pays more. */
export type Equity = Readonly<{
  total: Usd
  cash: Usd
  /** Positions whose book has no live bid count what they cost, and are named here. */
  unpriced: readonly string[]
}>

/**
 * Values cash and positions. The shares of one market or negRisk event count their bids together, but never less than
 * the least that any outcome pays: a complete set is worth its dollar, whatever the spread.
 */
export const valueEquity = (view: View): Equity => {
  const cash = totalCash(view.ledger)
  let total: number = cash
  const unpriced: string[] = []
  for (const [group, positions] of heldByGroup(view)) {
    const bids = valueAtBids(view, positions)
    const sure = group === RESOLVED ? 0 : surePayout(positions, (id) => view.market(id))
    total += Math.max(bids.total, sure)
    if (sure <= bids.total) unpriced.push(...bids.unpriced)
  }
  return { total: total as Usd, cash, unpriced }
}

const RESOLVED = 'resolved'

const heldByGroup = (view: View): ReadonlyMap<string, readonly Position[]> => {
  const groups = new Map<string, Position[]>()
  for (const position of view.ledger.positions.values()) {
    if (heldShares(position) <= 0) continue
    const group = groupOf(view.market(position.market), position)
    groups.set(group, [...(groups.get(group) ?? []), position])
  }
  return groups
}

const groupOf = (market: MarketFacts | undefined, position: Position): string => {
  if (market === undefined) return position.market
  if (market.resolution.state === 'resolved') return RESOLVED
  return typeof market.negRisk === 'string' ? market.id : market.negRisk.group
}

const valueAtBids = (view: View, positions: readonly Position[]): Omit<Equity, 'cash'> => {
  let total = 0
  const unpriced: string[] = []
  for (const position of positions) {
    const held = heldShares(position)
    const payout = resolvedPayout(view, position)
    const book = view.book(position.token)
    const bid = book === undefined ? undefined : bestBid(book)
    if (payout !== undefined) total += mulDiv(held, payout, 1_000_000, 'down')
    else if (bid !== undefined) total += mulDiv(held, bid, PRICE_ONE, 'down')
    else {
      total += Math.max(0, position.cost)
      unpriced.push(position.key)
    }
  }
  return { total: total as Usd, unpriced }
}

const resolvedPayout = (
  view: View,
  { market: id, token }: Pick<Position, 'market' | 'token'>,
): number | undefined => {
  const market = view.market(id)
  if (market === undefined || market.resolution.state !== 'resolved') return undefined
  return market.resolution.payouts[market.tokens.indexOf(token)]
}
