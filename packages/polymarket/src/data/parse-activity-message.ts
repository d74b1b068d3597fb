import { isFields } from '../wire/is-fields.js'
import type { ParsedRow } from './parse-row.js'
import { parseTradeRow } from './parse-trade-row.js'

/** `trades` was replaced by `orders_matched`; both carry a trade as the Data API's first contract words it. */
const TYPES: readonly unknown[] = ['trades', 'orders_matched']

/**
 * Reads a message of the realtime stream's topic `activity`: a trade with its wallet, as `/trades` of the Data API tells it
 * about 20 seconds later. The same fill from both is one row to a whale tracker.
 *
 * Other topics, and frames that are no message, are refused as `other-topic`, other types of this one as
 * `unsupported-type`. Never throws.
 *
 * @see https://github.com/Polymarket/real-time-data-client
 */
export const parseActivityMessage = (raw: unknown): ParsedRow => {
  if (!isFields(raw) || raw['topic'] !== 'activity') return { rejected: 'other-topic' }
  return TYPES.includes(raw['type'])
    ? parseTradeRow(raw['payload'])
    : { rejected: 'unsupported-type' }
}
