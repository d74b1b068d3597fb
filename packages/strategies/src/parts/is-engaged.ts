import { heldShares, type MarketFacts, type View } from '@bot/core'

/** Tells whether anyone of ours holds a position or has an open order in the market. */
export const isEngaged = (market: MarketFacts, view: View): boolean =>
  view.orders.some(({ intent }) => intent.market === market.id) ||
  market.tokens.some((token) =>
    view.positionsOf(token).some((position) => heldShares(position) > 0),
  )
