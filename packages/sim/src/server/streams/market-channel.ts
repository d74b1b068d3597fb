import { type MarketId, tokenId } from '@bot/core'
import type { ExchangeEvent } from '../../exchange/exchange-event.js'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { ServerContext } from '../server-context.js'
import type { VenueTime } from '../venue-time.js'
import { bestPrices, emptyBook, type WireBook, wireBook } from '../wire/wire-book.js'
import {
  bestBidAskMessage,
  bookMessage,
  lastTradeMessage,
  newMarketMessage,
  priceChangeMessage,
  resolvedMessage,
  tickMessage,
} from './market-message.js'
import { type MarketFrame, readMarketFrame } from './market-subscription.js'
import type { StreamLink } from './stream-link.js'

/** The market channel of one server. */
export type MarketChannel = Readonly<{
  /** Handles one frame of a client. */
  text: (text: string, link: StreamLink) => void
  /** Forgets a client. */
  leave: (link: StreamLink) => void
  /** Tells the clients what happened. */
  publish: (event: ExchangeEvent) => void
  /** How many clients and subscribed tokens there are. */
  counts: () => Readonly<{ clients: number; tokens: number }>
}>

type Client = { readonly link: StreamLink; started: boolean; custom: boolean; tokens: Set<string> }

type Resolution = Extract<ExchangeEvent, { type: 'market-resolved' }>

type Channel = Readonly<{
  context: ServerContext
  faults: FaultBook
  /** Waits in the venue's time. */
  after: VenueTime['after']
  /** Resolved markets whose resolution is not told yet. */
  unannounced: Set<MarketId>
  clients: Map<StreamLink, Client>
  /** Which clients hear of a token. */
  byToken: Map<string, Set<Client>>
  /** The best prices that were told last, by token. */
  told: Map<string, string>
}>

/** Makes the channel. It never replays: a client hears the books at its subscription, then what happens. */
export const createMarketChannel = (
  context: ServerContext,
  faults: FaultBook,
  after: VenueTime['after'],
): MarketChannel => {
  const channel: Channel = {
    context,
    faults,
    after,
    unannounced: new Set(),
    clients: new Map(),
    byToken: new Map(),
    told: new Map(),
  }
  return {
    text: (text, link) => handleText(channel, clientOf(channel, link), text),
    leave: (link) => {
      const client = channel.clients.get(link)
      if (client !== undefined) removeTokens(channel, client, [...client.tokens])
      channel.clients.delete(link)
    },
    publish: (event) => publish(channel, event),
    counts: () => ({ clients: channel.clients.size, tokens: channel.byToken.size }),
  }
}

const clientOf = (channel: Channel, link: StreamLink): Client => {
  const known = channel.clients.get(link)
  if (known !== undefined) return known
  const client: Client = { link, started: false, custom: false, tokens: new Set() }
  channel.clients.set(link, client)
  return client
}

const handleText = (channel: Channel, client: Client, text: string): void => {
  const frame = readMarketFrame(text, client.started)
  if (frame.ask === 'error') {
    client.link.reply(frame.reply)
    return
  }
  client.custom = frame.custom ?? client.custom
  if (frame.ask === 'unsubscribe') removeTokens(channel, client, frame.tokens)
  else subscribe(channel, client, frame)
}

const subscribe = (
  channel: Channel,
  client: Client,
  frame: Extract<MarketFrame, { ask: 'start' | 'subscribe' }>,
): void => {
  const added = [...new Set(frame.tokens)].filter((token) => !client.tokens.has(token))
  if (frame.ask === 'subscribe' && added.length === 0) {
    client.link.reply('NO NEW ASSETS')
    return
  }
  client.started = true
  const heard = added.filter((token) => !isSilenced(channel, token))
  for (const token of added) client.tokens.add(token)
  for (const token of heard) addListener(channel, client, token)
  if (frame.dump && added.length <= channel.context.rules.snapshotTokens) {
    client.link.send(JSON.stringify(openingBooks(channel, heard)))
  }
}

const isSilenced = ({ faults }: Channel, token: string): boolean =>
  faults.take(['ws', 'ws-market'], ['silent-subscription'], { token }) !== undefined

/** Unknown and settled tokens are silently left out. */
const openingBooks = ({ context }: Channel, tokens: readonly string[]): readonly object[] =>
  tokens.flatMap((token) => {
    const market = context.exchange.marketOf(tokenId(token))
    const book = market === undefined ? undefined : wireBook(context.exchange, market, token)
    return book === undefined ? [] : bookMessage(book)
  })

const addListener = (channel: Channel, client: Client, token: string): void => {
  const listeners = channel.byToken.get(token) ?? new Set()
  listeners.add(client)
  channel.byToken.set(token, listeners)
}

const removeTokens = (channel: Channel, client: Client, tokens: readonly string[]): void => {
  for (const token of tokens) {
    client.tokens.delete(token)
    const listeners = channel.byToken.get(token)
    listeners?.delete(client)
    if (listeners?.size === 0) channel.byToken.delete(token)
  }
}

