import { type MarketId, SIZE_ONE, type TokenId } from '@bot/core'
import type { SimExchange } from '../../../exchange/exchange.js'
import type { SimMarket } from '../../../exchange/sim-market.js'
import type { LedgerState } from './ledger-state.js'

/** How many markets the books remember after the exchange forgot them. */
const KEPT_MARKETS = 5_000

/** How many wins and actions the books remember. */
const KEPT_ROWS = 50_000

/** Looks markets up, also those that the exchange has forgotten. */
export type RememberedMarkets = Readonly<{
  all: () => readonly SimMarket[]
  find: (id: MarketId) => SimMarket | undefined
  ofToken: (token: TokenId) => SimMarket | undefined
  /** Keeps what the exchange forgets, and closes the books of the oldest. */
  remember: (market: SimMarket) => void
}>

/** Starts to remember. */
export const createRememberedMarkets = (
  state: LedgerState,
  exchange: SimExchange,
): RememberedMarkets => {
  const forgotten = new Map<MarketId, SimMarket>()
  const tokens = new Map<string, SimMarket>()
  return {
    all: exchange.markets,
    find: (id) => exchange.market(id) ?? forgotten.get(id),
    ofToken: (token) => exchange.marketOf(token) ?? tokens.get(token),
    remember: (market) => {
      forgotten.set(market.id, market)
      for (const token of market.tokens) tokens.set(token, market)
      const [oldest] = forgotten.values()
      if (forgotten.size <= KEPT_MARKETS || oldest === undefined) return
      forgotten.delete(oldest.id)
      for (const token of oldest.tokens) tokens.delete(token)
      closeMarket(state, oldest)
    },
  }
}

/** Adds what everyone made in a market to their totals, and drops their positions in it. */
const closeMarket = (state: LedgerState, market: SimMarket): void => {
  for (const owner of state.owners.values()) {
    for (const [index, token] of market.tokens.entries()) {
      const position = owner.positions.get(token)
      if (position === undefined) continue
      const worth = (position.size * (market.payouts?.[index] ?? 0)) / SIZE_ONE
      const made = position.realized + worth - position.cost
      owner.settled.set(market.category, (owner.settled.get(market.category) ?? 0) + made)
      owner.positions.delete(token)
    }
  }
  state.markets.delete(market.id)
  for (const rows of [state.wins, state.actions]) {
    if (rows.length > 2 * KEPT_ROWS) rows.splice(0, rows.length - KEPT_ROWS)
  }
}
