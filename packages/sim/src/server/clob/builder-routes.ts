import {
  formatPrice,
  formatSize,
  formatUsd,
  marketId,
  PRICE_ONE,
  price,
  type Size,
  type TokenId,
  timeMs,
  type Usd,
} from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { SimTrade } from '../../exchange/sim-order.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { integerParam, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import type { BuilderOrders } from './builder-orders.js'
import { cursorPage } from './cursor-page.js'

const PAGE = 100
const CODE = /^0x[0-9a-f]{64}$/

/** Makes the routes of builders: what they charge, and the trades of the orders that they sent. */
export const builderRoutes = (
  context: ServerContext,
  builders: BuilderOrders,
): readonly Route[] => [
  {
    host: 'clob',
    method: 'GET',
    path: '/fees/builder-fees/:code',
    handle: ({ params }) => builderFees(context, params['code'] ?? ''),
  },
  {
    host: 'clob',
    method: 'GET',
    path: '/builder/trades',
    handle: (request) => builderTrades(context, builders, request),
  },
]

const builderFees = ({ rules }: ServerContext, given: string): VenueAnswer => {
  const code = given.toLowerCase()
  if (!CODE.test(code)) return refuse(400, 'Invalid builder code')
  const { maker, taker } = rules.builderFees[code] ?? { maker: 0, taker: 0 }
  return answer({ builder_maker_fee_rate_bps: maker, builder_taker_fee_rate_bps: taker })
}

/** One party's part of a trade, as a builder that sent the party's order sees it. */
type Part = Readonly<{
  trade: SimTrade
  role: 'TAKER' | 'MAKER'
  owner: string
  order: SimTrade['taker']['order']
  token: TokenId
  side: 'buy' | 'sell'
  size: Size
  notional: Usd
  fee: Usd
}>

const builderTrades = (
  context: ServerContext,
  builders: BuilderOrders,
  { query }: VenueRequest,
): VenueAnswer => {
  const code = query.get('builder_code')?.toLowerCase() ?? ''
  const before = integerParam(query, 'before', 0)
  const after = integerParam(query, 'after', 0)
  if (!CODE.test(code) || before === undefined || after === undefined) {
    return refuse(400, 'invalid builder trade params')
  }
  const market = query.get('market') ?? ''
  const wanted = {
    id: query.get('id'),
    asset: query.get('asset_id'),
    maker: query.get('maker_address'),
  }
  const parts = context.exchange
    .trades({
      ...(market === '' ? {} : { market: marketId(market) }),
      ...(before === 0 ? {} : { before: timeMs(before * 1000) }),
      ...(after === 0 ? {} : { after: timeMs(after * 1000) }),
    })
    .toReversed()
    .flatMap(partsOf)
    .filter((part) => builders.builderOf(part.order) === code)
    .filter(
      (part) =>
        (wanted.id ?? part.trade.id) === part.trade.id &&
        (wanted.asset ?? part.token) === part.token &&
        (wanted.maker?.toLowerCase() ?? part.owner) === part.owner,
    )
  return cursorPage(query, parts, PAGE, (part) => renderPart(context, part, code))
}

const partsOf = (trade: SimTrade): readonly Part[] => [
  { ...trade.taker, trade, role: 'TAKER' },
  ...trade.makers.map((maker): Part => ({ ...maker, trade, role: 'MAKER' })),
]

const renderPart = (context: ServerContext, part: Part, code: string): object | null => {
  const market = context.exchange.market(part.trade.market)
  return market === undefined ? null : partRow(context, market, part, code)
}

const partRow = ({ names }: ServerContext, market: SimMarket, part: Part, code: string): object => {
  const { trade, token, size, notional, fee } = part
  const index = token === market.tokens[0] ? 0 : 1
  return {
    id: trade.id,
    tradeType: part.role,
    takerOrderHash: names.orderIdOf(trade.taker.order),
    builder: code,
    market: market.id,
    assetId: token,
    side: part.side.toUpperCase(),
    size: formatSize(size),
    sizeUsdc: formatUsd(notional),
    price: formatPrice(price(Math.round((notional * PRICE_ONE) / size))),
    status: `TRADE_STATUS_${trade.status.toUpperCase()}`,
    outcome: market.outcomes[index],
    outcomeIndex: index,
    owner: names.apiKeyOf(part.owner),
    maker: names.addressOf(part.owner),
    transactionHash: trade.status === 'matched' ? '' : trade.transaction,
    matchTime: String(Math.floor(trade.at / 1000)),
    bucketIndex: 0,
    fee: formatUsd(fee),
    feeUsdc: formatUsd(fee),
    builderFee: '0',
    builderCode: code,
    err_msg: null,
    createdAt: new Date(trade.at).toISOString(),
    updatedAt: new Date(trade.updatedAt).toISOString(),
  }
}
