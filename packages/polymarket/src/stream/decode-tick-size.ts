import { readPrice } from '../wire/read-price.js'
import { type FrameSink, type MarketMessage, rejectPart } from './market-message.js'
import { readTokenHeader } from './read-header.js'

/** Decodes `tick_size_change`; the venue often sends it twice. */
export const decodeTickSize = (message: MarketMessage, sink: FrameSink): void => {
  const header = readTokenHeader(message, sink)
  if (header === undefined) return
  const tick = readPrice(message.new_tick_size)
  if (tick === undefined || tick === 0) {
    rejectPart(sink, 'bad-tick-size', message, message.new_tick_size)
  } else sink.updates.push({ kind: 'tick-size', ...header, tick })
}
