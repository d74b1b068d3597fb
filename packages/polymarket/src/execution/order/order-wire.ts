import { BotError, orderId, type PreparedOrder, type Size, type TokenId, tokenId } from '@bot/core'
import { z } from 'zod'
import type { HexText } from '../signer/signer.js'
import type { BuiltOrder } from './build-order.js'

/** The venue's word for how long an order lives. */
export type OrderType = 'GTC' | 'GTD' | 'FOK' | 'FAK'

/** What of the sent bytes is needed to read the venue's answer. */
export type WireTerms = Readonly<{
  token: TokenId
  side: 'buy' | 'sell'
  shares: Size
  orderType: OrderType
  postOnly: boolean
}>

/** Writes the exact body that is posted. */
export const writeOrderWire = (
  { fields, expiration }: BuiltOrder,
  rest: Readonly<{
    signature: HexText
    owner: string
    orderType: OrderType
    postOnly: boolean
  }>,
): string => {
  const { salt, maker, signer, tokenId: token, makerAmount, takerAmount } = fields
  const { side, signatureType, timestamp, metadata, builder } = fields
  const order = {
    ...{ salt, maker, signer, tokenId: token, makerAmount, takerAmount, side, signatureType },
    ...{ timestamp, expiration: String(expiration), metadata, builder, signature: rest.signature },
  }
  const { owner, orderType, postOnly } = rest
  return JSON.stringify({ deferExec: false, postOnly, order, owner, orderType })
}

const digits = z.string().regex(/^\d{1,15}$/)
const shape = z.object({
  postOnly: z.boolean(),
  orderType: z.enum(['GTC', 'GTD', 'FOK', 'FAK']),
  order: z.object({
    tokenId: z.string(),
    side: z.enum(['BUY', 'SELL']),
    makerAmount: digits,
    takerAmount: digits,
  }),
})

/**
 * Reads what bytes of {@link writeOrderWire} say, also those of an earlier run.
 *
 * @throws BotError `invalid-argument` when they are none.
 */
export const readOrderWire = ({ id, wire }: PreparedOrder): WireTerms => {
  const parsed = shape.safeParse(jsonOf(wire))
  if (!parsed.success) {
    throw new BotError(
      'invalid-argument',
      `Expected the bytes of a prepared order, was another text`,
      {
        id: orderId(id),
      },
    )
  }
  const { order, orderType, postOnly } = parsed.data
  const buys = order.side === 'BUY'
  return {
    token: tokenId(order.tokenId),
    side: buys ? 'buy' : 'sell',
    shares: Number(buys ? order.takerAmount : order.makerAmount) as Size,
    orderType,
    postOnly,
  }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
