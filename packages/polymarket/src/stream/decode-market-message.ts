import type { DecodedFrame } from '@bot/core'
import { decodeBest } from './decode-best.js'
import { decodeBook } from './decode-book.js'
import { decodeNewMarket, decodeResolved } from './decode-market-life.js'
import { decodePriceChange } from './decode-price-change.js'
import { decodeTickSize } from './decode-tick-size.js'
import { decodeTrade } from './decode-trade.js'
import { type FrameSink, type MarketMessage, rejectPart } from './market-message.js'

/**
 * Decodes one frame of the market channel that is JSON already, such as the `d` of a recorded line: a message or
 * an array of them, in today's shapes or those of 2025.
 *
 * Unknown fields are ignored. A part that cannot be read is counted in `rejected` and hides no other. Never throws.
 */
export const decodeMarketMessage = (value: unknown): DecodedFrame => {
  const sink: FrameSink = { updates: [], rejected: [] }
  if (Array.isArray(value)) for (const message of value) decodeOne(message, sink)
  else decodeOne(value, sink)
  return { updates: sink.updates, rejected: sink.rejected, pong: false }
}

type Decoder = (message: MarketMessage, sink: FrameSink) => void

const DECODERS: ReadonlyMap<unknown, Decoder> = new Map([
  ['price_change', decodePriceChange],
  ['book', decodeBook],
  ['last_trade_price', decodeTrade],
  ['best_bid_ask', decodeBest],
  ['tick_size_change', decodeTickSize],
  ['new_market', decodeNewMarket],
  ['market_resolved', decodeResolved],
])

const decodeOne = (value: unknown, sink: FrameSink): void => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    rejectPart(sink, 'not-a-message', {}, value)
    return
  }
  const message = value as MarketMessage
  const type = message.event_type
  const decode = DECODERS.get(type)
  if (decode !== undefined) decode(message, sink)
  else if (type === undefined) rejectPart(sink, 'missing-event-type', message, Object.keys(message))
  else rejectPart(sink, 'unknown-event-type', message, type)
}
