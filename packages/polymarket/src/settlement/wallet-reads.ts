import { decodeFunctionResult, encodeFunctionData, parseAbi } from 'viem'
import type { HexText } from '../execution/signer/signer.js'
import type { Chain } from './chain.js'

const TOKEN_ABI = parseAbi([
  'function balanceOf(address owner) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
])
const SHARES_ABI = parseAbi([
  'function balanceOf(address owner, uint256 id) view returns (uint256)',
  'function isApprovedForAll(address owner, address operator) view returns (bool)',
  'function payoutDenominator(bytes32 condition) view returns (uint256)',
])

/** Reads what a wallet holds and allows. */
export type WalletReads = Readonly<{
  cash: () => Promise<bigint>
  /** How much collateral a contract may take. */
  allowance: (spender: HexText) => Promise<bigint>
  shares: (token: string) => Promise<bigint>
  /** Whether a contract may take shares. */
  approved: (operator: HexText) => Promise<boolean>
  isResolved: (condition: HexText) => Promise<boolean>
}>

/** Makes reads of one wallet's tokens. */
export const createWalletReads = (
  chain: Chain,
  from: HexText,
  { collateral, conditionalTokens }: Readonly<{ collateral: HexText; conditionalTokens: HexText }>,
): WalletReads => {
  const number = async (to: HexText, data: HexText): Promise<bigint> =>
    BigInt(await chain.call({ from, to, data }))
  const shares = { abi: SHARES_ABI } as const
  return {
    cash: () =>
      number(
        collateral,
        encodeFunctionData({ abi: TOKEN_ABI, functionName: 'balanceOf', args: [from] }),
      ),
    allowance: (spender) =>
      number(
        collateral,
        encodeFunctionData({ abi: TOKEN_ABI, functionName: 'allowance', args: [from, spender] }),
      ),
    shares: (token) =>
      number(
        conditionalTokens,
        encodeFunctionData({ ...shares, functionName: 'balanceOf', args: [from, BigInt(token)] }),
      ),
    approved: async (operator) => {
      const args = [from, operator] as const
      const data = encodeFunctionData({ ...shares, functionName: 'isApprovedForAll', args })
      const answer = await chain.call({ from, to: conditionalTokens, data })
      return decodeFunctionResult({ ...shares, functionName: 'isApprovedForAll', data: answer })
    },
    isResolved: async (condition) => {
      const args = [condition] as const
      const data = encodeFunctionData({ ...shares, functionName: 'payoutDenominator', args })
      return (await number(conditionalTokens, data)) > 0n
    },
  }
}
