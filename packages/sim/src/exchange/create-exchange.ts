import {
  type BookReading,
  BotError,
  mirrorLevels,
  type Price,
  type TimeMs,
  type TokenId,
  type Usd,
} from '@bot/core'
import { accountOf, showAccount } from './accounts.js'
import { levelsOfSide } from './book-changes.js'
import { createBus, type EventBus } from './event-bus.js'
import type { MarketFigures, SimExchange } from './exchange.js'
import type { ExchangeOptions } from './exchange-options.js'
import type { ExchangeState, MarketState } from './exchange-state.js'
import { createHistory, findEntry, selectEntries } from './history.js'
import { createIdMaker } from './id-maker.js'
import {
  createMarket,
  proposeOutcome,
  requireMarket,
  resolveMarket,
  setMarketStatus,
  setMarketTick,
} from './market-life.js'
import { showOrder } from './open-order.js'
import { placeOrder } from './place-order.js'
import { changeOwnSets, convertPositions, redeemPositions } from './protocol-actions.js'
import { cancelOrders } from './remove-order.js'
import { runDue } from './run-due.js'
import { restoreState, snapshotState } from './snapshot.js'
import { popDue } from './time-queue.js'

/** Makes an exchange without markets and without accounts. It has no timers: call `advanceTo`. */
export const createExchange = (options: ExchangeOptions): SimExchange => {
  const bus = createBus()
  const state = initialState(options, bus)
  const act = <T>(action: () => T): T => {
    const result = action()
    bus.drain()
    return result
  }
  return {
    now: () => state.now,
    advanceTo: (at) => act(() => advance(state, at, bus)),
    createMarket: (spec) => act(() => createMarket(state, spec)),
    setStatus: (id, status) => act(() => setMarketStatus(state, id, status)),
    setTick: (id, tick) => act(() => setMarketTick(state, id, tick)),
    propose: (id) => act(() => proposeOutcome(state, id)),
    resolve: (id, payouts) => act(() => resolveMarket(state, id, payouts)),
    deposit: (owner, amount) => deposit(state, owner, amount),
    place: (order) => act(() => placeOrder(state, order)),
    cancel: (owner, target) => act(() => cancelOrders(state, owner, target)),
    split: (owner, market, shares) => act(() => changeOwnSets(state, owner, market, shares, 1)),
    merge: (owner, market, shares) => act(() => changeOwnSets(state, owner, market, shares, -1)),
    convert: (owner, markets, shares) => act(() => convertPositions(state, owner, markets, shares)),
    redeem: (owner, markets) => act(() => redeemPositions(state, owner, markets)),
    subscribe: bus.subscribe,
    snapshot: () => snapshotState(state),
    restore: (snapshot) => restoreState(state, snapshot),
    ...readers(state),
  }
}

const initialState = (options: ExchangeOptions, bus: EventBus): ExchangeState => {
  const seed = options.seed ?? 'exchange'
  const keep = options.keep ?? 20_000
  return {
    now: options.start,
    seed,
    ids: createIdMaker(seed),
    settlement: {
      minedMs: options.settlement?.minedMs ?? 2_000,
      confirmedMs: options.settlement?.confirmedMs ?? 4_000,
    },
    expiryLeadMs: options.expiryLeadMs ?? 60_000,
    keep,
    lag: options.faults?.matcherLag,
    markets: new Map(),
    tokens: new Map(),
    pools: new Map(),
    accounts: new Map(),
    orders: new Map(),
    finished: [],
    due: [],
    trades: createHistory(keep),
    actions: createHistory(keep),
    collectedFees: 0,
    counters: { market: 0, trade: 0, action: 0, arrival: 0, due: 0 },
    emit: bus.emit,
    heard: bus.heard,
  }
}

const advance = (state: ExchangeState, at: TimeMs, bus: EventBus): void => {
  for (let due = popDue(state.due, at); due !== undefined; due = popDue(state.due, at)) {
    state.now = Math.max(due.at, state.now) as TimeMs
    runDue(state, due)
    bus.drain()
  }
  if (at > state.now) state.now = at
}

const deposit = (state: ExchangeState, owner: string, amount: Usd): void => {
  if (!Number.isSafeInteger(amount) || amount < 0) {
    throw new BotError('invalid-argument', `Expected micro-dollars of 0 or more, was ${amount}`)
  }
  accountOf(state.accounts, owner).cash += amount
}

type Readers = Pick<
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

const readers = (state: ExchangeState): Readers => ({
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
  trades: (filter = {}) =>
    selectEntries(
      state.trades,
      filter,
      (trade, owner, market) =>
        (market === undefined || trade.market === market) &&
        (owner === undefined ||
          trade.taker.owner === owner ||
          trade.makers.some((maker) => maker.owner === owner)),
    ),
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
