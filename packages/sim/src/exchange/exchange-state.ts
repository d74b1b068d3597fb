import type { MarketId, OrderId, TimeMs, TokenId } from '@bot/core'
import type { AccountState } from './accounts.js'
import type { ExchangeEvent } from './exchange-event.js'
import type { Retention, SettlementRules } from './exchange-options.js'
import type { FaultList } from './fault-list.js'
import { createHistory, type History } from './history.js'
import type { IdMaker } from './id-maker.js'
import type { OpenOrder } from './open-order.js'
import type { PriceQueues } from './price-queues.js'
import type { SimMarket } from './sim-market.js'
import type { SimAction, SimTrade } from './sim-order.js'
import { pushDue, type TimeQueue } from './time-queue.js'

/** What falls due: a step in the life of an order, of a trade's settlement, or of a market. */
export type DueKind =
  | 'expire'
  | 'match'
  | 'delay-end'
  | 'mine'
  | 'retry'
  | 'confirm'
  | 'game-start'
  | 'liveness-end'
  | 'prune'

/** A trade that is neither confirmed nor failed, and how its tries to be mined will end. */
export type PendingTrade = { trade: SimTrade; fate: 'mined' | 'retried' | 'failed' }

/** The dollars that stand behind outcome shares: of one market, or of a whole negRisk group. */
export type Pool = { readonly name: string; locked: number }

/** A market as the exchange holds it. `supply` counts the YES and NO shares that exist. */
export type MarketState = {
  shown: SimMarket
  bids: PriceQueues
  asks: PriceQueues
  changedAt: TimeMs
  readonly pool: Pool
  readonly supply: [number, number]
  volume: number
  /** The last trade in YES terms, 1/10,000 dollar. */
  lastTradePrice: number | undefined
}

/** Everything that changes in an exchange. */
export type ExchangeState = {
  now: TimeMs
  readonly seed: number | string
  readonly ids: IdMaker
  readonly settlement: SettlementRules
  readonly rules: Readonly<{
    expiryLeadMs: number
    leastLifeMs: number
    selfTrade: 'allow' | 'cancel-resting'
    finerTicks: boolean
    livenessMs: number | undefined
    retention: Retention
  }>
  readonly keep: number
  readonly faults: FaultList
  readonly markets: Map<MarketId, MarketState>
  readonly tokens: Map<TokenId, Readonly<{ market: MarketState; outcome: 0 | 1 }>>
  readonly pools: Map<string, Pool>
  readonly accounts: Map<string, AccountState>
  readonly orders: Map<OrderId, OpenOrder>
  readonly finished: OrderId[]
  /** Markets whose book changed in the action under way. */
  readonly moved: Set<MarketState>
  /** Orders that a taker delay holds. */
  readonly delayed: Set<OpenOrder>
  readonly due: TimeQueue<DueKind>
  trades: History<SimTrade>
  readonly pending: Map<string, PendingTrade>
  actions: History<SimAction>
  collectedFees: number
  readonly counters: { market: number; trade: number; action: number; arrival: number; due: number }
  /** Takes events in; they go out once the action that caused them is complete. */
  readonly emit: (event: ExchangeEvent) => void
  /** Whether anyone listens: what only listeners need is not built for no one. */
  readonly heard: () => boolean
}

/** Empties the exchange of everything but its options. */
export const clearState = (state: ExchangeState): void => {
  const { markets, tokens, pools, accounts, orders, pending } = state
  for (const map of [markets, tokens, pools, accounts, orders, pending, state.delayed]) map.clear()
  state.finished.length = 0
  state.due.length = 0
  state.trades = createHistory(state.keep)
  state.actions = createHistory(state.keep)
  state.collectedFees = 0
}

/** Returns by how many milliseconds the venue's stamps are ahead of the actual time. */
export const skewOf = (state: ExchangeState): number => state.faults.skewMs(state.now)

/** Plans something for later. */
export const schedule = (
  state: ExchangeState,
  delayMs: number,
  kind: DueKind,
  id: string,
): void => {
  const at = (state.now + Math.max(0, delayMs)) as TimeMs
  pushDue(state.due, { at, order: state.counters.due++, kind, id })
}
