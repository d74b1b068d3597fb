import { PRICE_ONE, SIZE_ONE, USD_ONE } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { SimTrade } from '../../exchange/sim-order.js'
import { eventOf } from '../gamma/gamma-event.js'
import type { ServerContext } from '../server-context.js'

/** One party's part of a trade, as the public sees it: amounts as floats, times in seconds. */
export type PublicTrade = Readonly<{
  /** The trade and the party, for cursors. */
  key: string
  role: 'taker' | 'maker'
  wallet: string
  side: 'BUY' | 'SELL'
  token: string
  market: SimMarket
  outcomeIndex: 0 | 1
  size: number
  usd: number
  price: number
  /** The same in millionths of a share and of a dollar, for sums. */
  exact: Readonly<{ size: number; notional: number }>
  at: number
  seconds: number
  transaction: string
}>

/** Which trades to list. Wallets and conditions are lower case. */
export type TradeQuery = Readonly<{
  wallet?: string
  conditions: readonly string[]
  takerOnly: boolean
  side?: string
  start?: number
  end?: number
  /** Drops rows below so many dollars or shares. */
  least?: Readonly<{ by: 'CASH' | 'TOKENS'; amount: number }>
}>

/** Lists trades as rows of one party each, newest first. Failed trades never happened. */
export const publicTrades = (context: ServerContext, query: TradeQuery): readonly PublicTrade[] => {
  const rows: PublicTrade[] = []
  const { conditions } = query
  for (const trade of context.exchange.trades()) {
    if (trade.status === 'failed') continue
    if (conditions.length > 0 && !conditions.includes(trade.market)) continue
    for (const row of partsOf(context, trade)) if (matches(row, query)) rows.push(row)
  }
  return rows.reverse()
}

type Part = Readonly<{
  owner: string
  token: string
  side: 'buy' | 'sell'
  size: number
  notional: number
}>

const partsOf = (context: ServerContext, trade: SimTrade): readonly PublicTrade[] => {
  const market = context.exchange.market(trade.market)
  if (market === undefined) return []
  const render = (part: Part, role: PublicTrade['role'], index: number): PublicTrade => ({
    key: `${trade.id}:${index}`,
    role,
    wallet: context.names.addressOf(part.owner),
    side: part.side === 'buy' ? 'BUY' : 'SELL',
    token: part.token,
    market,
    outcomeIndex: part.token === market.tokens[0] ? 0 : 1,
    size: part.size / SIZE_ONE,
    usd: part.notional / USD_ONE,
    price: part.notional / part.size,
    exact: { size: part.size, notional: part.notional },
    at: trade.at,
    seconds: Math.floor(trade.at / 1000),
    transaction: trade.transaction,
  })
  return [
    render(trade.taker, 'taker', 0),
    ...trade.makers.map((maker, index) => render(maker, 'maker', index + 1)),
  ]
}

const matches = (row: PublicTrade, query: TradeQuery): boolean =>
  (!query.takerOnly || row.role === 'taker') &&
  (query.wallet === undefined || row.wallet === query.wallet) &&
  (query.side === undefined || row.side === query.side) &&
  (query.start === undefined || row.seconds >= query.start) &&
  (query.end === undefined || row.seconds <= query.end) &&
  (query.least === undefined ||
    (query.least.by === 'CASH' ? row.usd : row.size) >= query.least.amount)

/** The descriptive fields that rows of the first version share. */
export const marketFields = (market: SimMarket): object => ({
  title: market.question,
  slug: market.slug,
  icon: '',
  eventSlug: eventOf(market).slug,
})

/** A made-up name for a wallet, always the same. */
export const pseudonymOf = (wallet: string): string => `Sim-${wallet.slice(2, 10)}`

/** The middle of a token's book in dollars, its payout once resolved, or half a dollar where nothing is known. */
export const markOf = (context: ServerContext, market: SimMarket, index: 0 | 1): number => {
  if (market.payouts !== undefined) return market.payouts[index] / USD_ONE
  const book = context.exchange.book(market.tokens[index])
  const bid = book?.bids[0]?.price
  const ask = book?.asks[0]?.price
  if (bid !== undefined && ask !== undefined) return (bid + ask) / 2 / PRICE_ONE
  return (bid ?? ask ?? PRICE_ONE / 2) / PRICE_ONE
}
