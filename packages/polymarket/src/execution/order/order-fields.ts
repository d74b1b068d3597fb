import { hashTypedData, type TypedDataDefinition } from 'viem'
import type { HexText, TypedData } from '../signer/signer.js'
import { exchangeContract } from './exchange-contract.js'

/** An order of version 2 as it is signed. Amounts in base units: micro-dollars and millionths of a share. */
export type OrderFields = Readonly<{
  salt: number
  maker: HexText
  signer: HexText
  tokenId: string
  makerAmount: string
  takerAmount: string
  side: 'BUY' | 'SELL'
  signatureType: 0 | 1 | 2 | 3
  /** Unix milliseconds. */
  timestamp: string
  metadata: HexText
  builder: HexText
}>

/** Which exchange an order is for. */
export type OrderPlace = Readonly<{ chainId: number; negRisk: boolean }>

/** The struct that is signed, field by field in its order. */
export const ORDER_STRUCT = [
  { name: 'salt', type: 'uint256' },
  { name: 'maker', type: 'address' },
  { name: 'signer', type: 'address' },
  { name: 'tokenId', type: 'uint256' },
  { name: 'makerAmount', type: 'uint256' },
  { name: 'takerAmount', type: 'uint256' },
  { name: 'side', type: 'uint8' },
  { name: 'signatureType', type: 'uint8' },
  { name: 'timestamp', type: 'uint256' },
  { name: 'metadata', type: 'bytes32' },
  { name: 'builder', type: 'bytes32' },
] as const

/** Words an order for signing. */
export const orderTypedData = (
  order: OrderFields,
  { chainId, negRisk }: OrderPlace,
): TypedData => ({
  domain: {
    name: 'Polymarket CTF Exchange',
    version: '2',
    chainId,
    verifyingContract: exchangeContract(negRisk),
  },
  types: { Order: ORDER_STRUCT },
  primaryType: 'Order',
  message: {
    ...order,
    salt: BigInt(order.salt),
    tokenId: BigInt(order.tokenId),
    makerAmount: BigInt(order.makerAmount),
    takerAmount: BigInt(order.takerAmount),
    side: order.side === 'BUY' ? 0 : 1,
    timestamp: BigInt(order.timestamp),
  },
})

/** Computes the EIP-712 digest of an order: the venue's id of it, known before it is sent. */
export const orderDigest = (order: OrderFields, place: OrderPlace): HexText =>
  hashTypedData(orderTypedData(order, place) as TypedDataDefinition)
