import type { MarketId, TimeMs } from '@bot/core'

/**
 * What is known of a market's resolution, read at `readAt`.
 *
 * `outcome` is the one proposed or reported; `onChain` that its payouts are reported there, after which nothing
 * changes them. `settlesAt` is when the money is expected; `evidence` is
 * who said so. An oracle that is `unknown` is trusted with nothing but what is on chain.
 */
export type ResolutionReading = Readonly<{
  market: MarketId
  source: 'uma' | 'chainlink' | 'unknown'
  state: 'proposed' | 'disputed' | 'resolved'
  outcome: 0 | 1
  onChain: boolean
  readAt: TimeMs
  settlesAt: TimeMs
  evidence?: string
}>
