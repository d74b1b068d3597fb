import { isOnTick, notional, type Size, USD_ONE } from '@bot/core'
import { type AccountState, freeCash, orderableCash, orderableShares } from './accounts.js'
import { type ExchangeState, type MarketState, skewOf } from './exchange-state.js'
import type { MatchPlan } from './plan-match.js'
import type { NewOrder, RefusalReason, UnmatchedReason } from './sim-order.js'

/** Tells why the venue does not take an order, whatever the book and the owner's balance are. */
export const findRefusal = (
  state: ExchangeState,
  market: MarketState,
  order: NewOrder,
): RefusalReason | undefined => {
  const { tick, status } = market.shown
  if (status !== 'open') return 'market-not-open'
  if (state.orders.has(order.id)) return 'duplicate-order'
  if (!isOnTick(order.limit, tick)) return 'off-tick'
  if (!Number.isSafeInteger(order.shares) || order.shares <= 0) return 'invalid-order'
  return isTaker(order) ? refusalOfTaker(order) : refusalOfResting(state, market, order)
}

const isTaker = ({ tif }: NewOrder): boolean => tif === 'fok' || tif === 'fak'

/** No minimum size: what is left of a position can always be sold. Buys have the one-dollar minimum. */
const refusalOfTaker = (order: NewOrder): RefusalReason | undefined => {
  if (order.expiresAt !== undefined) return 'invalid-expiration'
  const { maxNotional } = order
  const isSound = maxNotional === undefined || (order.side === 'buy' && maxNotional > 0)
  return order.postOnly || !isSound ? 'invalid-order' : undefined
}

const refusalOfResting = (
  state: ExchangeState,
  market: MarketState,
  order: NewOrder,
): RefusalReason | undefined => {
  if (order.maxNotional !== undefined) return 'invalid-order'
  if (order.shares < market.shown.minimumSize) return 'below-minimum-size'
  if (order.tif === 'gtc') return order.expiresAt === undefined ? undefined : 'invalid-expiration'
  const { leastLifeMs, expiryLeadMs } = state.rules
  const venueNow = state.now + skewOf(state)
  // Stated times are whole seconds: the fraction of the present one does not count.
  const wholeSecond = Math.floor(venueNow / 1_000) * 1_000
  const at = order.expiresAt ?? 0
  const lives = at >= wholeSecond + leastLifeMs && at - expiryLeadMs > venueNow
  return lives ? undefined : 'invalid-expiration'
}

/** The venue wants the whole order at its limit, and what it takes at once with its fee, to be there. */
export const findShortage = (
  account: AccountState,
  order: NewOrder,
  plan: MatchPlan,
): RefusalReason | undefined => {
  if (order.side === 'sell') {
    const cashAfter = freeCash(account) + plan.money - plan.fee
    return orderableShares(account, order.token) < order.shares || cashAfter < 0
      ? 'not-enough-balance'
      : undefined
  }
  const whole = order.maxNotional ?? notional(order.shares, order.limit, 'up')
  if (plan.fills.length > 0 && whole < USD_ONE) return 'below-minimum-amount'
  const rests = isTaker(order) ? 0 : order.shares - plan.size
  const now = plan.money + plan.fee + notional(rests as Size, order.limit, 'up')
  return Math.max(whole, now) > orderableCash(account) ? 'not-enough-balance' : undefined
}

/** Tells why a taker order dies without a fill. */
export const findKill = (
  { tif }: Pick<NewOrder, 'tif'>,
  plan: MatchPlan,
): UnmatchedReason | undefined => {
  if (tif === 'fok' && !plan.complete) return 'fok-not-filled'
  return tif === 'fak' && plan.fills.length === 0 ? 'fak-no-match' : undefined
}
