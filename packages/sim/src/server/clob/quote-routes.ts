import { complement, formatDecimal, formatPrice, parsePrice, price as toPrice } from '@bot/core'
import { z } from 'zod'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { jsonBody, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import type { WireBook } from '../wire/wire-book.js'
import { type FoundBook, findBook, isTokenId, noBook, notAToken } from './find-book.js'

const MAX_BATCH = 500
const BatchBody = z.array(z.object({ token_id: z.string(), side: z.string().optional() }))
type BatchItem = z.infer<typeof BatchBody>[number]

/** Makes the public routes about books and prices, one token at a time and in batches. */
export const quoteRoutes = (context: ServerContext): readonly Route[] => {
  const one = (path: string, read: (found: FoundBook, side: string) => VenueAnswer): Route => ({
    host: 'clob',
    method: 'GET',
    path,
    handle: ({ query }) => {
      const token = query.get('token_id') ?? ''
      if (!isTokenId(token)) return notAToken()
      const found = findBook(context, token)
      return found === undefined ? noBook() : read(found, query.get('side') ?? '')
    },
  })
  const many = (
    path: string,
    build: (items: readonly BatchItem[]) => unknown,
    fits: (item: BatchItem) => boolean = () => true,
  ): Route => ({
    host: 'clob',
    method: 'POST',
    path,
    handle: (request) => {
      const items = readBatch(request)
      if ('status' in items) return items
      return items.every(fits) ? answer(build(items)) : refuse(400, 'Invalid side')
    },
  })
  const mapped = (path: string, read: (book: WireBook) => string | undefined): Route =>
    many(path, (items) => tokenMap(context, items, read))
  return [
    one('/book', ({ book }) => answer(book)),
    many('/books', (items) => unique(items).flatMap((t) => findBook(context, t)?.book ?? [])),
    one('/price', ({ book }, side) => priceAnswer(book, side)),
    many(
      '/prices',
      (items) => pricesOf(context, items),
      ({ side }) => isSide(side ?? ''),
    ),
    one('/midpoint', ({ book }) => valueAnswer('mid', midOf(book))),
    mapped('/midpoints', midOf),
    one('/spread', ({ book }) => valueAnswer('spread', spreadOf(book))),
    mapped('/spreads', spreadOf),
    one('/last-trade-price', (found) => answer(lastTrade(context, found))),
    many('/last-trades-prices', (items) =>
      unique(items).flatMap((token) => {
        const found = findBook(context, token)
        return found === undefined ? [] : { token_id: token, ...lastTrade(context, found) }
      }),
    ),
  ]
}

const readBatch = (request: VenueRequest): readonly BatchItem[] | VenueAnswer => {
  const parsed = BatchBody.safeParse(jsonBody(request.body))
  if (!parsed.success) return refuse(400, 'Invalid payload')
  return parsed.data.length > MAX_BATCH ? refuse(400, 'Payload exceeds the limit') : parsed.data
}

const unique = (items: readonly BatchItem[]): readonly string[] => [
  ...new Set(items.map((item) => item.token_id)),
]

const tokenMap = (
  context: ServerContext,
  items: readonly BatchItem[],
  read: (book: WireBook) => string | undefined,
): object =>
  Object.fromEntries(
    unique(items).flatMap((token) => {
      const found = findBook(context, token)
      const value = found === undefined ? undefined : read(found.book)
      return value === undefined ? [] : [[token, value]]
    }),
  )

const valueAnswer = (name: string, value: string | undefined): VenueAnswer =>
  value === undefined ? noBook() : answer({ [name]: value })

/** BUY asks for the best bid, SELL for the best ask: the price at which such an order would rest first. */
const sidePrice = (book: WireBook, side: string): string | undefined =>
  side.toUpperCase() === 'BUY' ? book.bids.at(-1)?.price : book.asks.at(-1)?.price

const isSide = (text: string): boolean => ['BUY', 'SELL'].includes(text.toUpperCase())

const priceAnswer = (book: WireBook, side: string): VenueAnswer => {
  if (!isSide(side)) return refuse(400, 'Invalid side')
  return valueAnswer('price', sidePrice(book, side))
}

const pricesOf = (context: ServerContext, items: readonly BatchItem[]): object => {
  const prices: Record<string, Record<string, string>> = {}
  for (const { token_id: token, side = '' } of items) {
    const found = findBook(context, token)
    const value = found === undefined ? undefined : sidePrice(found.book, side)
    if (value !== undefined) prices[token] = { ...prices[token], [side.toUpperCase()]: value }
  }
  return prices
}

const bestOf = (book: WireBook): readonly [number, number] | undefined => {
  const bid = book.bids.at(-1)
  const ask = book.asks.at(-1)
  return bid === undefined || ask === undefined
    ? undefined
    : [parsePrice(bid.price), parsePrice(ask.price)]
}

const midOf = (book: WireBook): string | undefined => {
  const best = bestOf(book)
  return best === undefined ? undefined : formatDecimal((best[0] + best[1]) * 5, 5)
}

const spreadOf = (book: WireBook): string | undefined => {
  const best = bestOf(book)
  return best === undefined ? undefined : formatDecimal(best[1] - best[0], 4)
}

const lastTrade = (
  context: ServerContext,
  { market, token }: FoundBook,
): Readonly<{ price: string; side: string }> => {
  const trade = context.exchange.trades({ market: market.id }).at(-1)
  const last = context.exchange.figures(market.id).lastTradePrice
  if (trade === undefined || last === undefined) return { price: '0.5', side: '' }
  const inYes = toPrice(last)
  const side =
    trade.taker.token === token ? trade.taker.side : trade.taker.side === 'buy' ? 'sell' : 'buy'
  const shown = token === market.tokens[0] ? inYes : complement(inYes)
  return { price: formatPrice(shown), side: side.toUpperCase() }
}
