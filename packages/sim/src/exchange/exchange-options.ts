import type { TimeMs } from '@bot/core'

/** A fault of the matcher: a crossing order may rest unmatched for a while, so that the book shows crossed. */
export type MatcherLag = Readonly<{
  /** The chance, 0 to 1, that a crossing `gtc` or `gtd` order lags. */
  chance: number
  /** How long it rests unmatched, in milliseconds. */
  millis: number
}>

/** How trades settle on the chain behind the exchange. */
export type SettlementRules = Readonly<{
  /** From a match until it is mined, or its first try fails; default 2,000. */
  minedMs: number
  /** From a match until it is confirmed, when the first try succeeds; default 4,000. */
  confirmedMs: number
  /** From a failed try until the second one ends; default 3,000. */
  retryMs: number
  /** The chance, 0 to 1, that the first try fails; default 0. */
  retryChance: number
  /** The chance, 0 to 1, that the second try fails, too, which undoes the trade; default 0. */
  failChance: number
}>

/**
 * Which resolved markets stay in memory: all that resolved less than `afterMs` ago (default 600,000), and the newest
 * `markets` (default 200). Older ones go once all their winning shares are redeemed, a negRisk group as a whole.
 */
export type Retention = Readonly<{ markets: number; afterMs: number }>

/** How the exchange behaves. `createExchange(options)` in create-exchange.ts takes these. */
export type ExchangeOptions = Readonly<{
  /** Where time starts. */
  start: TimeMs
  /** Determines ids, tokens and faults. Default `'exchange'`. */
  seed?: number | string
  /** How trades settle; what a trade brings can be used once it is mined. */
  settlement?: Partial<SettlementRules>
  /** How long before its stated time a `gtd` order expires, in milliseconds; default 60,000. */
  expiryLeadMs?: number
  /** How far ahead a `gtd` order's stated time must be at least, in milliseconds; default 180,000. */
  leastLifeMs?: number
  /**
   * What happens when an order would meet one of its own owner's: `allow` (default) lets them trade, `cancel-resting`
   * cancels the resting one and goes on.
   */
  selfTrade?: 'allow' | 'cancel-resting'
  /** Whether a market's tick becomes ten times finer once its price is above 0.96 or below 0.04; default true. */
  finerTicks?: boolean
  /** After how long a proposal with payouts resolves its market by itself, in milliseconds; default never. */
  livenessMs?: number
  /** Which resolved markets stay in memory. */
  retention?: Partial<Retention>
  /** How many trades, actions and finished orders are remembered each; default 20,000. */
  keep?: number
  faults?: Readonly<{ matcherLag?: MatcherLag }>
}>
