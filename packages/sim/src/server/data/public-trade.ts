import { SIZE_ONE, USD_ONE } from '@bot/core'
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
  at: number
  seconds: number
  transaction: string
}>

/** Which trades to list. Wallets are lower case, times Unix seconds, both inclusive. */
export type TradeQuery = Readonly<{
  wallet?: string
  /** Which markets; all without. */
  inMarket?: (market: SimMarket) => boolean
  takerOnly: boolean
  side?: string
  start?: number
  end?: number
  /** Drops rows below so many dollars or shares. */
  least?: Readonly<{ by: 'CASH' | 'TOKENS'; amount: number }>
}>

/** Lists trades as rows of one party each, newest first, at most `most`. Failed trades never happened. */
export const publicTrades = (
  context: ServerContext,
  query: TradeQuery,
  most: number = Number.POSITIVE_INFINITY,
): readonly PublicTrade[] => {
  const rows: PublicTrade[] = []
  const publicAt = context.ledger.publicAt()
  const owner = query.wallet === undefined ? {} : { owner: context.names.ownerOf(query.wallet) }
  const trades = context.exchange.trades(owner)
  for (let at = trades.length - 1; at >= 0 && rows.length < most; at--) {
    const trade = trades[at]
    if (trade === undefined || trade.status === 'failed' || trade.at > publicAt) continue
    const market = context.ledger.markets.find(trade.market)
    if (market === undefined || query.inMarket?.(market) === false) continue
    rows.push(...partsOf(context, market, trade).filter((row) => matches(row, query)))
  }
  return rows.slice(0, most)
}

type Part = Readonly<{
  owner: string
  token: string
  side: 'buy' | 'sell'
  size: number
  notional: number
}>

const partsOf = (
  context: ServerContext,
  market: SimMarket,
  trade: SimTrade,
): readonly PublicTrade[] => {
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
    at: trade.at,
    seconds: Math.floor(trade.at / 1000),
    transaction: trade.transaction,
  })
  return [
    ...trade.makers.map((maker, index) => render(maker, 'maker', index + 1)).reverse(),
    render(trade.taker, 'taker', 0),
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

/** Tells which markets a request asks for by its condition or event ids; no filter where it names none. */
export const inMarkets =
  (conditions: readonly string[], events: readonly string[]): ((market: SimMarket) => boolean) =>
  (market) =>
    (conditions.length === 0 || conditions.includes(market.id)) &&
    (events.length === 0 || events.includes(eventOf(market).id))

/** A made-up name for a wallet, always the same. */
export const pseudonymOf = (wallet: string): string => `Sim-${wallet.slice(2, 10)}`
