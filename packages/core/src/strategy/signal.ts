import type { Basket } from '../basket/basket.js'
import type { MarketId, TimeMs, TokenId } from '../brand.js'
import type { Price } from '../money/price.js'
import type { Size } from '../money/size.js'
import type { Levels } from './threshold.js'

/** How a strategy wants in: take what rests now, or rest at its own price. */
export type Entry = 'take' | 'rest'

/**
 * Where an order that rests is put: at the signal's `limit`, with the best bid (`join`), or one tick above it
 * (`improve`); never past the limit, never where it would take.
 */
export type Placement = 'limit' | 'join' | 'improve'

/**
 * A belief that a trade is worth making.
 *
 * `measured` has one value for each declared threshold. `edgePerShare` is the expected gain a share in dollars
 * before costs; `confidence` is 0 to 1. A `sell` of what is not held means buying the other outcome. `limit` is the
 * worst price the belief still holds at. `target` and `stop` are prices of the token where the position is left.
 * `placement` is for an entry that rests; absent: whoever executes it chooses.
 */
export type Signal = Readonly<{
  kind: 'signal'
  strategy: string
  token: TokenId
  market: MarketId
  side: 'buy' | 'sell'
  entry: Entry
  limit: Price
  measured: Levels
  edgePerShare: number
  confidence: number
  wanted: Size | 'max'
  expiresAt: TimeMs
  because: string
  target?: Price
  stop?: Price
  placement?: Placement
  basket?: Basket
  facts?: unknown
}>

/** A fact that a strategy misses; the loop has it fetched and it comes back as an event. */
export type Want = Readonly<{
  kind: 'want'
  want: 'book' | 'history' | 'wallet' | 'odds' | 'game' | 'resolution'
  key: string
}>

/** Where an opportunity or signal ended without becoming a trade: law 10. */
export type FunnelStep =
  | 'detected'
  | 'certified'
  | 'chosen'
  | 'sized'
  | 'risk-passed'
  | 'sent'
  | 'matched'
  | 'confirmed'
  | 'settled'

/**
 * Why something was not done. `refused` is a counted reason in kebab-case; `step` is the step it failed to reach;
 * `context` is plain data for a person.
 */
export type Refusal = Readonly<{
  kind: 'refusal'
  refused: string
  step: FunnelStep
  by: string
  subject: string
  context: Readonly<Record<string, unknown>>
}>

/** A wish to leave a position: which part of it (0 to 1) and why. */
export type Exit = Readonly<{ reason: string; fraction: number }>