const publish = (channel: Channel, event: ExchangeEvent): void => {
  if (event.type === 'book-changed') publishChange(channel, event)
  else if (event.type === 'trade') publishTrade(channel, event)
  else if (event.type === 'tick-changed') publishTick(channel, event)
  else if (event.type === 'market-created') publishMarket(channel, event)
  else if (event.type === 'market-resolved') publishResolution(channel, event)
}

/** New markets are told to everyone who asked for such news, whatever they subscribed to. */
const publishMarket = (
  channel: Channel,
  { market, at }: Extract<ExchangeEvent, { type: 'market-created' }>,
): void => {
  const wanting = [...channel.clients.values()].filter((client) => client.custom)
  if (wanting.length > 0) sendAll(wanting, newMarketMessage(market, at))
}

const publishChange = (
  channel: Channel,
  { market: id, at, changes }: Extract<ExchangeEvent, { type: 'book-changed' }>,
): void => {
  const market = channel.context.exchange.market(id)
  const clients = market === undefined ? [] : clientsOf(channel, market)
  if (market === undefined || clients.length === 0) return
  const books = new Map<string, WireBook>()
  const bookOf = (token: string): WireBook => {
    const book = books.get(token) ?? currentBook(channel, market, token, at)
    books.set(token, book)
    return book
  }
  if (changes.length > 0) sendAll(clients, priceChangeMessage(market, at, changes, bookOf))
  publishBest(channel, market, clients, bookOf, at)
}

/** A resolved market has no book any more, yet its last changes are told: everything gone, best 0 and 1. */
const currentBook = (channel: Channel, market: SimMarket, token: string, at: number): WireBook =>
  wireBook(channel.context.exchange, market, token) ?? emptyBook(market, token, at)

const publishBest = (
  channel: Channel,
  market: SimMarket,
  clients: readonly Client[],
  bookOf: (token: string) => WireBook,
  at: number,
): void => {
  const wanting = clients.filter((client) => client.custom)
  if (wanting.length === 0) return
  for (const token of market.tokens) {
    const best = bestPrices(bookOf(token))
    const shown = `${best.bid} ${best.ask}`
    if (channel.told.get(token) === shown) continue
    channel.told.set(token, shown)
    const own = wanting.filter((client) => client.tokens.has(token))
    sendAll(own, bestBidAskMessage(market, token, best, at))
  }
}

/** The book shows a trade before the trade is told; whole books follow it. */
const publishTrade = (
  channel: Channel,
  { trade, at }: Extract<ExchangeEvent, { type: 'trade' }>,
): void => {
  const market = channel.context.exchange.market(trade.market)
  if (market === undefined) return
  for (const token of market.tokens) {
    const clients = listenersOf(channel, token)
    if (clients.length > 0) sendAll(clients, bookMessage(currentBook(channel, market, token, at)))
  }
  sendAll(listenersOf(channel, trade.taker.token), lastTradeMessage(trade))
}

const publishTick = (
  channel: Channel,
  { market: id, from, to, at }: Extract<ExchangeEvent, { type: 'tick-changed' }>,
): void => {
  const market = channel.context.exchange.market(id)
  for (const token of market?.tokens ?? []) {
    if (market === undefined) return
    const message = tickMessage(market, token, from, to, at)
    for (let told = 0; told < channel.context.rules.tickChangeFrames; told++) {
      sendAll(listenersOf(channel, token), message)
    }
  }
}

/** The book is emptied at once; the winner is told much later, and then there is silence. */
const publishResolution = (channel: Channel, event: Resolution): void => {
  const { resolvedLagMs } = channel.context.rules
  channel.unannounced.add(event.market.id)
  if (resolvedLagMs === 0) announce(channel, event)
  else channel.after(resolvedLagMs, () => announce(channel, event))
}

const announce = (channel: Channel, event: Resolution): void => {
  channel.unannounced.delete(event.market.id)
  const clients = clientsOf(channel, event.market)
  const at = channel.context.exchange.now()
  sendAll(
    clients.filter((client) => client.custom),
    resolvedMessage({ ...event, at }),
  )
  for (const client of clients) {
    if ([...client.tokens].every((token) => isOver(channel, token))) {
      client.link.close(1000, 'all subscribed assets resolved')
    }
  }
}

const isOver = ({ context, unannounced }: Channel, token: string): boolean => {
  const market = context.exchange.marketOf(tokenId(token))
  return market?.status === 'resolved' && !unannounced.has(market.id)
}

const listenersOf = (channel: Channel, token: string): readonly Client[] => [
  ...(channel.byToken.get(token) ?? []),
]

const clientsOf = (channel: Channel, market: SimMarket): readonly Client[] => [
  ...new Set(market.tokens.flatMap((token) => listenersOf(channel, token))),
]

const sendAll = (clients: readonly Client[], message: object): void => {
  if (clients.length === 0) return
  const text = JSON.stringify(message)
  for (const client of clients) client.link.send(text)
}
