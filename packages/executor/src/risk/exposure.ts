import {
  heldShares,
  isTerminal,
  type MarketId,
  notional,
  type OrderState,
  type PositionKey,
  positionKey,
  type Size,
  USD_ONE,
  type Usd,
  type View,
} from '@bot/core'
import { buyFeeBound } from './fee-bound.js'

/** One position as the limits see it: what is held, what open orders may add, what a basket may cost. */
export type Holding = Readonly<{
  group: string
  events: ReadonlySet<string>
  cost: number
  /** Whether it counts as an open position: dust counts with its cost alone. */
  takesSlot: boolean
}>

/** A basket under way: it counts with all that it may still cost. */
export type BasketExposure = Readonly<{ id: string; markets: readonly MarketId[]; most: Usd }>

/** Everything that is at risk now, by group: a position's key, or a basket's id. */
export type Exposure = ReadonlyMap<string, Holding>

/** A position that cost less than this takes no slot: the venue lets no one sell it, and it would block one for ever. */
const DUST_USD = USD_ONE

/** Names what correlated positions share: their event, or the market where there is none. */
export const eventKeyOf = (view: View, market: MarketId): string =>
  view.market(market)?.event ?? market

type Mutable = { group: string; events: Set<string>; cost: number; takesSlot: boolean }

/** Adds up what is at risk in positions, open buy orders and baskets under way. */
export const exposureOf = (
  view: View,
  orders: readonly OrderState[],
  baskets: readonly BasketExposure[],
): Exposure => {
  const groups = new Map<string, Mutable>()
  const add = (group: string, market: MarketId, cost: number, takesSlot = true): void => {
    const fresh = { group, events: new Set<string>(), cost: 0, takesSlot: false }
    const holding = groups.get(group) ?? fresh
    holding.events.add(eventKeyOf(view, market))
    holding.cost += cost
    holding.takesSlot ||= takesSlot
    groups.set(group, holding)
  }
  for (const position of view.ledger.positions.values()) {
    if (heldShares(position) <= 0) continue
    const { basket, key, market, cost } = position
    add(basket ?? key, market, Math.max(0, cost), cost >= DUST_USD)
  }
  for (const order of orders) {
    const { intent } = order
    if (intent.side !== 'buy') continue
    add(
      intent.basket ?? positionKey(intent.owner, intent.token),
      intent.market,
      stillCosts(view, order),
    )
  }
  for (const { id, markets, most } of baskets) {
    for (const market of markets) add(id, market, 0)
    const holding = groups.get(id)
    if (holding !== undefined) holding.cost = Math.max(holding.cost, most)
  }
  return groups
}

/**
 * Shares that an order may still trade: what is left of it, or, when it is over, what the venue says it matched and has
 * not told of yet.
 */
export const stillTrades = ({ intent, status, matched, filled, trades }: OrderState): Size => {
  const traded = trades.reduce((sum, { exchanged }) => sum + exchanged.size, 0)
  const left = isTerminal(status) ? (matched ?? 0) - traded : intent.shares - filled.size
  return Math.max(0, left) as Size
}

/**
 * Returns the most that a buy order may still cost, fee included: the dollars at its limit that it has not spent.
 *
 * What it filled at better prices bought more shares for the same dollars, so shares would count too little.
 */
export const stillCosts = (view: View, order: OrderState): number => {
  const { intent, filled, status } = order
  const { shares, limit, postOnly } = intent
  const unspent = Math.max(0, notional(shares, limit, 'up') - filled.notional)
  const left = isTerminal(status)
    ? Math.min(unspent, notional(stillTrades(order), limit, 'up'))
    : unspent
  const fee = view.market(intent.market)?.fee
  return (
    left + (fee === undefined || fee === 'unknown' ? 0 : buyFeeBound(fee, left, limit, postOnly))
  )
}

/** Sums the cost of all that belongs to an event. */
export const eventCost = (exposure: Exposure, event: string): number => {
  let sum = 0
  for (const holding of exposure.values()) if (holding.events.has(event)) sum += holding.cost
  return sum
}

/** Counts open positions: of an event, or all. */
export const openPositions = (exposure: Exposure, event?: string): number => {
  let count = 0
  for (const holding of exposure.values()) {
    if (holding.takesSlot && (event === undefined || holding.events.has(event))) count += 1
  }
  return count
}

/** Returns what one position costs, 0 when there is none. */
export const costOf = (exposure: Exposure, group: PositionKey | string): number =>
  exposure.get(group)?.cost ?? 0
