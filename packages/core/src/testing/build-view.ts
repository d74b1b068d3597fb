import type { BookView } from '../book/order-book.js'
import type { TimeMs, TokenId } from '../brand.js'
import type { FeedMode } from '../events/event.js'
import type { Fact, FactKind, KnownFact } from '../events/fact.js'
import { takerFee } from '../fees/taker-fee.js'
import { createLedger, type Ledger, totalCash } from '../ledger/ledger.js'
import type { MarketFacts } from '../market/market-facts.js'
import { notional } from '../money/notional.js'
import type { Price } from '../money/price.js'
import type { Size } from '../money/size.js'
import { type Usd, usd } from '../money/usd.js'
import type { OrderState } from '../orders/order-state.js'
import { createSeededRandom } from '../random/seeded-random.js'
import type { HistoryPoint, RecentTrade, View } from '../strategy/view.js'

/** What a built view knows; everything left out is empty, the cash is 1,000 dollars, every feed is live. */
export type ViewOptions = Readonly<{
  now?: number
  markets?: readonly MarketFacts[]
  books?: readonly BookView[]
  history?: Readonly<Record<string, readonly HistoryPoint[]>>
  trades?: Readonly<Record<string, readonly RecentTrade[]>>
  facts?: readonly Fact[]
  feed?: (token: TokenId) => FeedMode
  ledger?: Ledger
  orders?: readonly OrderState[]
  seed?: number | string
}>

/** Builds a view from plain data, so that strategies, schedulers and policies are tested without an engine. */
export const buildView = (options: ViewOptions = {}): View => {
  const { markets = [], books = [], history = {}, trades = {}, facts = [], orders = [] } = options
  const now = (options.now ?? 1_700_000_000_000) as TimeMs
  const ledger = options.ledger ?? createLedger(usd(1_000_000_000))
  const since = <T extends Readonly<{ at: TimeMs }>>(rows: readonly T[], seconds: number): T[] =>
    rows.filter((row) => row.at >= now - seconds * 1000 && row.at <= now)
  const marketOf = (token: TokenId): MarketFacts | undefined =>
    markets.find((market) => market.tokens.includes(token))
  return {
    now,
    book: (token) => books.find((book) => book.token === token),
    market: (id) => markets.find((market) => market.id === id),
    marketOf,
    eventMarkets: (event) => markets.filter((market) => market.event === event),
    history: (token, seconds) => since(history[token] ?? [], seconds),
    trades: (token, seconds) => since(trades[token] ?? [], seconds),
    fact: <K extends FactKind>(kind: K, key: string) =>
      facts.findLast((fact) => fact.kind === kind && fact.key === key) as KnownFact<K> | undefined,
    fee: (token, at, shares) => feeOf(marketOf(token), at, shares),
    feed: options.feed ?? (() => 'live'),
    ledger,
    positionsOf: (token) =>
      [...ledger.positions.values()].filter((position) => position.token === token),
    orders,
    freeCash: (totalCash(ledger) - reserved(orders)) as Usd,
    random: createSeededRandom(options.seed ?? 1),
  }
}

const feeOf = (market: MarketFacts | undefined, at: Price, shares: Size): Usd | 'unknown' =>
  market === undefined || market.fee === 'unknown'
    ? 'unknown'
    : takerFee(market.fee, shares, at, 'up')

const reserved = (orders: readonly OrderState[]): number =>
  orders
    .filter(({ intent }) => intent.side === 'buy')
    .reduce(
      (sum, { intent, filled }) =>
        sum + notional(Math.max(0, intent.shares - filled.size) as Size, intent.limit, 'up'),
      0,
    )
