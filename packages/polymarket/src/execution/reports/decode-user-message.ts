import type { DecodedFrame, RejectedPart, StreamUpdate, TimeMs } from '@bot/core'
import { isFields } from '../../wire/is-fields.js'
import { readTime } from '../../wire/read-time.js'
import { showValue } from '../../wire/show-value.js'
import { readOrderReport } from './read-order-report.js'
import { type FeeLookup, type OwnAccount, readOwnTrade } from './read-own-trade.js'

const DETAIL_LENGTH = 160

/**
 * Decodes one frame of the user channel that is JSON already: a message or an array of them.
 *
 * Each order message becomes one report, each trade one for each of our orders in it. Unknown fields are ignored; a
 * part that cannot be read is counted in `rejected` and hides no other. Never throws.
 */
export const decodeUserMessage = (
  value: unknown,
  receivedAt: TimeMs,
  account: OwnAccount,
  feeFor: FeeLookup,
): DecodedFrame => {
  const updates: StreamUpdate[] = []
  const rejected: RejectedPart[] = []
  for (const message of Array.isArray(value) ? value : [value]) {
    const decoded = decodeOne(message, receivedAt, account, feeFor)
    if ('rejected' in decoded) {
      rejected.push({
        reason: decoded.rejected,
        detail: showValue(message).slice(0, DETAIL_LENGTH),
      })
    } else updates.push(...decoded.updates)
  }
  return { updates, rejected, pong: false }
}

const decodeOne = (
  message: unknown,
  receivedAt: TimeMs,
  account: OwnAccount,
  feeFor: FeeLookup,
): Readonly<{ updates: readonly StreamUpdate[] } | { rejected: string }> => {
  if (!isFields(message)) return { rejected: 'not-a-message' }
  const venueAt = readTime(message['timestamp']) ?? receivedAt
  const kind = kindOf(message['event_type'], message['type'])
  if (kind === 'order') {
    const read = readOrderReport(message, venueAt)
    if ('rejected' in read) return read
    return { updates: [{ kind: 'execution', report: read.report, venueAt }] }
  }
  if (kind === undefined) {
    return {
      rejected: message['event_type'] === undefined ? 'missing-event-type' : 'unknown-event-type',
    }
  }
  const read = readOwnTrade(message, account, feeFor)
  if ('rejected' in read) return read
  return { updates: read.reports.map((report) => ({ kind: 'execution', report, venueAt })) }
}

const ORDER_TYPES: readonly unknown[] = ['PLACEMENT', 'UPDATE', 'CANCELLATION']

const kindOf = (eventType: unknown, type: unknown): 'order' | 'trade' | undefined => {
  if (eventType === 'order' || eventType === 'trade') return eventType
  if (eventType !== undefined) return undefined
  if (ORDER_TYPES.includes(type)) return 'order'
  return type === 'TRADE' ? 'trade' : undefined
}
