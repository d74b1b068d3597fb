import {
  bestBid,
  heldShares,
  mulDiv,
  PRICE_ONE,
  type TokenId,
  totalCash,
  type Usd,
  type View,
} from '@bot/core'

/** What the account would bring if everything were sold at the best bids now. */
export type Equity = Readonly<{
  total: Usd
  cash: Usd
  /** Positions whose book has no live bid count what they cost, and are named here. */
  unpriced: readonly string[]
}>

/** Values cash and positions. A basket's shares count their bids too: conservative while it is incomplete. */
export const valueEquity = (view: View): Equity => {
  const cash = totalCash(view.ledger)
  let total: number = cash
  const unpriced: string[] = []
  for (const position of view.ledger.positions.values()) {
    const held = heldShares(position)
    if (held <= 0) continue
    const payout = resolvedPayout(view, position.market, position.token)
    const book = view.book(position.token)
    const bid = book === undefined ? undefined : bestBid(book)
    if (payout !== undefined) total += mulDiv(held, payout, 1_000_000, 'down')
    else if (bid !== undefined) total += mulDiv(held, bid, PRICE_ONE, 'down')
    else {
      total += Math.max(0, position.cost)
      unpriced.push(position.key)
    }
  }
  return { total: total as Usd, cash, unpriced }
}

const resolvedPayout = (
  view: View,
  id: Parameters<View['market']>[0],
  token: TokenId,
): number | undefined => {
  const market = view.market(id)
  if (market === undefined || market.resolution.state !== 'resolved') return undefined
  return market.resolution.payouts[market.tokens.indexOf(token)]
}
