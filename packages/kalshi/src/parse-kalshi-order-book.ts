import { type Level, mirrorLevels, PRICE_ONE, type Price, parseSize } from '@bot/core'
import { z } from 'zod'
import { readPrice } from './wire/read-quote.js'
import { reasonOf } from './wire/reason-of.js'

/** One outcome's levels, best first; sizes are contracts of one dollar. */
export type KalshiSide = Readonly<{ bids: readonly Level[]; asks: readonly Level[] }>

/** Both outcomes of a market's book. */
export type KalshiOrderBook = Readonly<{ yes: KalshiSide; no: KalshiSide }>

/** A book, or a short kebab-case reason why it cannot be used. */
export type ParsedKalshiOrderBook = Readonly<{ book: KalshiOrderBook } | { rejected: string }>

const levels = z.array(z.tuple([z.unknown(), z.unknown()])).nullish()
const replyShape = z.object({
  orderbook_fp: z.object({ yes_dollars: levels, no_dollars: levels }).nullish(),
  orderbook: z.object({ yes: levels, no: levels }).nullish(),
})

/**
 * Reads an order book: today's `{orderbook_fp: {yes_dollars, no_dollars}}` in dollar texts, or the earlier
 * `{orderbook: {yes, no}}` in whole cents. Kalshi lists bids only: an ask for YES at p is a bid for NO at 1 − p.
 *
 * Refused: a level that cannot be read (a book with a hole is no book), two levels of one price, a crossed book.
 * Never throws.
 *
 * @see https://docs.kalshi.com/getting_started/orderbook_responses
 */
export const parseKalshiOrderBook = (raw: unknown): ParsedKalshiOrderBook => {
  const parsed = replyShape.safeParse(raw)
  if (!parsed.success) return { rejected: reasonOf(parsed.error) }
  const { orderbook_fp: dollars, orderbook: cents } = parsed.data
  if (dollars == null && cents == null) return { rejected: 'missing-orderbook' }
  const yes =
    dollars == null ? readBids(cents?.yes, inCents) : readBids(dollars.yes_dollars, inDollars)
  const no =
    dollars == null ? readBids(cents?.no, inCents) : readBids(dollars.no_dollars, inDollars)
  if (typeof yes === 'string') return { rejected: yes }
  if (typeof no === 'string') return { rejected: no }
  const book = {
    yes: { bids: yes, asks: mirrorLevels(no) },
    no: { bids: no, asks: mirrorLevels(yes) },
  }
  const [bid, ask] = [book.yes.bids[0], book.yes.asks[0]]
  const crossed = bid !== undefined && ask !== undefined && bid.price >= ask.price
  return crossed ? { rejected: 'crossed-book' } : { book }
}

type WireLevels = z.infer<typeof levels>

const inDollars = (value: unknown): Price | undefined => readPrice(value, undefined)
const inCents = (value: unknown): Price | undefined => readPrice(undefined, value)

const readBids = (wire: WireLevels, read: typeof inCents): readonly Level[] | string => {
  const bids: Level[] = []
  for (const [at, count] of wire ?? []) {
    const price = read(at)
    const size = readContracts(count)
    if (price === undefined || price === 0 || price === PRICE_ONE) return 'bad-price'
    if (size === undefined || size < 0) return 'bad-size'
    if (size > 0) bids.push({ price, size })
  }
  // Wire order is ascending, but a best price must not hang on it.
  bids.sort((a, b) => b.price - a.price)
  return bids.some(({ price }, index) => price === bids[index - 1]?.price) ? 'repeated-price' : bids
}

const readContracts = (value: unknown): Level['size'] | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  try {
    return parseSize(value)
  } catch {
    return undefined
  }
}
