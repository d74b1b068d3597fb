import { type ExecutionReport, orderId, type Size, type TimeMs, tokenId } from '@bot/core'
import { isFields } from '../../wire/is-fields.js'
import { readSize } from '../../wire/read-size.js'
import { readText } from '../../wire/read-text.js'

/** What the venue says of one of our orders, or a short kebab-case reason why it cannot be read. */
export type OwnOrder = Readonly<
  { report: ExecutionReport; market: string | undefined } | { rejected: string }
>

/** Matched sizes can fall short of what was asked by up to 0.01 share. */
const DUST = 10_000
/** The venue ends a GTD order one minute before its stated time, and calls it cancelled. */
const EXPIRY_LEAD_MS = 60_000

type Fields = Readonly<Record<string, unknown>>

/**
 * Reads an order as the user channel and `/data/order` tell it. What it filled is told by its trades, not here; an
 * end says how much that must add up to, where the venue counts it.
 *
 * `at` is when the venue said it. An order that is matched and over with less than its size (a FAK, or the venue's
 * cent truncation) is reported as cancelled: nothing more comes. Never throws.
 */
export const readOrderReport = (raw: unknown, at: TimeMs): OwnOrder => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const id = readText(raw['id'])
  if (id === undefined) return { rejected: 'missing-order-id' }
  const state = stateOf(raw, at)
  if (state === undefined) return { rejected: 'unknown-order-status' }
  const token = readText(raw['asset_id'])
  const side = raw['side'] === 'BUY' ? 'buy' : raw['side'] === 'SELL' ? 'sell' : undefined
  const matched = state.status === 'open' ? undefined : matchedOf(raw)
  return {
    report: {
      order: orderId(id),
      ...(token !== undefined && { token: tokenId(token) }),
      ...(side !== undefined && { side }),
      ...state,
      ...(matched !== undefined && { matched }),
    },
    market: readText(raw['market']),
  }
}

/** An order that was killed has an empty text here. */
const matchedOf = (raw: Fields): Size | undefined =>
  raw['size_matched'] === '' ? (0 as Size) : readSize(raw['size_matched'])

const stateOf = (
  raw: Fields,
  at: TimeMs,
): Pick<ExecutionReport, 'status' | 'reason'> | undefined => {
  const status = (readText(raw['status']) ?? '').replace(/^ORDER_STATUS_/, '')
  const takes = raw['order_type'] === 'FAK' || raw['order_type'] === 'FOK'
  // Reasons are appended to CANCELED_, and new ones come without notice.
  const cancelled = /^CANCELL?ED(?:_(.*))?$/s.exec(status)
  if (cancelled !== null || status === 'INVALID' || raw['type'] === 'CANCELLATION') {
    return endOf(raw, cancelled?.[1] ?? (cancelled === null ? status : undefined), at)
  }
  if (status === 'UNMATCHED' && takes) return { status: 'cancelled', reason: 'unmatched' }
  if (status === 'MATCHED') {
    const left = (readSize(raw['original_size']) ?? 0) - (matchedOf(raw) ?? 0)
    const over = left > 0 && (takes || left <= DUST)
    return over
      ? { status: 'cancelled', reason: 'over with less than its size' }
      : { status: 'open' }
  }
  return status === 'LIVE' || status === 'DELAYED' || status === 'UNMATCHED'
    ? { status: 'open' }
    : undefined
}

const endOf = (
  raw: Fields,
  reason: string | undefined,
  at: TimeMs,
): Pick<ExecutionReport, 'status' | 'reason'> => {
  if (reason !== undefined && reason !== '') return { status: 'cancelled', reason }
  const expiry = Number(raw['expiration'] ?? 0) * 1000
  const expired = raw['order_type'] === 'GTD' && expiry > 0 && at >= expiry - EXPIRY_LEAD_MS
  return { status: expired ? 'expired' : 'cancelled' }
}
