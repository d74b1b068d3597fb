import { type Hex, hashTypedData, recoverAddress } from 'viem'
import { exchangeAddress } from './contracts.js'

const TYPES = {
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

/** Computes the digest of an order of version 2, which is also its id. */
export const orderDigest = (order: SignedOrder, negRisk: boolean, chainId: number): Hex =>
  hashTypedData({
    domain: {
      name: 'Polymarket CTF Exchange',
      version: '2',
      chainId,
      verifyingContract: exchangeAddress(negRisk),
    },
    types: TYPES,
    primaryType: 'Order',
    message: order,
  })

/** Tells whether the order's signer signed this digest. Anything malformed is false. */
export const checkOrderSignature = async (
  digest: Hex,
  signature: Hex,
  signer: string,
): Promise<boolean> => {
  try {
    const recovered = await recoverAddress({ hash: digest, signature })
    return recovered.toLowerCase() === signer.toLowerCase()
  } catch {
    return false
  }
}
