import {
  applySnapshot,
  createOrderBook,
  type Level,
  type OrderBook,
} from '../../book/order-book.js'
import { eventId, type TokenId, timeMs } from '../../brand.js'
import type { Event } from '../../events/event.js'
import type { MarketFacts } from '../../market/market-facts.js'
import { type Price, price } from '../../money/price.js'
import { type Size, size } from '../../money/size.js'
import { usd } from '../../money/usd.js'
import { createSeededRandom } from '../../random/seeded-random.js'
import type { Interest, Subject } from '../../strategy/strategy.js'
import type { HistoryPoint, RecentTrade, View } from '../../strategy/view.js'
import { buildView } from '../build-view.js'
import { buildMarket } from '../builders.js'

/** A subject with the view that a strategy is shown; `blind` has the same without any book. */
export type Scenario = Readonly<{ subject: Subject; view: () => View; blind: () => View }>

const NOW = 1_700_000_000_000
const between = (random: () => number, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

/** Draws a subject of one market, or of an event of three, that the seed determines wholly. */
export const randomScenario = (seed: number, interest: Interest): Scenario => {
  const random = createSeededRandom(seed)
  const names = interest.subject === 'market' ? ['m0'] : ['m0', 'm1', 'm2']
  const markets = names.map((name) => randomMarket(random, name, interest.subject === 'event'))
  const mids = markets.map(() => between(random, 500, 9_500))
  const tokens = markets.flatMap((market, index) =>
    market.tokens.map((token, side) => {
      const mid = mids[index] ?? 5_000
      return { token, mid: side === 0 ? mid : 10_000 - mid }
    }),
  )
  const books = tokens.map(({ token, mid }) => randomBook(random, token, mid))
  const history = Object.fromEntries(
    tokens.map(({ token, mid }) => [token, randomHistory(random, mid)]),
  )
  const trades = Object.fromEntries(
    tokens.map(({ token, mid }) => [token, randomTrades(random, mid)]),
  )
  const [first] = books
  const trigger: Event = {
    type: 'book-proven',
    token: first?.token ?? ('' as TokenId),
    epoch: 1,
  }
  const subject = { key: interest.subject === 'market' ? 'm0' : 'event', markets, trigger }
  const known = { now: NOW, markets, history, trades, seed }
  return {
    subject,
    view: () => buildView({ ...known, books }),
    blind: () => buildView(known),
  }
}

const randomMarket = (random: () => number, name: string, grouped: boolean): MarketFacts =>
  buildMarket(name, {
    event: eventId('event'),
    endsAt: timeMs(NOW + between(random, 1, 400) * 3_600_000),
    liquidity: between(random, 0, 100_000),
    volume: between(random, 0, 100_000),
    ...(grouped
      ? { negRisk: { group: 'event', augmented: false, role: 'named', feeBips: 0 } as const }
      : {}),
  })

const randomBook = (random: () => number, token: TokenId, mid: number): OrderBook => {
  const book = createOrderBook(token)
  const half = between(random, 1, 4) * 50
  const levels = (side: -1 | 1): Level[] =>
    Array.from({ length: 5 }, (_unused, index) => ({
      price: price(Math.min(9_900, Math.max(100, cents(mid + side * (half + index * 100))))),
      size: size(between(random, 1, 500) * 1_000_000),
    }))
  const at = timeMs(NOW - between(random, 0, 500))
  applySnapshot(book, { epoch: 1, bids: levels(-1), asks: levels(1) }, at, at)
  return book
}

const cents = (units: number): Price => (Math.round(units / 100) * 100) as Price

const randomHistory = (random: () => number, mid: number): HistoryPoint[] => {
  const drift = between(random, -60, 60)
  return Array.from({ length: 60 }, (_unused, index) => {
    const past = 59 - index
    const value = mid - drift * past + between(random, -80, 80)
    return { at: timeMs(NOW - past * 10_000), mid: Math.min(9_900, Math.max(100, value)) }
  })
}

const randomTrades = (random: () => number, mid: number): RecentTrade[] =>
  Array.from({ length: 20 }, (_unused, index) => {
    const shares: Size = size(between(random, 1, 300) * 1_000_000)
    return {
      at: timeMs(NOW - (20 - index) * 5_000),
      side: random() < 0.5 ? 'buy' : 'sell',
      exchanged: { size: shares, notional: usd(Math.round((shares * mid) / 10_000)) },
    }
  })
