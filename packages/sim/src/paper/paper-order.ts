import type {
  ExecutionReport,
  MarketId,
  OrderId,
  Price,
  Size,
  TimeInForce,
  TimeMs,
  TokenId,
} from '@bot/core'

/** What the wire of a paper order says. */
export type PaperWire = Readonly<{
  ref: string
  token: TokenId
  market: MarketId
  side: 'buy' | 'sell'
  shares: Size
  limit: Price
  tif: TimeInForce
  postOnly: boolean
  expiresAt?: TimeMs
}>

/**
 * An order on its way: `sent` until its latency is over and its book can be trusted, `resting`, then `done`.
 *
 * `ahead` is how many shares must trade at its price before it is its turn; `seenGone` is how many the book showed
 * going whose prints may still come. `held` is the cash (micro-dollars) or the shares that stand behind it.
 */
export type PaperOrder = {
  readonly id: OrderId
  readonly wire: PaperWire
  state: 'sent' | 'resting' | 'done'
  readonly reachesAt: TimeMs
  joinedAt: TimeMs
  ahead: number
  seenGone: number
  remaining: number
  cancelSent: boolean
  held: number
  trades: number
  readonly reports: ExecutionReport[]
}
