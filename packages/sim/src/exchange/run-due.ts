import type { MarketId, OrderId } from '@bot/core'
import type { DueKind, ExchangeState } from './exchange-state.js'
import { clearMarket } from './market-life.js'
import { endDelay, endLag } from './match-late.js'
import type { OpenOrder } from './open-order.js'
import { pruneMarkets } from './prune-markets.js'
import { endOrders } from './remove-order.js'
import { endLiveness } from './resolve-market.js'
import { confirmTrade, tryToMine } from './settle-trade.js'
import type { Due } from './time-queue.js'

/** Does what has become due. What it was about may be gone: then nothing happens. */
export const runDue = (state: ExchangeState, { kind, id }: Due<DueKind>): void => {
  if (kind === 'mine') tryToMine(state, id, 'first')
  else if (kind === 'retry') tryToMine(state, id, 'last')
  else if (kind === 'confirm') confirmTrade(state, id)
  else if (kind === 'game-start') startGame(state, id as MarketId)
  else if (kind === 'liveness-end') endLiveness(state, id as MarketId)
  else if (kind === 'prune') pruneMarkets(state)
  else {
    const order = state.orders.get(id as OrderId)
    if (order !== undefined) runOrder(state, kind, order)
  }
}

const runOrder = (
  state: ExchangeState,
  kind: 'expire' | 'match' | 'delay-end',
  order: OpenOrder,
): void => {
  if (kind === 'match') endLag(state, order)
  else if (kind === 'delay-end') endDelay(state, order)
  else if (order.resting) endOrders(state, [order], 'expired', 'expired')
}

const startGame = (state: ExchangeState, id: MarketId): void => {
  const market = state.markets.get(id)
  if (market !== undefined) clearMarket(state, market, 'game-started')
}
