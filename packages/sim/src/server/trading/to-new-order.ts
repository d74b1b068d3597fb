import { orderId, tokenId, type Usd } from '@bot/core'
import type { NewOrder } from '../../exchange/sim-order.js'
import type { OrderTerms } from './order-terms.js'
import type { PostedOrder } from './parse-order.js'

/** Turns a posted order into the matcher's: it belongs to its maker, whose money and shares it moves. */
export const toNewOrder = (id: string, posted: PostedOrder, terms: OrderTerms): NewOrder => ({
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
})
