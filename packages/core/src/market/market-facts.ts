import type { EventId, MarketId, TimeMs, TokenId } from '../brand.js'
import type { FeeSchedule } from '../fees/fee-schedule.js'
import type { Price } from '../money/price.js'
import type { Size } from '../money/size.js'

/** Where a market stands. `unresolved` covers everything before an outcome is named. */
export type Resolution =
  | Readonly<{ state: 'unresolved' | 'proposed' | 'disputed' }>
  | Readonly<{ state: 'resolved'; payouts: readonly number[] }>

/**
 * How a negRisk market sits in its event: exactly one market of the group resolves YES.
 *
 * `role` is `other` for the catch-all outcome and `placeholder` for a reserved one without a name.
 */
export type NegRisk = Readonly<{
  group: string
  augmented: boolean
  role: 'named' | 'other' | 'placeholder'
  feeBips: number
}>

/**
 * What is known of a market. Anything a trade depends on may be `'unknown'`, and then there is no trade.
 *
 * `tokens` and `outcomes` are parallel; index 0 is YES or the first outcome. `tick` in 1/10,000 dollar,
 * `minimumSize` in millionths of a share. `tradable` is true only when the venue says the market is active, not
 * closed, has a book and accepts orders.
 */
export type MarketFacts = Readonly<{
  id: MarketId
  slug: string
  question: string
  label: string
  tokens: readonly TokenId[]
  outcomes: readonly string[]
  event?: EventId
  eventTitle?: string
  category: string
  tick: Price | 'unknown'
  minimumSize: Size | 'unknown'
  fee: FeeSchedule | 'unknown'
  negRisk: NegRisk | 'none' | 'unknown'
  tradable: boolean
  closed: boolean
  startsAt?: TimeMs
  endsAt?: TimeMs
  gameId?: string
  /** Dollars of resting liquidity and traded volume as the venue reports them; for ranking only. */
  liquidity: number
  volume: number
  resolution: Resolution
}>
