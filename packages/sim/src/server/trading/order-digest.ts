import { type Hex, hashTypedData } from 'viem'
import { exchangeAddress } from './contracts.js'

/** The structure that orders of exchange versions 2 and 3 sign. */
export const ORDER_TYPES = {
  Order: [
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
  ],
} as const

/** The fields of an order that its signature covers. */
export type SignedOrder = Readonly<{
  salt: bigint
  maker: Hex
  signer: Hex
  tokenId: bigint
  makerAmount: bigint
  takerAmount: bigint
  /** 0 buys, 1 sells. */
  side: 0 | 1
  signatureType: number
  timestamp: bigint
  metadata: Hex
  builder: Hex
}>

/** The domain that an order is signed for: one exchange contract of one version on one chain. */
export type OrderDomain = Readonly<{
  name: string
  version: string
  chainId: number
  verifyingContract: Hex
}>

/** Makes the domain of the exchange that a market's orders must name; `version` 2 is the one in use. */
export const orderDomain = (
  negRisk: boolean,
  chainId: number,
  version: '2' | '3' = '2',
): OrderDomain => ({
  name: 'Polymarket CTF Exchange',
  version,
  chainId,
  verifyingContract: exchangeAddress(version === '3' ? 'v3' : negRisk ? 'neg-risk' : 'binary'),
})

/** Computes the digest of an order, which is also its id. */
export const orderDigest = (order: SignedOrder, domain: OrderDomain): Hex =>
  hashTypedData({ domain, types: ORDER_TYPES, primaryType: 'Order', message: order })
