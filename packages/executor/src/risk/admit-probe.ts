import {
  type Approved,
  BotError,
  type MarketFacts,
  notional,
  type OrderIntent,
  orderRef,
  type Price,
  type TokenId,
  usd,
} from '@bot/core'
import { approve } from './approve.js'

/** What a probe may cost at the very most, should somebody sell to it. */
const MOST_COST = usd(1_000_000)

/**
 * Approves the one order that tests whether orders can be placed at all: the market's minimum size, bought at one tick
 * and post-only, so that it rests as far from the market as an order can. Cancel it when it was seen.
 *
 * @throws BotError `invalid-argument` where the market's tick or minimum size is unknown, where something is offered
 * at that price, or where the order would cost more than a dollar.
 */
export const admitProbe = (
  market: MarketFacts,
  token: TokenId,
  bestAsk: Price | undefined,
): Approved<OrderIntent> => {
  const { tick, minimumSize } = market
  const refuse = (expected: string): BotError =>
    new BotError('invalid-argument', `Expected a market to probe with ${expected}; take another`, {
      market: market.id,
    })
  if (tick === 'unknown' || minimumSize === 'unknown') throw refuse('a known tick and minimum size')
  if (bestAsk !== undefined && bestAsk <= tick) throw refuse('offers above one tick alone')
  if (notional(minimumSize, tick, 'up') > MOST_COST) throw refuse('orders below a dollar')
  return approve({
    ref: orderRef('probe'),
    owner: 'doctor',
    token,
    market: market.id,
    side: 'buy',
    shares: minimumSize,
    limit: tick,
    tif: 'gtc',
    postOnly: true,
  })
}
