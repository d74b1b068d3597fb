import type { BasketAction } from '../basket/basket.js'
import type { OrderRef, TimeMs } from '../brand.js'
import type { BasketProgressed, Event, Stamped } from '../events/event.js'
import type { Position } from '../ledger/position.js'
import type { Approved, OrderIntent } from '../orders/order-intent.js'
import type { Exit, Refusal, Signal, Want } from '../strategy/signal.js'
import type { Strategy, Trigger } from '../strategy/strategy.js'
import type { View } from '../strategy/view.js'

/**
 * Something to do outside the engine. Only approved orders and actions can be commands.
 *
 * `record` asks the loop to journal an event before the commands after it are performed; no venue hears of it.
 */
export type Command =
  | Readonly<{ kind: 'submit'; order: Approved<OrderIntent> }>
  | Readonly<{ kind: 'cancel'; ref: OrderRef }>
  | Readonly<{ kind: 'cancel-all' }>
  | Readonly<{ kind: 'lookup'; ref: OrderRef }>
  | Readonly<{
      kind: 'settle'
      ref: OrderRef
      owner: string
      basket?: string
      action: Approved<BasketAction>
    }>
  | Readonly<{ kind: 'record'; event: BasketProgressed }>

/**
 * The execution policy: the executor's pure half. It may keep state, but only what it derives from the events it is
 * shown, so that replay repeats it.
 */
export type ExecutionPolicy = Readonly<{
  /** Turns a chosen signal into orders, or says why not. `nextRef` gives references for its orders. */
  consider: (signal: Signal, view: View, nextRef: () => OrderRef) => readonly (Command | Refusal)[]
  /** Leaves (a part of) a position. */
  leave: (
    position: Position,
    exit: Exit,
    view: View,
    nextRef: () => OrderRef,
  ) => readonly (Command | Refusal)[]
  /** Learns from every event but books, and goes on with baskets, exits and unknown orders. */
  react: (event: Stamped, view: View, nextRef: () => OrderRef) => readonly (Command | Refusal)[]
  /** Plain data for stats: limits, counters, paused or killed and why. */
  status: (view: View) => Readonly<Record<string, unknown>>
}>

/** What the scheduler is asked: all signals of one scan, or of one trigger between scans. */
export type ChoiceRequest = Readonly<{
  signals: readonly Signal[]
  trigger: Trigger
  scan: number | undefined
  /** Refusals that strategies gave themselves, for the audit. */
  refusals: readonly Refusal[]
  /** Strategies that ran in this scan or trigger. */
  evaluated: readonly string[]
}>

/** What was chosen, what was not and why, and the record that explains both. */
export type Choice = Readonly<{
  taken: readonly Signal[]
  refused: readonly Refusal[]
  audit: unknown
}>

/** The cascade's interface: which signals, in which order, at which levels. Deterministic, like the policy. */
export type Scheduler = Readonly<{
  /** Tells whether a strategy may run now (it is not benched). */
  eligible: (strategy: string, now: TimeMs) => boolean
  /** Learns that a strategy threw or overran. */
  failed: (strategy: string, cause: 'threw' | 'overran', reason: string, now: TimeMs) => void
  choose: (request: ChoiceRequest, view: View) => Choice
  /** Learns from facts (thresholds) and executions. */
  observe: (event: Stamped, view: View) => void
  /** Plain data for stats. */
  status: (now: TimeMs) => Readonly<Record<string, unknown>>
}>

/** A strategy that threw: isolated, counted, shown. */
export type StrategyFailure = Readonly<{
  kind: 'strategy-failed'
  strategy: string
  reason: string
}>

/** What a scan ended with: the scheduler's audit. */
export type ScanAudit = Readonly<{ kind: 'scan-audit'; scan: number; audit: unknown }>

/** Everything the engine concluded from one event. `decisions` and `commands` are what the decisions hash covers. */
export type Tick = Readonly<{
  seq: number
  decisions: readonly (Signal | Refusal | StrategyFailure)[]
  commands: readonly Command[]
  wants: readonly Want[]
  audits: readonly ScanAudit[]
}>

/** The engine: synchronous and deterministic. */
export type Engine = Readonly<{
  process: (event: Stamped) => Tick
  view: () => View
  /** Subjects that a scan covers now: how many markets are known. */
  subjects: () => number
  strategies: readonly Strategy[]
}>

/** Whatever wants to see each event with its tick: stats, learners, dashboards. Called after the tick, in order. */
export type TickListener = (event: Stamped<Event>, tick: Tick) => void
