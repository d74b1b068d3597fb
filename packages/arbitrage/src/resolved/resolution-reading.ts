import type { MarketId, TimeMs } from '@bot/core'

/**
 * What is known of a market's resolution, read at `readAt`.
 *
 * `outcome` is the one proposed or reported; `onChain` that its payouts are reported there, after which nothing
 * changes them. `settlesAt` is when the money is expected.
 */
export type ResolutionReading = Readonly<{
  market: MarketId
  source: 'uma' | 'chainlink'
  state: 'proposed' | 'disputed' | 'resolved'
  outcome: 0 | 1
  onChain: boolean
  readAt: TimeMs
  settlesAt: TimeMs
}>
