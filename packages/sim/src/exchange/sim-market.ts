import type { FeeSchedule, MarketId, Price, Size, TimeMs, TokenId } from '@bot/core'

/**
 * A group of markets about one happening. With `negRisk`, exactly one market of the group resolves YES; `feeBips`
 * (default 0) of what a conversion gives goes to the group's vault.
 */
export type SimEvent = Readonly<{
  id: string
  slug: string
  title: string
  negRisk?: Readonly<{ group: string; augmented: boolean; feeBips?: number }>
}>

/** `paused` keeps the book and takes no orders; `closed` has no book; `resolved` pays. */
export type MarketStatus = 'open' | 'paused' | 'closed' | 'resolved'

/**
 * How long the venue holds an order that would take before it matches it. With `waits` the answer comes once the delay
 * is over; with `delayed` (sports) it comes at once and says so. Such an order cannot be cancelled meanwhile.
 */
export type TakerDelay = Readonly<{ millis: number; answer: 'waits' | 'delayed' }>

/** What happened to a market's resolution so far; a disputed one waits for a new proposal or the final word. */
export type ResolutionStep = 'proposed' | 'disputed' | 'resolved'

/**
 * A market of the simulated exchange, as everyone may see it: who will win is not in it.
 *
 * `id` and `questionId` are 0x and 64 hex digits; `tokens` are decimal texts of about 77 digits, YES first.
 * `payouts` are micro-dollars a share, present once they
 * are reported on chain: holders can redeem then, while the venue may take orders for a while longer. `volume` is in micro-dollars of trades.
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
  takerDelay?: TakerDelay
  /** When the game begins that the market is about. */
  gameStartsAt?: TimeMs
  /** Whether all resting orders are cancelled when the game begins. */
  clearsBookOnStart?: boolean
  /** When an outcome was last proposed; orders are still taken until it is resolved. */
  proposedAt?: TimeMs
  /** Micro-dollars a share that were last proposed, when they were named. */
  proposedPayouts?: readonly [number, number]
  /** Every step of its resolution, oldest first; absent before the first. */
  resolutionSteps?: readonly ResolutionStep[]
  /** When its payouts were reported on chain. */
  reportedAt?: TimeMs
  /** When the venue ended it. */
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
  takerDelay?: TakerDelay
  gameStartsAt?: TimeMs
  clearsBookOnStart?: boolean
}>
