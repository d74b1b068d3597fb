import {
  type BookReading,
  type MarketId,
  mirrorLevels,
  type Price,
  type TimeMs,
  type TokenId,
  type Usd,
} from '@bot/core'
import { accountOf, showAccount } from './accounts.js'
import { levelsOfSide } from './book-changes.js'
import type { HistoryFilter, MarketFigures, SimExchange } from './exchange.js'
import { type ExchangeState, type MarketState, skewOf } from './exchange-state.js'
import { findEntry, selectEntries } from './history.js'
import { requireMarket } from './market-life.js'
import { showOrder } from './open-order.js'
import { restampAction, restampBook, restampMarket, restampOrder, restampTrade } from './restamp.js'
import type { SimMarket } from './sim-market.js'
import type { SimAction, SimTrade } from './sim-order.js'

/** The part of the exchange that only reads. */
export type ExchangeReaders = Pick<
  SimExchange,
  | 'now'
  | 'actualNow'
  | 'injected'
  | 'markets'
  | 'market'
  | 'marketOf'
  | 'figures'
  | 'book'
  | 'balances'
  | 'allowance'
  | 'openOrders'
  | 'order'
  | 'trades'
  | 'trade'
  | 'actions'
  | 'audit'
>

/** Makes the readers of an exchange. Nothing that they return changes later; stamps are the venue's. */
export const createReaders = (state: ExchangeState): ExchangeReaders => ({
  now: () => (state.now + skewOf(state)) as TimeMs,
  actualNow: () => state.now,
  injected: () => state.faults.list(state.now),
  ...createMarketReaders(state),
  balances: (owner) => showAccount(accountOf(state.accounts, owner)),
  allowance: (owner) => {
    const { cashAllowance, sharesAllowed } = accountOf(state.accounts, owner)
    return { cash: cashAllowance as Usd | 'unlimited', shares: sharesAllowed }
  },
  openOrders: (owner) =>
    [...accountOf(state.accounts, owner).open.values()].map((order) =>
      restampOrder(showOrder(order), skewOf(state)),
    ),
  order: (id) => {
    const order = state.orders.get(id)
    return order === undefined ? undefined : restampOrder(showOrder(order), skewOf(state))
  },
  ...createHistoryReaders(state),
  audit: () => ({
    cash: sum([...state.accounts.values()].map((account) => account.cash)),
    locked: sum([...state.pools.values()].map((pool) => pool.locked)),
    fees: state.collectedFees as Usd,
  }),
})

const createMarketReaders = (
  state: ExchangeState,
): Pick<ExchangeReaders, 'markets' | 'market' | 'marketOf' | 'figures' | 'book'> => {
  const show = (market: MarketState | undefined): SimMarket | undefined =>
    market === undefined ? undefined : restampMarket(market.shown, skewOf(state))
  return {
    markets: () => {
      const byMs = skewOf(state)
      return [...state.markets.values()].map((market) => restampMarket(market.shown, byMs))
    },
    market: (id) => show(state.markets.get(id)),
    marketOf: (token) => show(state.tokens.get(token)?.market),
    figures: (id) => figuresOf(requireMarket(state, id)),
    book: (token) => {
      const book = readBook(state, token)
      return book === undefined ? undefined : restampBook(book, skewOf(state))
    },
  }
}

const createHistoryReaders = (
  state: ExchangeState,
): Pick<ExchangeReaders, 'trades' | 'trade' | 'actions'> => ({
  trades: (filter = {}) => {
    const byMs = skewOf(state)
    const found = selectEntries(state.trades, unshift(filter, byMs), touchesTrade)
    return byMs === 0 ? found : found.map((trade) => restampTrade(trade, byMs))
  },
  trade: (id) => {
    const trade = findEntry(state.trades, id)
    return trade === undefined ? undefined : restampTrade(trade, skewOf(state))
  },
  actions: (filter = {}) => {
    const byMs = skewOf(state)
    const found = selectEntries(state.actions, unshift(filter, byMs), touchesAction)
    return byMs === 0 ? found : found.map((action) => restampAction(action, byMs))
  },
})

/** The asker knows the venue's stamps: they are turned back into actual times. */
const unshift = (filter: HistoryFilter, byMs: number): HistoryFilter => ({
  ...filter,
  ...(filter.after === undefined ? {} : { after: (filter.after - byMs) as TimeMs }),
  ...(filter.before === undefined ? {} : { before: (filter.before - byMs) as TimeMs }),
})

const touchesAction = (
  action: SimAction,
  owner: string | undefined,
  market: MarketId | undefined,
): boolean =>
  (owner === undefined || action.owner === owner) &&
  (market === undefined || action.markets.includes(market))

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
