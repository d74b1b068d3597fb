import type { Level } from '@bot/core'
import { readLevels } from '../wire/read-levels.js'
import { readPrice } from '../wire/read-price.js'
import { type FrameSink, type MarketMessage, rejectPart } from './market-message.js'
import { readTokenHeader } from './read-header.js'

/** Decodes `book`: one token's whole book. The tick comes with opening ones only. */
export const decodeBook = (message: MarketMessage, sink: FrameSink): void => {
  const header = readTokenHeader(message, sink)
  if (header === undefined) return
  const bids = readSide(message, 'bids', sink)
  const asks = readSide(message, 'asks', sink)
  if (bids === undefined || asks === undefined) return
  const hash = typeof message.hash === 'string' && message.hash !== '' ? message.hash : undefined
  const tick = readTick(message, sink)
  sink.updates.push({
    kind: 'book',
    ...header,
    bids,
    asks,
    ...(hash !== undefined && { hash }),
    ...(tick !== undefined && { tick }),
  })
}

const readSide = (
  message: MarketMessage,
  side: 'bids' | 'asks',
  sink: FrameSink,
): readonly Level[] | undefined => {
  const levels = readLevels(message[side])
  if (typeof levels !== 'string') return levels
  rejectPart(sink, levels, message, side)
  return undefined
}

/** An unreadable tick is refused alone: the levels are sound without it. */
const readTick = (message: MarketMessage, sink: FrameSink): ReturnType<typeof readPrice> => {
  const text = message.tick_size
  if (text === undefined || text === '' || text === null) return undefined
  const tick = readPrice(text)
  if (tick !== undefined && tick > 0) return tick
  rejectPart(sink, 'bad-tick-size', message, text)
  return undefined
}
