import { type MarketId, tokenId } from '@bot/core'
import type { ExchangeEvent } from '../../exchange/exchange-event.js'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { ServerContext } from '../server-context.js'
import type { VenueTime } from '../venue-time.js'
import { bestPrices, emptyBook, type WireBook, wireBook } from '../wire/wire-book.js'
import type { MarketClient, MarketClients } from './market-clients.js'
import {
  bestBidAskMessage,
  bookMessage,
  lastTradeMessage,
  newMarketMessage,
  priceChangeMessage,
  resolvedMessage,
  tickMessage,
} from './market-message.js'

type Resolution = Extract<ExchangeEvent, { type: 'market-resolved' }>

type NewsParts = Readonly<{
  context: ServerContext
  clients: MarketClients
  /** Waits in the venue's time. */
  after: VenueTime['after']
}>

type News = NewsParts &
  Readonly<{
    /** Resolved markets whose resolution is not told yet. */
    unannounced: Set<MarketId>
    /** The best prices that were told last, by token. */
    told: Map<string, string>
  }>

/** Makes what tells the clients of the market channel whatever happens on the exchange. */
export const createMarketNews = (parts: NewsParts): ((event: ExchangeEvent) => void) => {
  const news: News = { ...parts, unannounced: new Set(), told: new Map() }
  return (event) => publish(news, event)
}

const publish = (news: News, event: ExchangeEvent): void => {
  if (event.type === 'book-changed') publishChange(news, event)
  else if (event.type === 'trade') publishTrade(news, event)
  else if (event.type === 'tick-changed') publishTick(news, event)
  else if (event.type === 'market-created') publishMarket(news, event)
  else if (event.type === 'market-resolved') publishResolution(news, event)
}

/** New markets are told to everyone who asked for such news, whatever they subscribed to. */
const publishMarket = (
  news: News,
  { market, at }: Extract<ExchangeEvent, { type: 'market-created' }>,
): void => {
  const wanting = news.clients.all().filter((client) => client.custom)
  if (wanting.length > 0) sendAll(wanting, newMarketMessage(market, at))
}

const publishChange = (
  news: News,
  { market: id, at, changes }: Extract<ExchangeEvent, { type: 'book-changed' }>,
): void => {
  const market = news.context.exchange.market(id)
  const clients = market === undefined ? [] : news.clients.hearingAny(market)
  if (market === undefined || clients.length === 0) return
  const books = new Map<string, WireBook>()
  const bookOf = (token: string): WireBook => {
    const book = books.get(token) ?? currentBook(news, market, token, at)
    books.set(token, book)
    return book
  }
  if (changes.length > 0) sendAll(clients, priceChangeMessage(market, at, changes, bookOf))
  publishBest(news, market, bookOf, at)
}

/** A resolved market has no book any more, yet its last changes are told: everything gone, best 0 and 1. */
const currentBook = (news: News, market: SimMarket, token: string, at: number): WireBook =>
  wireBook(news.context.exchange, market, token) ?? emptyBook(market, token, at)

const publishBest = (
  news: News,
  market: SimMarket,
  bookOf: (token: string) => WireBook,
  at: number,
): void => {
  for (const token of market.tokens) {
    const wanting = news.clients.hearing(token).filter((client) => client.custom)
    if (wanting.length === 0) continue
    const best = bestPrices(bookOf(token))
    const shown = `${best.bid} ${best.ask}`
    if (news.told.get(token) === shown) continue
    news.told.set(token, shown)
    sendAll(wanting, bestBidAskMessage(market, token, best, at))
  }
}

/** The book shows a trade before the trade is told; whole books follow it. */
const publishTrade = (
  news: News,
  { trade, at }: Extract<ExchangeEvent, { type: 'trade' }>,
): void => {
  const market = news.context.exchange.market(trade.market)
  if (market === undefined) return
  for (const token of market.tokens) {
    const clients = news.clients.hearing(token)
    if (clients.length > 0) sendAll(clients, bookMessage(currentBook(news, market, token, at)))
  }
  sendAll(news.clients.hearing(trade.taker.token), lastTradeMessage(trade))
}

const publishTick = (
  news: News,
  { market: id, from, to, at }: Extract<ExchangeEvent, { type: 'tick-changed' }>,
): void => {
  const market = news.context.exchange.market(id)
  for (const token of market?.tokens ?? []) {
    if (market === undefined) return
    const message = tickMessage(market, token, from, to, at)
    for (let told = 0; told < news.context.rules.tickChangeFrames; told++) {
      sendAll(news.clients.hearing(token), message)
    }
  }
}

/** The book is emptied at once; the winner is told much later, and then there is silence. */
const publishResolution = (news: News, event: Resolution): void => {
  const { resolvedLagMs } = news.context.rules
  news.unannounced.add(event.market.id)
  if (resolvedLagMs === 0) announce(news, event)
  else news.after(resolvedLagMs, () => announce(news, event))
}

const announce = (news: News, event: Resolution): void => {
  news.unannounced.delete(event.market.id)
  const clients = news.clients.hearingAny(event.market)
  const at = news.context.exchange.now()
  sendAll(
    clients.filter((client) => client.custom),
    resolvedMessage({ ...event, at }),
  )
  for (const client of clients) {
    if ([...client.tokens].every((token) => isOver(news, token))) {
      client.link.close(1000, 'all subscribed assets resolved')
    }
  }
}

/** What never was a market, or is one no more, is over, too. */
const isOver = ({ context, unannounced }: News, token: string): boolean => {
  const market = context.exchange.marketOf(tokenId(token))
  return market === undefined || (market.status === 'resolved' && !unannounced.has(market.id))
}

const sendAll = (clients: readonly MarketClient[], message: object): void => {
  if (clients.length === 0) return
  const text = JSON.stringify(message)
  for (const client of clients) client.link.send(text)
}
