import { decodeFunctionData, encodeFunctionResult, type Hex, isAddressEqual, parseAbi } from 'viem'
import type { Wallets } from '../auth/wallets.js'
import { safeAt } from './acting-wallet.js'

const ABI = parseAbi([
  'function VERSION() view returns (string)',
  'function getThreshold() view returns (uint256)',
  'function getOwners() view returns (address[])',
  'function isOwner(address owner) view returns (bool)',
])

/** Answers what a Safe tells of itself; `undefined` when there is none, or it is asked for something else. */
export const readSafeView = (
  wallets: Wallets,
  { from, to, data }: Readonly<{ from: string; to: Hex; data: Hex }>,
): Hex | undefined => {
  const safe = safeAt(wallets, to, from)
  if (safe === undefined) return undefined
  const owner = safe.owner as Hex
  const asked = decoded(data)
  switch (asked?.functionName) {
    case 'VERSION':
      return encodeFunctionResult({ abi: ABI, functionName: 'VERSION', result: '1.3.0' })
    case 'getThreshold':
      return encodeFunctionResult({ abi: ABI, functionName: 'getThreshold', result: 1n })
    case 'getOwners':
      return encodeFunctionResult({ abi: ABI, functionName: 'getOwners', result: [owner] })
    case 'isOwner': {
      const result = isAddressEqual(asked.args[0], owner)
      return encodeFunctionResult({ abi: ABI, functionName: 'isOwner', result })
    }
    default:
      return undefined
  }
}

const decoded = (data: Hex) => {
  try {
    return decodeFunctionData({ abi: ABI, data })
  } catch {
    return undefined
  }
}
