import type { MarketId, TimeMs, TokenId } from '@bot/core'
import { readMilliseconds } from '../wire/read-milliseconds.js'
import { type FrameSink, type MarketMessage, rejectPart } from './market-message.js'

/** What every message about one market says. */
export type MarketHeader = Readonly<{ market: MarketId; venueAt: TimeMs }>
/** What every message about one token says. */
export type TokenHeader = MarketHeader & Readonly<{ token: TokenId }>

/** Reads market and time; refuses the message when one is missing. */
export const readMarketHeader = (
  message: MarketMessage,
  sink: FrameSink,
): MarketHeader | undefined => {
  const market = message.market ?? message.condition_id
  if (typeof market !== 'string' || market === '') {
    rejectPart(sink, 'missing-market', message, market)
    return undefined
  }
  const venueAt = readMilliseconds(message.timestamp)
  if (venueAt === undefined) {
    rejectPart(sink, 'bad-timestamp', message, message.timestamp)
    return undefined
  }
  return { market: market as MarketId, venueAt }
}

/** Reads market, time and token; refuses the message when one is missing. */
export const readTokenHeader = (
  message: MarketMessage,
  sink: FrameSink,
): TokenHeader | undefined => {
  const token = message.asset_id
  if (typeof token !== 'string' || token === '') {
    rejectPart(sink, 'missing-asset-id', message, token)
    return undefined
  }
  const header = readMarketHeader(message, sink)
  return header && { token: token as TokenId, market: header.market, venueAt: header.venueAt }
}
