import { formatSize, formatUsd, orderId, tokenId, type Usd } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { NewOrder, PlaceResult } from '../../exchange/sim-order.js'
import type { ApiKey } from '../auth/api-keys.js'
import type { ServerContext } from '../server-context.js'
import type { UserChannel } from '../streams/user-channel.js'
import { checkOrderSignature, orderDigest } from './order-digest.js'
import { orderTerms } from './order-terms.js'
import { type PostedOrder, parseOrder } from './parse-order.js'
import { refusalText } from './refusal-text.js'

/** What came of a posted order: the venue's body for one that it took, or the text that refuses it. */
export type Submitted =
  | Readonly<{ taken: true; body: object }>
  | Readonly<{ taken: false; status: number; error: string; code?: string }>

/** Everything that an order needs besides itself. */
export type SubmitParts = Readonly<{ context: ServerContext; user: UserChannel }>

/** Checks a posted order as the venue does, in its order of checks, and gives it to the matcher. */
export const submitOrder = async (
  parts: SubmitParts,
  key: ApiKey,
  value: unknown,
): Promise<Submitted> => {
  const { context } = parts
  const posted = parseOrder(value)
  if (posted === 'payload') return refused('Invalid order payload')
  if (posted === 'version') return OLD_VERSION
  const stranger = ownershipProblem(posted, key)
  if (stranger !== undefined) return refused(stranger)
  const market = context.exchange.marketOf(tokenId(posted.tokenId))
  if (market === undefined) return refused('No orderbook exists for the requested token id', 404)
  const negRisk = market.event?.negRisk !== undefined
  const id = orderDigest(posted.signed, negRisk, context.rules.chainId)
  if (!(await checkOrderSignature(id, posted.signature, posted.signed.signer))) {
    return refused('invalid signature')
  }
  return place(parts, posted, market, id)
}

const refused = (error: string, status = 400): Submitted => ({ taken: false, status, error })

const OLD_VERSION: Submitted = {
  taken: false,
  status: 400,
  error: 'invalid order version, please use the latest clob-client',
  code: 'order_version_mismatch',
}

const ownershipProblem = ({ owner, signed }: PostedOrder, key: ApiKey): string | undefined => {
  if (owner !== key.apiKey) return 'the order owner has to be the owner of the API KEY'
  if (signed.signer.toLowerCase() !== key.address) {
    return 'the order signer address has to be the address of the API KEY'
  }
  // Only plain wallets exist here: proxies, Safes and deposit wallets have no contract behind them.
  return signed.signatureType !== 0 || signed.maker.toLowerCase() !== key.address
    ? 'maker address not allowed, please use the deposit wallet flow'
    : undefined
}

const place = (
  { context, user }: SubmitParts,
  posted: PostedOrder,
  market: SimMarket,
  id: string,
): Submitted => {
  const now = context.exchange.now()
  const terms = orderTerms(id, posted, market, Math.floor(now / 1000))
  if (typeof terms === 'string') return refused(terms)
  const order: NewOrder = {
    id: orderId(id),
    owner: posted.signed.maker.toLowerCase(),
    token: tokenId(posted.tokenId),
    side: posted.side,
    shares: terms.shares,
    limit: terms.limit,
    tif: posted.orderType.toLowerCase() as NewOrder['tif'],
    postOnly: posted.postOnly,
    ...(terms.expiresAt === undefined ? {} : { expiresAt: terms.expiresAt }),
    ...(terms.maxNotional === undefined ? {} : { maxNotional: terms.maxNotional as Usd }),
  }
  const result = context.exchange.place(order)
  if (result.outcome === 'live' || result.outcome === 'matched') {
    return { taken: true, body: orderResponse(order, result) }
  }
  const text = refusalText(context, order, result.reason)
  const killed = result.outcome === 'unmatched' ? context.exchange.order(order.id) : undefined
  if (killed !== undefined) user.killed(killed, text, now)
  return refused(text)
}

/** Amounts are decimal text, empty where nothing was exchanged; market orders learn their transaction later. */
const orderResponse = (order: NewOrder, result: PlaceResult): object => {
  const none = result.filled === 0
  const cash = none ? '' : formatUsd(result.notional)
  const shares = none ? '' : formatSize(result.filled)
  const isTaker = order.tif === 'fok' || order.tif === 'fak'
  const trades = result.fills.map((fill) => fill.id)
  const hashes = isTaker ? {} : { transactionsHashes: result.fills.map((fill) => fill.transaction) }
  return {
    success: true,
    errorMsg: '',
    orderID: order.id,
    status: result.outcome,
    makingAmount: order.side === 'buy' ? cash : shares,
    takingAmount: order.side === 'buy' ? shares : cash,
    ...(none ? {} : { tradeIDs: trades, ...hashes }),
  }
}
