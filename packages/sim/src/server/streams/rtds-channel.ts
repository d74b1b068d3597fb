import { SIZE_ONE, USD_ONE } from '@bot/core'
import type { ExchangeEvent } from '../../exchange/exchange-event.js'
import { tradeRow } from '../data/v1/v1-rows.js'
import type { ServerContext } from '../server-context.js'
import type { VenueTime } from '../venue-time.js'
import { madeUpPrice, symbolsOf } from './made-up-price.js'
import { PRICE_TOPICS, rtdsPrice } from './rtds-price.js'
import { type RtdsSubscription, readRtdsFrame } from './rtds-subscription.js'
import type { StreamLink } from './stream-link.js'

/** The legacy stream of prices and trades. */
export type RtdsChannel = Readonly<{
  text: (text: string, link: StreamLink) => void
  leave: (link: StreamLink) => void
  publish: (event: ExchangeEvent) => void
}>

/** One filter a topic and type: the last one counts. */
type Client = Readonly<{ id: string; subscriptions: Map<string, RtdsSubscription> }>

const TICK_MS = 1_000
const BACKFILL_SECONDS = 60

/** Makes the channel. It answers no PING; the prices are made up, and there are no comments and no equities. */
export const createRtdsChannel = (
  context: ServerContext,
  after: VenueTime['after'],
): RtdsChannel => {
  const clients = new Map<StreamLink, Client>()
  let number = 0
  let isTicking = false
  const now = (): number => context.exchange.now()
  const tell = (topic: string, type: string, payload: object, symbol?: string): void => {
    for (const [link, { id, subscriptions }] of clients) {
      const own = subscriptions.get(`${topic}:${type}`) ?? subscriptions.get(`${topic}:*`)
      if (own === undefined || own.isDeaf) continue
      if (symbol !== undefined && own.symbols?.includes(symbol) === false) continue
      link.send(JSON.stringify({ topic, type, timestamp: now(), payload, connection_id: id }))
    }
  }
  const tick = (): void => {
    isTicking = clients.size > 0
    if (!isTicking) return
    for (const topic of PRICE_TOPICS) {
      for (const symbol of symbolsOf(topic))
        tell(topic, 'update', rtdsPrice(topic, symbol, now()), symbol)
    }
    after(TICK_MS, tick)
  }
  const clientOf = (link: StreamLink): Client => {
    number += 1
    const client = clients.get(link) ?? { id: `sim-${number}`, subscriptions: new Map() }
    clients.set(link, client)
    return client
  }
  return {
    text: (text, link) => {
      const frame = readRtdsFrame(text)
      if (frame === undefined) return
      if (frame.ask === 'unknown') {
        link.reply(JSON.stringify({ body: { message: 'Unauthorized' }, statusCode: 401 }))
        return
      }
      const { subscriptions } = clientOf(link)
      for (const one of frame.subscriptions) {
        const key = `${one.topic}:${one.type}`
        if (frame.ask === 'unsubscribe') subscriptions.delete(key)
        else {
          subscriptions.set(key, one)
          sendBackfill(link, one, now())
        }
      }
      if (!isTicking) {
        isTicking = true
        after(TICK_MS, tick)
      }
    },
    leave: (link) => void clients.delete(link),
    publish: (event) => {
      if (event.type !== 'trade' || clients.size === 0) return
      const row = takerRow(context, event)
      for (const type of ['trades', 'orders_matched']) tell('activity', type, row)
    },
  }
}

/** The last minute, when one symbol was asked for; labelled `crypto_prices` whatever the topic, as the venue does. */
const sendBackfill = (link: StreamLink, one: RtdsSubscription, at: number): void => {
  const second = Math.floor(at / 1_000)
  const symbol = one.isObject ? one.symbols?.[0] : undefined
  if (symbol === undefined || !PRICE_TOPICS.includes(one.topic)) return
  if (madeUpPrice(symbol, second) === undefined) return
  const data = Array.from({ length: BACKFILL_SECONDS }, (_, index) => {
    const then = second - BACKFILL_SECONDS + index
    return { timestamp: then * 1_000, value: madeUpPrice(symbol, then) }
  })
  const payload = { symbol, data }
  link.send(JSON.stringify({ topic: 'crypto_prices', type: 'subscribe', timestamp: at, payload }))
}

/** The taker's part of a trade as `/trades` of the Data API shows it. */
const takerRow = (
  { exchange, names }: ServerContext,
  { trade }: Extract<ExchangeEvent, { type: 'trade' }>,
): object => {
  const market = exchange.market(trade.market)
  if (market === undefined) return {}
  const { taker } = trade
  return tradeRow({
    key: trade.id,
    role: 'taker',
    wallet: names.addressOf(taker.owner),
    side: taker.side === 'buy' ? 'BUY' : 'SELL',
    token: taker.token,
    market,
    outcomeIndex: taker.token === market.tokens[0] ? 0 : 1,
    size: taker.size / SIZE_ONE,
    usd: taker.notional / USD_ONE,
    price: taker.notional / taker.size,
    at: trade.at,
    seconds: Math.floor(trade.at / 1_000),
    transaction: trade.transaction,
  })
}
