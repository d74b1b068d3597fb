import type { EventId, MarketId, TimeMs, TokenId } from '../brand.js'
import type { Exchanged } from '../money/exchanged.js'

/** What a wallet did. `redeem`, `merge`, `split` and `convert` are no trades; `reward` is money without shares. */
export type ActivityKind = 'trade' | 'split' | 'merge' | 'redeem' | 'convert' | 'reward'

/**
 * One public row of a wallet's doing, from the Data API or a file of it.
 *
 * `wallet` is an address in lower case, or a user name where the source hides addresses. `outcomeIndex` is 0 or 1,
 * absent when the venue does not know (its 999). `price` between ticks is legal: derive it from `exchanged`.
 */
export type WalletActivity = Readonly<{
  kind: ActivityKind
  wallet: string
  at: TimeMs
  market: MarketId
  event?: EventId
  token?: TokenId
  outcome?: string
  outcomeIndex?: number
  side?: 'buy' | 'sell'
  exchanged: Exchanged
  title?: string
  transaction?: string
}>
