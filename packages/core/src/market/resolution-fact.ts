import type { MarketId, TimeMs } from '../brand.js'

/**
 * What one witness says of how a market resolves, and when it was asked (`at`).
 *
 * `payouts` are micro-dollars a share of each outcome, proposed or reported, where the witness names them. `final` only
 * of payouts that the chain holds: nothing changes those. `settlesAt` is when the witness expects the money.
 * `acceptsOrders` is whether the venue takes orders, where the witness says so.
 */
export type ResolutionWitness = Readonly<{
  by: 'listing' | 'order-book' | 'public-data' | 'stream' | 'chain'
  state: 'unresolved' | 'proposed' | 'disputed' | 'resolved'
  at: TimeMs
  payouts?: readonly number[]
  final?: boolean
  oracle?: 'uma' | 'chainlink' | 'other'
  settlesAt?: TimeMs
  acceptsOrders?: boolean
}>

/** What is known of a market's resolution: every witness with its own words; whoever trades weighs them. */
export type ResolutionFact = Readonly<{
  market: MarketId
  witnesses: readonly ResolutionWitness[]
}>
