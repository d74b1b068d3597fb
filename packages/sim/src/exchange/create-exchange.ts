import { BotError, type TimeMs, type Usd } from '@bot/core'
import { accountOf } from './accounts.js'
import { refineTicks } from './change-tick.js'
import { convertPositions } from './convert-positions.js'
import { createReaders } from './create-readers.js'
import { createBus, type EventBus } from './event-bus.js'
import type { Allowance, SimExchange } from './exchange.js'
import type { ExchangeOptions, SettlementRules } from './exchange-options.js'
import { type ExchangeState, skewOf } from './exchange-state.js'
import { createFaultList, type FaultList } from './fault-list.js'
import { createHistory } from './history.js'
import { createIdMaker } from './id-maker.js'
import { injectFault } from './inject-fault.js'
import { createMarket, setMarketStatus, setMarketTick } from './market-life.js'
import { placeOrder } from './place-order.js'
import { changeOwnSets, redeemPositions } from './protocol-actions.js'
import { cancelOrders } from './remove-order.js'
import { disputeOutcome, proposeOutcome, reportPayouts, resolveMarket } from './resolve-market.js'
import { restampEvent, restampMarket, restampResult } from './restamp.js'
import { runDue } from './run-due.js'
import { restoreState, snapshotState } from './snapshot.js'
import { popDue } from './time-queue.js'

/** Makes an exchange without markets and without accounts. It has no timers: call `advanceTo`. */
export const createExchange = (options: ExchangeOptions): SimExchange => {
  const bus = createBus()
  const state = initialState(options, bus)
  const act = <T>(action: () => T): T => {
    const result = action()
    refineTicks(state)
    bus.drain()
    return result
  }
  return {
    advanceTo: (at) => act(() => advance(state, at, bus)),
    createMarket: (spec) => act(() => restampMarket(createMarket(state, spec), skewOf(state))),
    setStatus: (id, status) => act(() => setMarketStatus(state, id, status)),
    setTick: (id, tick) => act(() => setMarketTick(state, id, tick)),
    propose: (id, payouts) => act(() => proposeOutcome(state, id, payouts)),
    dispute: (id) => act(() => disputeOutcome(state, id)),
    report: (id, payouts) => act(() => reportPayouts(state, id, payouts)),
    resolve: (id, payouts) => act(() => resolveMarket(state, id, payouts)),
    deposit: (owner, amount) => deposit(state, owner, amount),
    approve: (owner, allowance) => approve(state, owner, allowance),
    place: (order) => act(() => restampResult(placeOrder(state, order), skewOf(state))),
    cancel: (owner, target) => act(() => cancelOrders(state, owner, target)),
    split: (owner, market, shares) => act(() => changeOwnSets(state, owner, market, shares, 1)),
    merge: (owner, market, shares) => act(() => changeOwnSets(state, owner, market, shares, -1)),
    convert: (owner, markets, shares) => act(() => convertPositions(state, owner, markets, shares)),
    redeem: (owner, markets) => act(() => redeemPositions(state, owner, markets)),
    inject: (fault) => act(() => injectFault(state, fault)),
    clearFaults: state.faults.clear,
    subscribe: (listener) => bus.subscribe((event) => listener(restampEvent(event, skewOf(state)))),
    snapshot: () => snapshotState(state),
    restore: (snapshot) => restoreState(state, snapshot),
    ...createReaders(state),
  }
}

const SETTLEMENT: SettlementRules = {
  minedMs: 2_000,
  confirmedMs: 4_000,
  retryMs: 3_000,
  retryChance: 0,
  failChance: 0,
}

const rulesOf = (options: ExchangeOptions): ExchangeState['rules'] => ({
  expiryLeadMs: options.expiryLeadMs ?? 60_000,
  leastLifeMs: options.leastLifeMs ?? 180_000,
  selfTrade: options.selfTrade ?? 'allow',
  finerTicks: options.finerTicks ?? true,
  livenessMs: options.livenessMs,
  retention: { markets: 200, afterMs: 600_000, ...options.retention },
})

const initialFaults = (options: ExchangeOptions, seed: number | string): FaultList => {
  const faults = createFaultList(seed)
  const lag = options.faults?.matcherLag
  if (lag !== undefined) faults.add({ kind: 'matcher-lag', ...lag }, options.start)
  return faults
}

const initialState = (options: ExchangeOptions, bus: EventBus): ExchangeState => {
  const seed = options.seed ?? 'exchange'
  const keep = options.keep ?? 20_000
  return {
    now: options.start,
    seed,
    ids: createIdMaker(seed),
    settlement: { ...SETTLEMENT, ...options.settlement },
    rules: rulesOf(options),
    keep,
    faults: initialFaults(options, seed),
    markets: new Map(),
    tokens: new Map(),
    pools: new Map(),
    accounts: new Map(),
    orders: new Map(),
    finished: [],
    delayed: new Set(),
    moved: new Set(),
    due: [],
    trades: createHistory(keep),
    pending: new Map(),
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
    refineTicks(state)
    bus.drain()
  }
  if (at > state.now) state.now = at
}

const approve = (state: ExchangeState, owner: string, allowance: Partial<Allowance>): void => {
  const { cash, shares } = allowance
  if (typeof cash === 'number' && !(Number.isSafeInteger(cash) && cash >= 0)) {
    throw new BotError('invalid-argument', `Expected micro-dollars of 0 or more, was ${cash}`)
  }
  const account = accountOf(state.accounts, owner)
  if (cash !== undefined) account.cashAllowance = cash
  if (shares !== undefined) account.sharesAllowed = shares
}

const deposit = (state: ExchangeState, owner: string, amount: Usd): void => {
  if (!Number.isSafeInteger(amount) || amount < 0) {
    throw new BotError('invalid-argument', `Expected micro-dollars of 0 or more, was ${amount}`)
  }
  accountOf(state.accounts, owner).cash += amount
}
