import type { TimeMs } from '@bot/core'

/** A fault of the matcher: a crossing order may rest unmatched for a while, so that the book shows crossed. */
export type MatcherLag = Readonly<{
  /** The chance, 0 to 1, that a crossing `gtc` or `gtd` order lags. */
  chance: number
  /** How long it rests unmatched, in milliseconds. */
  millis: number
}>

/** How the exchange behaves. `createExchange(options)` in create-exchange.ts takes these. */
export type ExchangeOptions = Readonly<{
  /** Where time starts. */
  start: TimeMs
  /** Determines ids, tokens and faults. Default `'exchange'`. */
  seed?: number | string
  /** Milliseconds from a match until it is mined (default 2,000) and confirmed (default 4,000). */
  settlement?: Readonly<{ minedMs?: number; confirmedMs?: number }>
  /** How long before its stated time a `gtd` order expires, in milliseconds; default 60,000. */
  expiryLeadMs?: number
  /** How many trades, actions and finished orders are remembered each; default 20,000. */
  keep?: number
  faults?: Readonly<{ matcherLag?: MatcherLag }>
}>
