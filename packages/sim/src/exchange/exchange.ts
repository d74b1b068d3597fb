import type { BookReading, MarketId, OrderId, Size, TimeMs, TokenId, Usd } from '@bot/core'
import type { EngineFault, InjectedFault } from './engine-fault.js'
import type { ExchangeEvent } from './exchange-event.js'
import type { MarketSpec, MarketStatus, SimMarket } from './sim-market.js'
import type { NewOrder, PlaceResult, SimAction, SimOrder, SimTrade } from './sim-order.js'

/**
 * What an owner holds. `cash` and `holdings` are totals as if every trade will settle; the `reserved` parts of them
 * stand behind open orders and the `incoming` parts came by trades that are not mined yet: neither can be used.
 *
 * `outgoing` is what such trades took. So the chain shows total − incoming + outgoing.
 */
export type Balances = Readonly<{
  cash: Usd
  reserved: Usd
  holdings: ReadonlyMap<TokenId, Size>
  reservedHoldings: ReadonlyMap<TokenId, Size>
  incomingCash: Usd
  outgoingCash: Usd
  incomingHoldings: ReadonlyMap<TokenId, Size>
  outgoingHoldings: ReadonlyMap<TokenId, Size>
}>

/** Which of an owner's orders to cancel. */
export type CancelTarget =
  | 'all'
  | readonly OrderId[]
  | Readonly<{ market?: MarketId; token?: TokenId }>

/** What became of one order that was to be cancelled. */
export type CancelResult = Readonly<{
  id: OrderId
  outcome: 'cancelled' | 'not-cancelled'
  reason?: 'not-found' | 'already-cancelled-or-matched'
  /** It is in the market's taker delay, in which nothing can be cancelled. */
  delayed?: true
}>

/** What the venue's contracts may take from a wallet: micro-dollars in all, and shares at all. */
export type Allowance = Readonly<{ cash: Usd | 'unlimited'; shares: boolean }>

/** Which trades or actions to return: `after` and `before` are exclusive times; newest last. */
export type HistoryFilter = Readonly<{
  owner?: string
  market?: MarketId
  after?: TimeMs
  before?: TimeMs
}>

/** What came of a protocol action; `cash` is what it paid, below zero what it cost. */
export type ActionResult =
  | Readonly<{ ok: true; cash: Usd; action: SimAction }>
  | Readonly<{
      ok: false
      reason:
        | 'unknown-market'
        | 'market-not-resolved'
        | 'market-resolved'
        | 'not-enough-balance'
        | 'not-enough-shares'
        | 'nothing-to-redeem'
        | 'not-neg-risk'
        | 'invalid-amount'
    }>

/** Figures of a market for listings: micro-dollars traded, micro-dollars resting, complete sets outstanding. */
export type MarketFigures = Readonly<{
  volume: Usd
  liquidity: Usd
  openInterest: Usd
  /** Per market, in YES terms; absent before the first trade. */
  lastTradePrice?: number
}>

/**
 * A simulated exchange: price-time priority, one book a market with two mirrored views, balances, protocol actions.
 *
 * It has no clock: time moves only by `advanceTo`, which also runs what became due (expiries, settlements, lagged
 * matching). Nothing throws for a refusal.
 */
export type SimExchange = Readonly<{
  /** Tells the time that the venue states; a `clock-skew` fault shifts it, and all stamps with it. */
  now: () => TimeMs
  /** Tells how far time was moved, whatever the venue states. */
  actualNow: () => TimeMs
  /** Moves time forward and runs what is due, each at its own time. Going back does nothing. */
  advanceTo: (at: TimeMs) => void
  markets: () => readonly SimMarket[]
  market: (id: MarketId) => SimMarket | undefined
  marketOf: (token: TokenId) => SimMarket | undefined
  figures: (id: MarketId) => MarketFigures
  createMarket: (spec: MarketSpec) => SimMarket
  /** Pauses, opens or closes; closing cancels every open order. A resolved market stays resolved. */
  setStatus: (id: MarketId, status: Exclude<MarketStatus, 'resolved'>) => void
  /** Changes the tick; orders whose price does not fit it any more are cancelled with `tick-changed`. */
  setTick: (id: MarketId, tick: number) => void
  /**
   * Says that an outcome was proposed for a market; its book stays. With payouts and `livenessMs` in the options the
   * market resolves by itself unless someone disputes in time. A second proposal needs a dispute before it.
   */
  propose: (id: MarketId, payouts?: readonly [number, number]) => void
  /** Disputes what was proposed. @throws BotError `invalid-argument` when nothing is proposed */
  dispute: (id: MarketId) => void
  /**
   * Reports payouts on chain: holders can redeem from now on, and nothing changes them any more. The book stays, and
   * orders are taken until the venue ends the market with `resolve`.
   *
   * @throws BotError `invalid-argument` for payouts as `resolve` refuses them
   */
  report: (id: MarketId, payouts: readonly [number, number]) => void
  /** Cancels every open order, then lets holders redeem at these micro-dollars a share, which sum to 1,000,000. */
  resolve: (id: MarketId, payouts: readonly [number, number]) => void
  /** Reads one token's book: levels best first, `venueAt` the time of its last change. `undefined` without a book. */
  book: (token: TokenId) => BookReading | undefined
  deposit: (owner: string, amount: Usd) => void
  /** Sets what the venue may take from a wallet; every wallet starts with no limit. What is mined counts against it. */
  approve: (owner: string, allowance: Partial<Allowance>) => void
  allowance: (owner: string) => Allowance
  balances: (owner: string) => Balances
  place: (order: NewOrder) => PlaceResult
  /** Cancels; ids that are not the owner's count as not found. */
  cancel: (owner: string, target: CancelTarget) => readonly CancelResult[]
  openOrders: (owner: string) => readonly SimOrder[]
  order: (id: OrderId) => SimOrder | undefined
  /** Returns trades in which the owner is taker or maker (all without an owner), oldest first. */
  trades: (filter?: HistoryFilter) => readonly SimTrade[]
  trade: (id: string) => SimTrade | undefined
  actions: (filter?: HistoryFilter) => readonly SimAction[]
  /** Sums up all money: owners' cash, what stands behind shares, collected fees. Deposits alone change the total. */
  audit: () => Readonly<{ cash: Usd; locked: Usd; fees: Usd }>
  /** Turns `shares` dollars into as many of each outcome. */
  split: (owner: string, market: MarketId, shares: Size) => ActionResult
  merge: (owner: string, market: MarketId, shares: Size) => ActionResult
  /** Hands over NO of the named markets of one negRisk group for YES of the others and (named − 1) dollars a share. */
  convert: (owner: string, markets: readonly MarketId[], shares: Size) => ActionResult
  /** Redeems all that the owner holds of the resolved markets. */
  redeem: (owner: string, markets: readonly MarketId[]) => ActionResult
  /** Sets a fault of the engine; the returned function takes it back. @throws BotError `invalid-argument` */
  inject: (fault: EngineFault) => () => void
  /** Lists the faults that were set and not taken back, with how often each struck. */
  injected: () => readonly InjectedFault[]
  /** Takes back all faults, those of the options too. What they did stays. */
  clearFaults: () => void
  /** Calls the listener with each event as it happens; the returned function stops it. */
  subscribe: (listener: (event: ExchangeEvent) => void) => () => void
  /** Returns everything but the faults as plain JSON, for `restore`. */
  snapshot: () => unknown
  /** Replaces everything. @throws BotError `invalid-input-file` when it is no snapshot of this version. */
  restore: (snapshot: unknown) => void
}>
