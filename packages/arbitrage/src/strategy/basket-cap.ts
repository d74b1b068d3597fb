import {
  type EventId,
  type MarketFacts,
  type MarketId,
  type Position,
  USD_ONE,
  type Usd,
  type View,
} from '@bot/core'

/** Less than this part of a basket is not worth one of the trades that an hour has. */
const WORTH_A_TRADE = 0.2

/** What one basket may cost, and what may be held in one event: dollars. */
type Caps = Readonly<{ maxUsd: number; maxEventUsd: number }>

/**
 * Returns what a basket over these markets may cost: of the free cash, and of what every event that it touches has room
 * for; 0 when that is not worth a trade.
 *
 * A basket that is held in several events counts in each of them with all that it cost: its legs pay together.
 */
export const basketCap = (view: View, markets: readonly MarketFacts[], caps: Caps): Usd => {
  const events = new Set(markets.map(({ id, event }) => event ?? id))
  const most = Math.floor(caps.maxUsd * USD_ONE)
  let room = Math.floor(caps.maxEventUsd * USD_ONE)
  for (const event of events) {
    room = Math.min(room, Math.floor(caps.maxEventUsd * USD_ONE) - heldIn(view, event))
  }
  return (room < most * WORTH_A_TRADE ? 0 : Math.min(most, room, view.freeCash)) as Usd
}

const heldIn = (view: View, event: EventId | MarketId): number => {
  const positions = [...view.ledger.positions.values()]
  const isOwn = ({ market }: Position): boolean => (view.market(market)?.event ?? market) === event
  const baskets = new Set(positions.filter(isOwn).flatMap(({ basket }) => basket ?? []))
  return positions
    .filter((each) => isOwn(each) || baskets.has(each.basket ?? ''))
    .reduce((sum, { cost }) => sum + Math.max(0, cost), 0)
}
