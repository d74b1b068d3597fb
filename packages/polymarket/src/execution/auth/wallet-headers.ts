import type { HexText, Signer, TypedData } from '../signer/signer.js'

const MESSAGE = 'This message attests that I control the given wallet'
const FIELDS = [
  { name: 'address', type: 'address' },
  { name: 'timestamp', type: 'string' },
  { name: 'nonce', type: 'uint256' },
  { name: 'message', type: 'string' },
] as const

/** What proves a wallet to the venue; `timestamp` in Unix seconds. */
export type WalletClaim = Readonly<{
  address: HexText
  timestamp: string
  nonce: number
  chainId: number
}>

/** Words the claim that a wallet signs. */
export const walletClaim = ({ address, timestamp, nonce, chainId }: WalletClaim): TypedData => ({
  domain: { name: 'ClobAuthDomain', version: '1', chainId },
  types: { ClobAuth: FIELDS },
  primaryType: 'ClobAuth',
  message: { address, timestamp, nonce: BigInt(nonce), message: MESSAGE },
})

/** Signs the headers that prove the wallet itself, with which API keys are made. */
export const walletHeaders = async (
  signer: Signer,
  claim: Omit<WalletClaim, 'address'>,
): Promise<Readonly<Record<string, string>>> => ({
  POLY_ADDRESS: signer.address,
  POLY_SIGNATURE: await signer.signTypedData(walletClaim({ ...claim, address: signer.address })),
  POLY_TIMESTAMP: claim.timestamp,
  POLY_NONCE: String(claim.nonce),
})
