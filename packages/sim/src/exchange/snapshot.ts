import { BotError } from '@bot/core'
import { type AccountState, accountOf, reserve } from './accounts.js'
import { holdDelayed } from './delay-order.js'
import {
  clearState,
  type DueKind,
  type ExchangeState,
  type MarketState,
  type PendingTrade,
} from './exchange-state.js'
import { addEntry } from './history.js'
import { addMarket } from './market-life.js'
import type { OpenOrder } from './open-order.js'
import { createPriceQueues, enqueue } from './price-queues.js'
import { holdParts } from './settle-trade.js'
import type { SimMarket } from './sim-market.js'
import type { SimAction, SimTrade } from './sim-order.js'
import { type Due, pushDue } from './time-queue.js'

const VERSION = 2

type SavedMarket = Readonly<{
  shown: SimMarket
  unit: number
  changedAt: number
  supply: readonly [number, number]
  volume: number
  lastTradePrice?: number
}>
type SavedOrder = Omit<OpenOrder, 'previous' | 'next'>
type SavedAccount = Readonly<{
  owner: string
  cash: number
  cashAllowance: number | 'unlimited'
  sharesAllowed: boolean
  holdings: readonly [string, number][]
}>
type Saved = Readonly<{
  version: typeof VERSION
  now: number
  counters: ExchangeState['counters']
  collectedFees: number
  pools: readonly (readonly [string, number])[]
  markets: readonly SavedMarket[]
  accounts: readonly SavedAccount[]
  orders: readonly SavedOrder[]
  finished: readonly OpenOrder['id'][]
  due: readonly Due<DueKind>[]
  trades: readonly SimTrade[]
  pending: readonly PendingTrade[]
  actions: readonly SimAction[]
}>

/** Finished orders without a trade that a snapshot remembers; makers leave tens of thousands of them. */
const UNTRADED_KEPT = 2_000

/** Writes down everything; finished orders too, so that their ids stay refused (the oldest untraded ones are not). */
export const snapshotState = (state: ExchangeState): Saved => ({
  version: VERSION,
  now: state.now,
  counters: { ...state.counters },
  collectedFees: state.collectedFees,
  pools: [...state.pools.values()].map((pool) => [pool.name, pool.locked]),
  markets: [...state.markets.values()].map(saveMarket),
  accounts: [...state.accounts].map(saveAccount),
  ...saveOrders(state),
  due: [...state.due],
  trades: [...state.trades.list],
  pending: [...state.pending.values()].map((pending) => ({ ...pending })),
  actions: [...state.actions.list],
})

const saveMarket = (market: MarketState): SavedMarket => ({
  shown: market.shown,
  unit: market.bids.unit,
  changedAt: market.changedAt,
  supply: [...market.supply],
  volume: market.volume,
  ...(market.lastTradePrice === undefined ? {} : { lastTradePrice: market.lastTradePrice }),
})

const saveAccount = ([owner, account]: [string, AccountState]): SavedAccount => ({
  owner,
  cash: account.cash,
  cashAllowance: account.cashAllowance,
  sharesAllowed: account.sharesAllowed,
  holdings: [...account.holdings],
})

const saveOrders = (state: ExchangeState): Pick<Saved, 'orders' | 'finished'> => {
  const lastUntraded = new Set(
    state.finished.filter((id) => state.orders.get(id)?.trades.length === 0).slice(-UNTRADED_KEPT),
  )
  const orders = [...state.orders.values()].filter(
    (order) =>
      order.resting ||
      order.delay !== undefined ||
      order.trades.length > 0 ||
      lastUntraded.has(order.id),
  )
  const kept = new Set(orders.map((order) => order.id))
  return { orders: orders.map(saveOrder), finished: state.finished.filter((id) => kept.has(id)) }
}

const saveOrder = ({ previous, next, ...order }: OpenOrder): SavedOrder => ({
  ...order,
  trades: [...order.trades],
})

/** Puts a snapshot in the place of everything. */
export const restoreState = (state: ExchangeState, snapshot: unknown): void => {
  const saved = snapshot as Partial<Saved> | null
  if (typeof saved !== 'object' || saved?.version !== VERSION || saved.markets === undefined) {
    throw new BotError(
      'invalid-input-file',
      `Expected a snapshot of version ${VERSION} of the exchange; start anew without it`,
    )
  }
  fill(state, saved as Saved)
}

const fill = (state: ExchangeState, saved: Saved): void => {
  clearState(state)
  state.now = saved.now as ExchangeState['now']
  Object.assign(state.counters, saved.counters)
  state.collectedFees = saved.collectedFees
  for (const market of saved.markets) fillMarket(state, market)
  for (const [name, locked] of saved.pools) state.pools.set(name, fixed(state, name, locked))
  for (const { owner, holdings, ...rest } of saved.accounts) {
    const account = Object.assign(accountOf(state.accounts, owner), rest)
    for (const [token, shares] of holdings) {
      account.holdings.set(token as OpenOrder['token'], shares)
    }
  }
  for (const order of saved.orders) fillOrder(state, order)
  for (const order of state.orders.values())
    if (order.delay !== undefined) holdDelayed(state, order)
  const resting = [...state.orders.values()].filter((order) => order.resting)
  // The queue at a price is in the order of arrival.
  for (const order of resting.sort((a, b) => a.arrival - b.arrival)) restAgain(state, order)
  state.finished.push(...saved.finished)
  for (const due of saved.due) pushDue(state.due, due)
  for (const trade of saved.trades) addEntry(state.trades, trade)
  for (const pending of saved.pending) {
    state.pending.set(pending.trade.id, { ...pending })
    if (pending.trade.status !== 'mined') holdParts(state, pending.trade, 1)
  }
  for (const action of saved.actions) addEntry(state.actions, action)
}

const fixed = (
  state: ExchangeState,
  name: string,
  locked: number,
): { name: string; locked: number } => {
  const pool = state.pools.get(name) ?? { name, locked }
  pool.locked = locked
  return pool
}

const fillMarket = (state: ExchangeState, saved: SavedMarket): void => {
  const market = addMarket(state, saved.shown)
  market.bids = createPriceQueues('bid', saved.unit)
  market.asks = createPriceQueues('ask', saved.unit)
  market.changedAt = saved.changedAt as MarketState['changedAt']
  market.supply[0] = saved.supply[0]
  market.supply[1] = saved.supply[1]
  market.volume = saved.volume
  market.lastTradePrice = saved.lastTradePrice
}

const fillOrder = (state: ExchangeState, saved: SavedOrder): void => {
  state.orders.set(saved.id, {
    ...saved,
    expiresAt: saved.expiresAt ?? undefined,
    endReason: saved.endReason ?? undefined,
    delay: saved.delay ?? undefined,
    trades: [...saved.trades],
    previous: undefined,
    next: undefined,
  })
}

const restAgain = (state: ExchangeState, order: OpenOrder): void => {
  const market = state.markets.get(order.market)
  if (market === undefined) return
  const account = accountOf(state.accounts, order.owner)
  reserve(account, order, order.remaining, 1)
  account.open.set(order.id, order)
  enqueue(order.yesSide === 'bid' ? market.bids : market.asks, order)
}
