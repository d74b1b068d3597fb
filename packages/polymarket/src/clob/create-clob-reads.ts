import {
  type BookReader,
  type BookReading,
  BotError,
  type TimeMs,
  type TokenId,
  timeMs,
} from '@bot/core'
import { z } from 'zod'
import { createGetter } from '../transport/create-getter.js'
import type { Transport } from '../transport/create-transport.js'
import { expectShape } from '../transport/expect-shape.js'
import { type ClobMarkets, createClobMarkets } from './clob-markets.js'
import { type ClobPrices, createClobPrices } from './clob-prices.js'
import { type BookReaderOptions, createBookReader } from './create-book-reader.js'
import { parseBookReading } from './parse-book-reading.js'

/** The CLOB's public reads. Each throws what `readJson` throws, and `unexpected-response` for another shape. */
export type ClobReads = ClobPrices &
  ClobMarkets &
  Readonly<{
    /** Reads one book; `undefined` when the venue has none. */
    book: (token: TokenId, signal?: AbortSignal) => Promise<BookReading | undefined>
    /** Reads many books, 500 a request; tokens without a book are left out. */
    books: BookReader
    /** Reads the venue's clock, whole seconds. */
    time: (signal?: AbortSignal) => Promise<TimeMs>
    /** Reads which version of orders the venue takes now. */
    version: (signal?: AbortSignal) => Promise<number>
  }>

const versionShape = z.object({ version: z.number().int() })
const secondsShape = z.coerce.number().positive()

/** Makes the CLOB's public reads over one transport. */
export const createClobReads = (
  transport: Transport,
  options: BookReaderOptions = {},
): ClobReads => {
  const getter = createGetter(transport, 'clob')
  return {
    ...createClobPrices(transport, getter),
    ...createClobMarkets(getter),
    books: createBookReader(transport, options),
    book: async (token, signal) => {
      const raw = await getter.getOrAbsent('/book', { token_id: token }, signal)
      if (raw === undefined) return undefined
      const parsed = parseBookReading(raw)
      if ('reading' in parsed && parsed.reading.token === token) return parsed.reading
      const reason = 'rejected' in parsed ? parsed.rejected : 'not-asked-for'
      throw new BotError('unexpected-response', `Expected the book of ${token}, was: ${reason}`, {
        token,
        reason,
      })
    },
    time: async (signal) =>
      timeMs(expectShape(secondsShape, await getter.get('/time', {}, signal), '/time') * 1000),
    version: async (signal) =>
      expectShape(versionShape, await getter.get('/version', {}, signal), '/version').version,
  }
}
