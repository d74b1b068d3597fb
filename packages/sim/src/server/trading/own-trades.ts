import { marketId, timeMs } from '@bot/core'
import type { SimTrade } from '../../exchange/sim-order.js'
import type { ApiKey } from '../auth/api-keys.js'
import { cursorPage } from '../clob/cursor-page.js'
import { refuse, type VenueAnswer } from '../http/venue-answer.js'
import { integerParam, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { wireTrade } from '../wire/wire-trade.js'
import { accountsOf } from './key-accounts.js'

const PAGE = 100

/** Answers `/data/trades`: the trades of a signer's accounts, newest first. */
export const ownTrades = (
  context: ServerContext,
  { address }: ApiKey,
  { query }: VenueRequest,
): VenueAnswer => {
  const window = readWindow(query)
  if (window === undefined) return refuse(400, 'Invalid trade params payload')
  const accounts = accountsOf(context, address)
  const token = query.get('asset_id') ?? ''
  const maker = query.get('maker_address')?.toLowerCase() ?? ''
  const trades = candidates(context, query.get('id') ?? '', window).filter(
    (trade) =>
      partiesOf(trade).some(({ owner }) => accounts.includes(owner)) &&
      (token === '' || partiesOf(trade).some((party) => party.token === token)) &&
      (maker === '' || isParty(context, trade, maker)),
  )
  return cursorPage(query, trades.toReversed(), PAGE, (trade) => {
    const market = context.exchange.market(trade.market)
    return market === undefined ? null : wireTrade(context.names, market, trade, accounts)
  })
}

type Window = Parameters<ServerContext['exchange']['trades']>[0]

const readWindow = (query: URLSearchParams): Window | undefined => {
  const before = integerParam(query, 'before', 0)
  const after = integerParam(query, 'after', 0)
  if (before === undefined || after === undefined) return undefined
  const market = query.get('market') ?? ''
  return {
    ...(market === '' ? {} : { market: marketId(market) }),
    ...(before === 0 ? {} : { before: timeMs(before * 1000) }),
    ...(after === 0 ? {} : { after: timeMs(after * 1000) }),
  }
}

const candidates = (
  { exchange }: ServerContext,
  id: string,
  window: Window,
): readonly SimTrade[] => {
  if (id === '') return exchange.trades(window)
  const trade = exchange.trade(id)
  return trade === undefined ? [] : [trade]
}

const partiesOf = (
  trade: SimTrade,
): readonly (SimTrade['taker'] | SimTrade['makers'][number])[] => [trade.taker, ...trade.makers]

const isParty = ({ names }: ServerContext, trade: SimTrade, address: string): boolean =>
  partiesOf(trade).some(({ owner }) => names.addressOf(owner) === address)
