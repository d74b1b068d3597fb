import {
  type Exchanged,
  formatDecimal,
  formatPrice,
  formatSize,
  mulDiv,
  type Price,
} from '@bot/core'
import type { ExchangeEvent, ViewChange } from '../../exchange/exchange-event.js'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { SimTrade } from '../../exchange/sim-order.js'
import { eventOf } from '../gamma/gamma-event.js'
import { bestPrices, type WireBook } from '../wire/wire-book.js'

/** The book messages of the stream carry less than REST does. */
export const bookMessage = (book: WireBook): object => ({
  event_type: 'book',
  market: book.market,
  asset_id: book.asset_id,
  timestamp: book.timestamp,
  hash: book.hash,
  bids: book.bids,
  asks: book.asks,
  tick_size: book.tick_size,
  last_trade_price: book.last_trade_price,
})

/** One message with the mirrored entries of both tokens; `bookOf` gives each token's book after the change. */
export const priceChangeMessage = (
  market: SimMarket,
  at: number,
  changes: readonly ViewChange[],
  bookOf: (token: string) => WireBook,
): object => ({
  event_type: 'price_change',
  market: market.id,
  timestamp: String(at),
  price_changes: changes.map((change) => {
    const book = bookOf(change.token)
    const { bid, ask } = bestPrices(book)
    return {
      asset_id: change.token,
      price: formatPrice(change.price),
      size: formatSize(change.size),
      side: change.side === 'bid' ? 'BUY' : 'SELL',
      hash: book.hash,
      best_bid: bid,
      best_ask: ask,
    }
  }),
})

/** What the public hears of a trade: the taker's token and side, the average price on four decimals. */
export const lastTradeMessage = (trade: SimTrade): object => ({
  event_type: 'last_trade_price',
  market: trade.market,
  asset_id: trade.taker.token,
  price: formatDecimal(averageUnits(trade.taker), 4),
  size: formatSize(trade.taker.size),
  side: trade.taker.side.toUpperCase(),
  fee_rate_bps: '0',
  timestamp: String(trade.at),
  transaction_hash: trade.transaction,
})

const averageUnits = ({ size, notional }: Exchanged): number =>
  mulDiv(notional, 10_000, size, 'nearest')

/** Announces a new tick of one token. */
export const tickMessage = (
  market: SimMarket,
  token: string,
  from: Price,
  to: Price,
  at: number,
): object => ({
  event_type: 'tick_size_change',
  market: market.id,
  asset_id: token,
  old_tick_size: formatPrice(from),
  new_tick_size: formatPrice(to),
  timestamp: String(at),
})

/** Announces a token's best prices. */
export const bestBidAskMessage = (
  market: SimMarket,
  token: string,
  best: Readonly<{ bid: string; ask: string }>,
  at: number,
): object => ({
  event_type: 'best_bid_ask',
  market: market.id,
  asset_id: token,
  best_bid: best.bid,
  best_ask: best.ask,
  spread: formatDecimal(Math.round((Number(best.ask) - Number(best.bid)) * 10_000), 4),
  timestamp: String(at),
})

/** Announces a market to everyone who asked for such news. */
export const newMarketMessage = (market: SimMarket, at: number): object => {
  const { ratePpm, exponent, takerOnly } = market.fee
  return {
    event_type: 'new_market',
    id: market.number,
    question: market.question,
    market: market.id,
    slug: market.slug,
    description: market.question,
    assets_ids: market.tokens,
    outcomes: market.outcomes,
    event_message: eventMessage(market),
    timestamp: String(at),
    tags: [market.category],
    condition_id: market.id,
    active: true,
    clob_token_ids: market.tokens,
    sports_market_type: '',
    line: '',
    game_start_time: gameStart(market.gameStartsAt),
    order_price_min_tick_size: formatPrice(market.tick),
    group_item_title: market.event === undefined ? '' : market.label,
    taker_base_fee: ratePpm > 0 ? '1000' : '0',
    fees_enabled: ratePpm > 0,
    fee_schedule: ratePpm > 0 ? { exponent, rate: ratePpm / 1e6, taker_only: takerOnly } : null,
  }
}

/** Writes `2026-10-04 14:25:00+00`, as the venue does here alone; empty for what is no game. */
const gameStart = (at: number | undefined): string =>
  at === undefined ? '' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}+00`

/** Announces a market's winner. A market that resolved in halves names none. */
export const resolvedMessage = (
  event: Extract<ExchangeEvent, { type: 'market-resolved' }>,
): object => {
  const { market, winner } = event
  return {
    event_type: 'market_resolved',
    id: market.number,
    market: market.id,
    assets_ids: market.tokens,
    winning_asset_id: winner ?? '',
    winning_outcome: winner === undefined ? '' : outcomeOf(market, winner),
    event_message: eventMessage(market),
    timestamp: String(event.at),
    tags: [market.category],
  }
}

/** Names the outcome of a token. */
export const outcomeOf = (market: SimMarket, token: string): string =>
  token === market.tokens[0] ? market.outcomes[0] : market.outcomes[1]

const eventMessage = (market: SimMarket): object => {
  const { id, slug, title } = eventOf(market)
  return { id, ticker: slug, slug, title, description: title }
}
