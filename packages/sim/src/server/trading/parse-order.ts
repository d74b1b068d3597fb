import type { Hex } from 'viem'
import { z } from 'zod'
import type { SignedOrder } from './order-digest.js'

const digits = z.string().regex(/^\d{1,78}$/)
const amount = z.string().regex(/^\d{1,15}$/)
const address = z.custom<Hex>((value) => /^0x[0-9a-fA-F]{40}$/.test(String(value)))
const bytes32 = z.custom<Hex>((value) => /^0x[0-9a-fA-F]{64}$/.test(String(value)))
const hex = z.custom<Hex>((value) => /^0x([0-9a-fA-F]{2})+$/.test(String(value)))

const WireOrder = z.object({
  deferExec: z.boolean().optional(),
  postOnly: z.boolean().optional(),
  owner: z.string(),
  orderType: z.enum(['GTC', 'GTD', 'FOK', 'FAK']),
  order: z.object({
    // A JSON number: beyond 2^53 it would not be what was signed.
    salt: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
    maker: address,
    signer: address,
    tokenId: digits,
    makerAmount: amount,
    takerAmount: amount,
    side: z.enum(['BUY', 'SELL']),
    signatureType: z.int().min(0).max(3),
    timestamp: digits,
    expiration: z.string().regex(/^\d{1,12}$/),
    metadata: bytes32,
    builder: bytes32,
    signature: hex,
  }),
})

/** An order as it came, with what it signs. */
export type PostedOrder = Readonly<{
  owner: string
  orderType: 'GTC' | 'GTD' | 'FOK' | 'FAK'
  postOnly: boolean
  side: 'buy' | 'sell'
  tokenId: string
  makerAmount: number
  takerAmount: number
  /** Unix seconds, 0 for none. It is not signed. */
  expiration: number
  signed: SignedOrder
  signature: Hex
}>

/** Reads one posted order; `version` for a body of an older order version, `payload` for anything else. */
export const parseOrder = (value: unknown): PostedOrder | 'payload' | 'version' => {
  if (isOldVersion(value)) return 'version'
  const parsed = WireOrder.safeParse(value)
  if (!parsed.success) return 'payload'
  const { order, owner, orderType, postOnly = false } = parsed.data
  const { signature, side, expiration, tokenId, makerAmount, takerAmount } = order
  return {
    owner,
    orderType,
    postOnly,
    side: side === 'BUY' ? 'buy' : 'sell',
    tokenId,
    makerAmount: Number(makerAmount),
    takerAmount: Number(takerAmount),
    expiration: Number(expiration),
    signature,
    signed: {
      salt: BigInt(order.salt),
      maker: order.maker,
      signer: order.signer,
      tokenId: BigInt(tokenId),
      makerAmount: BigInt(makerAmount),
      takerAmount: BigInt(takerAmount),
      side: side === 'BUY' ? 0 : 1,
      signatureType: order.signatureType,
      timestamp: BigInt(order.timestamp),
      metadata: order.metadata,
      builder: order.builder,
    },
  }
}

/** Orders of version 1 carried a nonce and a fee rate, and no timestamp. */
const isOldVersion = (value: unknown): boolean => {
  const parsed = z.object({ order: z.record(z.string(), z.unknown()) }).safeParse(value)
  return parsed.success && 'nonce' in parsed.data.order && !('timestamp' in parsed.data.order)
}
