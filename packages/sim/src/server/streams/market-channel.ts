import { tokenId } from '@bot/core'
import type { ExchangeEvent } from '../../exchange/exchange-event.js'
import type { FaultBook } from '../faults/fault-book.js'
import type { ServerContext } from '../server-context.js'
import type { VenueTime } from '../venue-time.js'
import { wireBook } from '../wire/wire-book.js'
import { createMarketClients, type MarketClient, type MarketClients } from './market-clients.js'
import { bookMessage } from './market-message.js'
import { createMarketNews } from './market-news.js'
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

type Channel = Readonly<{ context: ServerContext; faults: FaultBook; clients: MarketClients }>

/** Makes the channel. It never replays: a client hears the books at its subscription, then what happens. */
export const createMarketChannel = (
  context: ServerContext,
  faults: FaultBook,
  after: VenueTime['after'],
): MarketChannel => {
  const clients = createMarketClients()
  const channel: Channel = { context, faults, clients }
  return {
    text: (text, link) => handleText(channel, clients.of(link), text),
    leave: clients.leave,
    publish: createMarketNews({ context, clients, after }),
    counts: clients.counts,
  }
}

const handleText = (channel: Channel, client: MarketClient, text: string): void => {
  const frame = readMarketFrame(text, client.started)
  if (frame.ask === 'error') {
    client.link.reply(frame.reply)
    return
  }
  client.custom = frame.custom ?? client.custom
  if (frame.ask === 'unsubscribe') channel.clients.remove(client, frame.tokens)
  else subscribe(channel, client, frame)
}

const subscribe = (
  channel: Channel,
  client: MarketClient,
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
  for (const token of heard) channel.clients.listen(client, token)
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
