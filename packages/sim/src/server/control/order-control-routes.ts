import {
  BotError,
  formatPrice,
  formatSize,
  marketId,
  orderId,
  parsePrice,
  parseSize,
  type Size,
  tokenId,
  usd,
} from '@bot/core'
import { z } from 'zod'
import type { PlaceResult } from '../../exchange/sim-order.js'
import { findMarket } from '../find-market.js'
import type { Route } from '../http/route.js'
import type { ServerContext } from '../server-context.js'
import { controlRoute } from './control-route.js'
import { dollarsOf, ownerText, sharesText } from './control-texts.js'

const OrderBody = z.strictObject({
  owner: ownerText,
  token: z.string(),
  side: z.enum(['BUY', 'SELL']),
  price: z.string(),
  size: sharesText,
  type: z.enum(['GTC', 'FOK', 'FAK']).default('GTC'),
  postOnly: z.boolean().default(false),
  /** Gives the owner what the order needs. */
  fund: z.boolean().default(true),
})

const CancelBody = z.strictObject({
  owner: ownerText,
  orders: z.array(z.string()).optional(),
  market: z.string().optional(),
})

const level = z.tuple([z.string(), sharesText])
const BookBody = z.strictObject({
  token: z.string(),
  bids: z.array(level).default([]),
  asks: z.array(level).default([]),
})

type OrderSpec = z.infer<typeof OrderBody>

/** The wallet whose orders `POST /_sim/book` replaces. */
const BOOK_OWNER = 'script-book'

/** Makes the routes that trade as a wallet of the population: no key, no signature, no limits. */
export const orderControlRoutes = (context: ServerContext): readonly Route[] => {
  const { exchange } = context
  let number = 0
  const place = (spec: OrderSpec): PlaceResult => {
    const token = knownToken(context, spec.token)
    const shares = parseSize(spec.size)
    const limit = parsePrice(spec.price)
    if (spec.fund) fund(context, { owner: spec.owner, token, side: spec.side, shares })
    number += 1
    return exchange.place({
      id: orderId(`script-${number}-${exchange.actualNow()}`),
      owner: spec.owner,
      token,
      side: spec.side === 'BUY' ? 'buy' : 'sell',
      shares,
      limit,
      tif: TIFS[spec.type],
      postOnly: spec.postOnly,
    })
  }
  return [
    controlRoute('orders', OrderBody, (spec) => {
      const result = place(spec)
      return { ...result, id: `script-${number}-${exchange.actualNow()}` }
    }),
    controlRoute('cancel', CancelBody, ({ owner, orders, market }) => {
      if (orders !== undefined) return exchange.cancel(owner, orders.map(orderId))
      if (market === undefined) return exchange.cancel(owner, 'all')
      return exchange.cancel(owner, { market: findMarket(exchange, market).id })
    }),
    controlRoute('book', BookBody, ({ token, bids, asks }) => {
      const { id } = findMarket(exchange, knownToken(context, token))
      exchange.cancel(BOOK_OWNER, { market: marketId(id) })
      const rest =
        (side: OrderSpec['side']) =>
        ([price, size]: z.infer<typeof level>) =>
          requireRest(
            place({
              owner: BOOK_OWNER,
              token,
              side,
              price,
              size,
              type: 'GTC',
              postOnly: true,
              fund: true,
            }),
            price,
          )
      bids.forEach(rest('BUY'))
      asks.forEach(rest('SELL'))
      return shownBook(context, token)
    }),
  ]
}

const TIFS = { GTC: 'gtc', FOK: 'fok', FAK: 'fak' } as const

const knownToken = ({ exchange }: ServerContext, text: string): ReturnType<typeof tokenId> => {
  const token = tokenId(text)
  if (exchange.marketOf(token) !== undefined) return token
  throw new BotError('invalid-argument', `Expected the token id of a market, was "${text}"`, {
    token: text,
  })
}

type Need = Readonly<{ owner: string; token: string; side: 'BUY' | 'SELL'; shares: Size }>

/** A dollar a share pays for any buy, and for a complete set, of which a sell needs one side. */
const fund = ({ exchange }: ServerContext, { owner, token, side, shares }: Need): void => {
  exchange.deposit(owner, usd(dollarsOf(shares) * FEE_ROOM))
  const market = exchange.marketOf(tokenId(token))
  if (side === 'SELL' && market !== undefined) exchange.split(owner, market.id, shares)
}

/** Room for the fee that comes on top. */
const FEE_ROOM = 2

const requireRest = ({ outcome, reason }: PlaceResult, price: string): void => {
  if (outcome === 'live') return
  throw new BotError(
    'invalid-argument',
    `Expected the level ${price} to rest, was ${reason ?? outcome}`,
    {
      price,
    },
  )
}

const shownBook = ({ exchange }: ServerContext, token: string): object => {
  const book = exchange.book(tokenId(token))
  const levels = (side: 'bids' | 'asks'): readonly object[] =>
    (book?.[side] ?? []).map(({ price, size }) => ({
      price: formatPrice(price),
      size: formatSize(size),
    }))
  return { token, bids: levels('bids'), asks: levels('asks') }
}
