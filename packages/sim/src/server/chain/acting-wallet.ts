import { decodeFunctionData, type Hex, isAddressEqual, pad, parseAbi } from 'viem'
import type { Wallet, Wallets } from '../auth/wallets.js'

/** A transaction or call as its sender makes it. */
export type SentCall = Readonly<{ from: string; to: Hex | null; data: Hex }>

/** Who acts on which contract: the sender, or a Safe that the sender owns and calls. */
export type ActingWallet = Readonly<{
  /** Whose shares and dollars; lower case. */
  owner: string
  to: Hex | null
  data: Hex
  /** The Safe that acts; `keepsFailure` when it is told to end well although its call fails. */
  safe?: Readonly<{ address: Hex; keepsFailure: boolean }>
}>

const EXECUTE = parseAbi([
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) returns (bool success)',
])

/**
 * Finds who acts; `undefined` where a Safe refuses its caller.
 *
 * A Safe here takes plain calls of its owner, signed by being their sender (the signature of kind 1). It takes no other
 * signature, no delegate call, and repays no gas.
 */
export const actingWallet = (
  wallets: Wallets,
  { from, to, data }: SentCall,
): ActingWallet | undefined => {
  const sender = from.toLowerCase()
  const safe = safeAt(wallets, to, sender)
  if (to === null || safe === undefined) return { owner: sender, to, data }
  const call = executed(data)
  if (call === undefined || safe.owner !== sender) return undefined
  const [target, value, inner, operation, gas, , gasPrice, , , signatures] = call
  const signed = signatures.toLowerCase() === signatureOfSender(sender as Hex)
  if (!signed || value > 0n || operation !== 0 || gasPrice > 0n) return undefined
  return {
    ...{ owner: safe.address, to: target, data: inner },
    safe: { address: to, keepsFailure: gas > 0n },
  }
}

/** Finds the Safe at an address; those of the sender are known by themselves. */
export const safeAt = (wallets: Wallets, address: Hex | null, sender = ''): Wallet | undefined => {
  if (address === null) return undefined
  const found =
    wallets.of(sender).find((own) => isAddressEqual(own.address as Hex, address)) ??
    wallets.find(address)
  return found?.kind === 'safe' ? found : undefined
}

const signatureOfSender = (owner: Hex): string => `${pad(owner)}${'0'.repeat(64)}01`

const executed = (data: Hex) => {
  try {
    return decodeFunctionData({ abi: EXECUTE, data }).args
  } catch {
    return undefined
  }
}
