import { type BookReading, type Level, type MarketId, tokenId } from '@bot/core'
import { isFields } from '../wire/is-fields.js'
import { readLevels } from '../wire/read-levels.js'
import { readMilliseconds } from '../wire/read-milliseconds.js'
import { readPrice } from '../wire/read-price.js'
import { readSize } from '../wire/read-size.js'
import { readText } from '../wire/read-text.js'

/** A book that could be read, or a short kebab-case reason why not. */
export type ParsedBook = Readonly<{ reading: BookReading } | { rejected: string }>

/**
 * Reads one book of the CLOB's `/book` or `/books`. Levels stay in the venue's order, best last.
 *
 * One unreadable level refuses the book; a figure beside the levels that cannot be read is left out.
 */
export const parseBookReading = (raw: unknown): ParsedBook => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const token = readText(raw['asset_id'])
  if (token === undefined) return { rejected: 'missing-asset-id' }
  const market = readText(raw['market'])
  if (market === undefined) return { rejected: 'missing-market' }
  const venueAt = readMilliseconds(raw['timestamp'])
  if (venueAt === undefined) return { rejected: 'bad-timestamp' }
  const bids = readLevels(raw['bids'])
  if (typeof bids === 'string') return { rejected: bids }
  const asks = readLevels(raw['asks'])
  if (typeof asks === 'string') return { rejected: asks }
  return {
    reading: {
      token: tokenId(token),
      market: market as MarketId,
      venueAt,
      bids: bids.filter(isResting),
      asks: asks.filter(isResting),
      ...readDetails(raw),
    },
  }
}

const isResting = (level: Level): boolean => level.size > 0

const readDetails = (
  raw: Readonly<Record<string, unknown>>,
): Pick<BookReading, 'hash' | 'tick' | 'minimumSize' | 'negRisk' | 'lastTradePrice'> => {
  const hash = readText(raw['hash'])
  const tick = readPrice(raw['tick_size'])
  const minimumSize = readSize(raw['min_order_size'])
  const negRisk = raw['neg_risk']
  const lastTradePrice = readPrice(raw['last_trade_price'])
  return {
    ...(hash !== undefined && { hash }),
    ...(tick !== undefined && tick > 0 && { tick }),
    ...(minimumSize !== undefined && { minimumSize }),
    ...(typeof negRisk === 'boolean' && { negRisk }),
    ...(lastTradePrice !== undefined && { lastTradePrice }),
  }
}
