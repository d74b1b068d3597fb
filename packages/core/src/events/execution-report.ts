import type { OrderId, TokenId } from '../brand.js'
import type { Exchanged } from '../money/exchanged.js'
import type { Size } from '../money/size.js'
import type { Usd } from '../money/usd.js'

/**
 * Where an order or one of its trades stands.
 *
 * Without `tradeId` it speaks of the order (`open`, `cancelled`, `refused`, `unknown`, `expired`); with it of one
 * trade (`matched` → `mined` → `confirmed`, or `failed`). The same trade is reported several times.
 */
export type ExecutionStatus =
  | 'open'
  | 'cancelled'
  | 'expired'
  | 'refused'
  | 'unknown'
  | 'matched'
  | 'mined'
  | 'confirmed'
  | 'failed'

/**
 * What a venue says of one order. `fee` is what it charged, in micro-dollars; `exchanged` is this trade's part.
 *
 * `matched` goes with the end of an order (`cancelled`, `expired`): the shares that all its trades add up to, by the
 * venue's count. Whoever has been told of fewer knows that a trade is still to come.
 */
export type ExecutionReport = Readonly<{
  order: OrderId
  token?: TokenId
  side?: 'buy' | 'sell'
  tradeId?: string
  status: ExecutionStatus
  liquidity?: 'maker' | 'taker'
  exchanged?: Exchanged
  fee?: Usd
  reason?: string
  matched?: Size
}>
