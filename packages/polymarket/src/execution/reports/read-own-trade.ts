import {
  type Exchanged,
  type ExecutionReport,
  type ExecutionStatus,
  type FeeSchedule,
  type OrderId,
  orderId,
  type TokenId,
  tokenId,
} from '@bot/core'
import { isFields } from '../../wire/is-fields.js'
import { readPrice } from '../../wire/read-price.js'
import { readSize } from '../../wire/read-size.js'
import { readText } from '../../wire/read-text.js'
import { exchangedOf, feeOf, type TradePart } from './trade-money.js'

/** Who we are to the venue: fills are ours by either. */
export type OwnAccount = Readonly<{ apiKey: string; address: string }>

/** A market's fee by one of its tokens; `undefined` or `'unknown'` where it is not known. */
export type FeeLookup = (token: TokenId) => FeeSchedule | 'unknown' | undefined

/** What a trade says of our own orders, or a short kebab-case reason why it cannot be read. */
export type OwnTrade = Readonly<{ reports: readonly ExecutionReport[] } | { rejected: string }>

type Fields = Readonly<Record<string, unknown>>
/** One maker's entry, in the maker's own token, side and price. */
type Maker = TradePart & Readonly<{ order: OrderId; own: boolean; token: TokenId; side: Side }>
type Side = 'buy' | 'sell'

/**
 * Reads one trade of the account, as the user channel and `/data/trades` tell it, into a report for each of our
 * orders in it.
 *
 * The top level speaks of the taker, with the taker's limit as its price; what was really paid is in `maker_orders`,
 * and so are our own fills as a maker, whose token, side and price can differ from the top level's. The trade's id is
 * the venue's, so that the same trade is one trade however we hear of it. The venue reports no fee: it is computed
 * by the market's schedule a price level, to the nearest 0.00001 dollar, and absent where the schedule is not known.
 * Never throws.
 */
export const readOwnTrade = (raw: unknown, account: OwnAccount, feeFor: FeeLookup): OwnTrade => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const tradeId = readText(raw['id'])
  if (tradeId === undefined) return { rejected: 'missing-trade-id' }
  const status = statusOf(raw['status'])
  if (status === undefined) return { rejected: 'unknown-trade-status' }
  const token = readText(raw['asset_id'])
  const side = sideOf(raw['side'])
  if (token === undefined) return { rejected: 'missing-asset-id' }
  if (side === undefined) return { rejected: 'bad-side' }
  const taker = { token: tokenId(token), side }
  const makers = makersOf(raw['maker_orders'], taker, account)
  if (typeof makers === 'string') return { rejected: makers }
  const reason = status === 'failed' ? readText(raw['err_msg']) : undefined
  const base = { tradeId, status, ...(reason !== undefined && { reason }) }
  const taken = isOwn(raw, account) ? takerReport(raw, taker, makers, feeFor) : undefined
  if (typeof taken === 'string') return { rejected: taken }
  const reports = [
    ...(taken === undefined ? [] : [{ ...taken, ...base }]),
    ...makerReports(makers, feeFor).map((report) => ({ ...report, ...base })),
  ]
  return reports.length === 0 ? { rejected: 'not-our-trade' } : { reports }
}

const STATUSES: ReadonlyMap<string, ExecutionStatus> = new Map([
  ['MATCHED', 'matched'],
  ['MATCHED_NOT_BROADCASTED', 'matched'],
  ['RETRYING', 'matched'],
  ['MINED', 'mined'],
  ['CONFIRMED', 'confirmed'],
  ['FAILED', 'failed'],
])

const statusOf = (value: unknown): ExecutionStatus | undefined =>
  STATUSES.get((readText(value) ?? '').replace(/^TRADE_STATUS_/, ''))

const sideOf = (value: unknown): Side | undefined =>
  value === 'BUY' ? 'buy' : value === 'SELL' ? 'sell' : undefined

const isOwn = (fields: Fields, { apiKey, address }: OwnAccount): boolean =>
  fields['owner'] === apiKey ||
  (readText(fields['maker_address']) ?? '').toLowerCase() === address.toLowerCase()

const makersOf = (
  value: unknown,
  taker: Readonly<{ token: TokenId; side: Side }>,
  account: OwnAccount,
): readonly Maker[] | string => {
  const makers: Maker[] = []
  for (const entry of Array.isArray(value) ? value : []) {
    if (!isFields(entry)) return 'bad-maker-order'
    const order = readText(entry['order_id'])
    const token = readText(entry['asset_id'])
    const size = readSize(entry['matched_amount'])
    const price = readPrice(entry['price'])
    if (order === undefined || token === undefined) return 'bad-maker-order'
    if (size === undefined) return 'bad-size'
    if (price === undefined) return 'bad-price'
    // Older messages leave the side out: of the same token it is the other one, of the other token the same.
    const opposite = taker.side === 'buy' ? 'sell' : 'buy'
    const side = sideOf(entry['side']) ?? (token === taker.token ? opposite : taker.side)
    const own = isOwn(entry, account)
    makers.push({ order: orderId(order), own, token: tokenId(token), side, size, price })
  }
  return makers
}

type OrderPart = Omit<ExecutionReport, 'status' | 'tradeId'>

const takerReport = (
  raw: Fields,
  taker: Readonly<{ token: TokenId; side: Side }>,
  makers: readonly Maker[],
  feeFor: FeeLookup,
): OrderPart | string => {
  const order = readText(raw['taker_order_id'])
  if (order === undefined) return 'missing-order-id'
  const size = readSize(raw['size'])
  if (size === undefined) return 'bad-size'
  const whole = makers.reduce((sum, maker) => sum + maker.size, 0) === size
  const price = readPrice(raw['price'])
  if (!whole && price === undefined) return 'bad-price'
  const parts: readonly TradePart[] = whole
    ? makers.map((maker) => ({ ...maker, complementary: maker.token !== taker.token }))
    : [{ size, price: price ?? 0, side: taker.side }]
  return orderPart(orderId(order), taker, 'taker', parts, feeFor)
}

/** One report an order: an order that was hit twice in one trade has one trade. */
const makerReports = (makers: readonly Maker[], feeFor: FeeLookup): readonly OrderPart[] => {
  const own = new Map<OrderId, Maker[]>()
  for (const maker of makers) {
    if (maker.own) own.set(maker.order, [...(own.get(maker.order) ?? []), maker])
  }
  return [...own].flatMap(([order, parts]) =>
    parts.slice(0, 1).map((first) => orderPart(order, first, 'maker', parts, feeFor)),
  )
}

const orderPart = (
  order: OrderId,
  { token, side }: Readonly<{ token: TokenId; side: Side }>,
  liquidity: 'maker' | 'taker',
  parts: readonly TradePart[],
  feeFor: FeeLookup,
): OrderPart => {
  const exchanged: Exchanged = exchangedOf(parts)
  const fee = feeOf(parts, liquidity, feeFor(token))
  return { order, token, side, liquidity, exchanged, ...(fee !== undefined && { fee }) }
}
