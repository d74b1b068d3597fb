import {
  type BookReading,
  type MarketId,
  mirrorLevels,
  type Price,
  type TokenId,
  type Usd,
} from '@bot/core'
import { accountOf, showAccount } from './accounts.js'
import { levelsOfSide } from './book-changes.js'
import type { MarketFigures, SimExchange } from './exchange.js'
import type { ExchangeState, MarketState } from './exchange-state.js'
import { findEntry, selectEntries } from './history.js'
import { requireMarket } from './market-life.js'
import { showOrder } from './open-order.js'
import type { SimTrade } from './sim-order.js'

/** The part of the exchange that only reads. */
export type ExchangeReaders = Pick<
  SimExchange,
  | 'markets'
  | 'market'
  | 'marketOf'
  | 'figures'
  | 'book'
  | 'balances'
  | 'openOrders'
  | 'order'
  | 'trades'
  | 'trade'
  | 'actions'
  | 'audit'
>

/** Makes the readers of an exchange. Nothing that they return changes later. */
export const createReaders = (state: ExchangeState): ExchangeReaders => ({
  markets: () => [...state.markets.values()].map((market) => market.shown),
  market: (id) => state.markets.get(id)?.shown,
  marketOf: (token) => state.tokens.get(token)?.market.shown,
  figures: (id) => figuresOf(requireMarket(state, id)),
  book: (token) => readBook(state, token),
  balances: (owner) => showAccount(accountOf(state.accounts, owner)),
  openOrders: (owner) => [...accountOf(state.accounts, owner).open.values()].map(showOrder),
  order: (id) => {
    const order = state.orders.get(id)
    return order === undefined ? undefined : showOrder(order)
  },
  trades: (filter = {}) => selectEntries(state.trades, filter, touchesTrade),
  trade: (id) => findEntry(state.trades, id),
  actions: (filter = {}) =>
    selectEntries(
      state.actions,
      filter,
      (action, owner, market) =>
        (owner === undefined || action.owner === owner) &&
        (market === undefined || action.markets.includes(market)),
    ),
  audit: () => ({
    cash: sum([...state.accounts.values()].map((account) => account.cash)),
    locked: sum([...state.pools.values()].map((pool) => pool.locked)),
    fees: state.collectedFees as Usd,
  }),
})

const touchesTrade = (
  trade: SimTrade,
  owner: string | undefined,
  market: MarketId | undefined,
): boolean =>
  (market === undefined || trade.market === market) &&
  (owner === undefined ||
    trade.taker.owner === owner ||
    trade.makers.some((maker) => maker.owner === owner))

const readBook = (state: ExchangeState, token: TokenId): BookReading | undefined => {
  const found = state.tokens.get(token)
  if (found === undefined) return undefined
  const { market, outcome } = found
  const { status, tick, minimumSize, event, id } = market.shown
  if (status === 'closed' || status === 'resolved') return undefined
  const bids = levelsOfSide(market.bids)
  const asks = levelsOfSide(market.asks)
  return {
    token,
    market: id,
    venueAt: market.changedAt,
    bids: outcome === 0 ? bids : mirrorLevels(asks),
    asks: outcome === 0 ? asks : mirrorLevels(bids),
    tick,
    minimumSize,
    negRisk: event?.negRisk !== undefined,
    ...(market.lastTradePrice === undefined
      ? {}
      : { lastTradePrice: market.lastTradePrice as Price }),
  }
}

const figuresOf = (market: MarketState): MarketFigures => {
  let liquidity = 0
  for (const { price, size } of levelsOfSide(market.bids))
    liquidity += Math.floor((size * price) / 10_000)
  for (const { price, size } of levelsOfSide(market.asks)) {
    liquidity += Math.floor((size * (10_000 - price)) / 10_000)
  }
  return {
    volume: market.volume as Usd,
    liquidity: liquidity as Usd,
    openInterest: Math.max(...market.supply) as Usd,
    ...(market.lastTradePrice === undefined ? {} : { lastTradePrice: market.lastTradePrice }),
  }
}

const sum = (amounts: readonly number[]): Usd =>
  amounts.reduce((total, next) => total + next, 0) as Usd
