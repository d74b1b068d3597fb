import { applySnapshot, createOrderBook, type Level, type OrderBook } from '../book/order-book.js'
import { eventId, marketId, timeMs, tokenId } from '../brand.js'
import type { Event, Stamped } from '../events/event.js'
import { NO_FEE } from '../fees/fee-schedule.js'
import type { MarketFacts } from '../market/market-facts.js'
import { parsePrice, price } from '../money/price.js'
import { parseSize, size } from '../money/size.js'

/** Builds a level from decimal text: `level('0.48', '100')`. */
export const level = (at: string, shares: string): Level => ({
  price: parsePrice(at),
  size: parseSize(shares),
})

/** Builds a live book from pairs of decimal text, in any order. */
export const buildBook = (
  token: string,
  sides: Readonly<{
    bids?: readonly (readonly [string, string])[]
    asks?: readonly (readonly [string, string])[]
  }>,
  at = 1_700_000_000_000,
): OrderBook => {
  const book = createOrderBook(tokenId(token))
  const levels = (pairs: readonly (readonly [string, string])[] = []): Level[] =>
    pairs.map(([p, s]) => level(p, s))
  const snapshot = { epoch: 1, bids: levels(sides.bids), asks: levels(sides.asks) }
  applySnapshot(book, snapshot, timeMs(at), timeMs(at))
  return book
}

/** Builds a tradable binary market `id` with tokens `id-yes` and `id-no`, tick 0.01, minimum 5, no fee. */
export const buildMarket = (id: string, overrides: Partial<MarketFacts> = {}): MarketFacts => ({
  id: marketId(id),
  slug: id,
  question: `Will ${id} happen?`,
  label: id,
  tokens: [tokenId(`${id}-yes`), tokenId(`${id}-no`)],
  outcomes: ['Yes', 'No'],
  event: eventId(`event-of-${id}`),
  category: 'test',
  tick: price(100),
  minimumSize: size(5_000_000),
  fee: NO_FEE,
  negRisk: 'none',
  tradable: true,
  closed: false,
  liquidity: 10_000,
  volume: 10_000,
  resolution: { state: 'unresolved' },
  ...overrides,
})

/** Stamps events one after another, a millisecond apart unless told otherwise. */
export const stampAll = (
  events: readonly Event[],
  options: Readonly<{ start?: number; stepMs?: number; firstSeq?: number }> = {},
): readonly Stamped[] => {
  const { start = 1_700_000_000_000, stepMs = 1, firstSeq = 1 } = options
  return events.map((event, index) => {
    const at = timeMs(start + index * stepMs)
    return { seq: firstSeq + index, at, venueAt: at, event }
  })
}
