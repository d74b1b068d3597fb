import type { Price } from '@bot/core'
import { readPrice } from '../wire/read-price.js'
import { type FrameSink, type MarketMessage, rejectPart } from './market-message.js'
import { readTokenHeader } from './read-header.js'

/** Decodes `best_bid_ask`: the venue's own view of a token's best prices; "" means that it did not say. */
export const decodeBest = (message: MarketMessage, sink: FrameSink): void => {
  const header = readTokenHeader(message, sink)
  if (header === undefined) return
  const bestBid = readBest(message.best_bid, message, sink)
  const bestAsk = readBest(message.best_ask, message, sink)
  if (bestBid === null || bestAsk === null) return
  sink.updates.push({
    kind: 'best',
    ...header,
    ...(bestBid !== undefined && { bestBid }),
    ...(bestAsk !== undefined && { bestAsk }),
  })
}

/** `undefined` is absent, `null` is unreadable and counted. */
const readBest = (
  value: unknown,
  message: MarketMessage,
  sink: FrameSink,
): Price | undefined | null => {
  if (value === undefined || value === '' || value === null) return undefined
  const best = readPrice(value)
  if (best !== undefined) return best
  rejectPart(sink, 'bad-best', message, value)
  return null
}
