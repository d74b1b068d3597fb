import type { FeeSchedule, MarketId, Price, Size, TimeMs, TokenId } from '@bot/core'

/** A group of markets about one happening. With `negRisk`, exactly one market of the group resolves YES. */
export type SimEvent = Readonly<{
  id: string
  slug: string
  title: string
  negRisk?: Readonly<{ group: string; augmented: boolean }>
}>

/** `paused` keeps the book and takes no orders; `closed` has no book; `resolved` pays. */
export type MarketStatus = 'open' | 'paused' | 'closed' | 'resolved'

/**
 * A market of the simulated exchange, as everyone may see it: who will win is not in it.
 *
 * `id` and `questionId` are 0x and 64 hex digits; `tokens` are decimal texts of about 77 digits, YES first.
 * `payouts` are micro-dollars a share, present once resolved. `volume` is in micro-dollars of trades.
 */
export type SimMarket = Readonly<{
  id: MarketId
  questionId: string
  /** A small decimal number as text, unique in the exchange; listings order by it. */
  number: string
  slug: string
  question: string
  label: string
  tokens: readonly [TokenId, TokenId]
  outcomes: readonly [string, string]
  event?: SimEvent
  negRiskRole?: 'named' | 'other' | 'placeholder'
  tick: Price
  minimumSize: Size
  fee: FeeSchedule
  category: string
  status: MarketStatus
  payouts?: readonly [number, number]
  createdAt: TimeMs
  endsAt: TimeMs
  /** When an outcome was proposed; orders are still taken until it is resolved. */
  proposedAt?: TimeMs
  resolvedAt?: TimeMs
}>

/** What a new market needs; ids and tokens are derived from the exchange's seed and its number. */
export type MarketSpec = Readonly<{
  slug: string
  question: string
  label?: string
  outcomes?: readonly [string, string]
  event?: SimEvent
  negRiskRole?: 'named' | 'other' | 'placeholder'
  tick?: Price
  minimumSize?: Size
  fee?: FeeSchedule
  category?: string
  status?: 'open' | 'paused'
  endsAt: TimeMs
}>
