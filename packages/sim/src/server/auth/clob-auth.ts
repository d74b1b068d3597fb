import { type Hex, isAddress, isHex, recoverTypedDataAddress } from 'viem'

const MESSAGE = 'This message attests that I control the given wallet'
const TYPES = {
  ClobAuth: [
    { name: 'address', type: 'address' },
    { name: 'timestamp', type: 'string' },
    { name: 'nonce', type: 'uint256' },
    { name: 'message', type: 'string' },
  ],
} as const

/** The headers of an L1 request. */
export type ClobAuthClaim = Readonly<{
  address: string
  signature: string
  timestamp: string
  nonce: string
}>

/**
 * Tells whether a wallet really signed the L1 message of the venue's chain.
 *
 * Anything malformed is false: the caller answers `Invalid L1 Request headers`.
 */
export const checkClobAuth = async (claim: ClobAuthClaim, chainId: number): Promise<boolean> => {
  const { address, signature, timestamp, nonce } = claim
  if (!isAddress(address, { strict: false }) || !isHex(signature)) return false
  if (!/^\d{1,12}$/.test(timestamp) || !/^\d{1,30}$/.test(nonce)) return false
  try {
    const signer = await recoverTypedDataAddress({
      domain: { name: 'ClobAuthDomain', version: '1', chainId },
      types: TYPES,
      primaryType: 'ClobAuth',
      message: { address: address as Hex, timestamp, nonce: BigInt(nonce), message: MESSAGE },
      signature,
    })
    return signer.toLowerCase() === address.toLowerCase()
  } catch {
    return false
  }
}
