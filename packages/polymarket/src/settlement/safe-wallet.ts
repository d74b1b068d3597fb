import { messageOf } from '@bot/core'
import {
  concat,
  decodeFunctionResult,
  encodeFunctionData,
  pad,
  parseAbi,
  toEventSelector,
  zeroAddress,
} from 'viem'
import type { HexText } from '../execution/signer/signer.js'
import type { Chain } from './chain.js'
import type { SettlementWallet } from './settlement-wallet.js'

const ABI = parseAbi([
  'function VERSION() view returns (string)',
  'function getThreshold() view returns (uint256)',
  'function isOwner(address owner) view returns (bool)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) returns (bool success)',
])

/** Versions whose bytecode the tests run; in these a failed call undoes the whole transaction as long as it names no gas. */
const PROVEN: readonly string[] = ['1.3.0', '1.4.1']

const SUCCEEDED = toEventSelector('ExecutionSuccess(bytes32,uint256)')
const FAILED = toEventSelector('ExecutionFailure(bytes32,uint256)')

/**
 * Makes a Safe act for one of its owners, who sends the transaction and pays its gas.
 *
 * The signature is the one that a Safe takes from an owner who is the sender: it is worth nothing to anybody else, so
 * that these bytes act only in the owner's own transaction, whose nonce lets them act once.
 *
 * @see https://docs.safe.global/advanced/smart-account-signatures pre-validated signatures
 */
export const createSafeWallet = (
  chain: Chain,
  safe: HexText,
  owner: HexText,
): SettlementWallet => ({
  address: safe,
  contract: safe,
  problem: () => safeProblem(chain, safe, owner),
  wrap: ({ to, data }) => {
    const nothing = [0n, 0n, 0n, zeroAddress, zeroAddress] as const
    const args = [to, 0n, data, 0, ...nothing, signatureOfSender(owner)] as const
    return {
      to: safe,
      data: encodeFunctionData({ abi: ABI, functionName: 'execTransaction', args }),
    }
  },
  failure: (logs) => {
    const own = logs.filter(({ address }) => address.toLowerCase() === safe.toLowerCase())
    const told = (topic: HexText): boolean => own.some(({ topics }) => topics[0] === topic)
    if (told(FAILED)) return `safe-failed: the call of the Safe at ${safe} failed inside of it`
    if (told(SUCCEEDED)) return undefined
    return `safe-silent: the contract at ${safe} did not report that it made the call`
  },
})

/** An owner in the place of `r`, nothing in that of `s`, and the kind 1. */
const signatureOfSender = (owner: HexText): HexText =>
  concat([pad(owner, { size: 32 }), pad('0x', { size: 32 }), '0x01'])

const safeProblem = async (
  chain: Chain,
  safe: HexText,
  owner: HexText,
): Promise<string | undefined> => {
  const facts = await readSafe(chain, safe, owner).catch((thrown: unknown) => messageOf(thrown))
  if (typeof facts === 'string') {
    return (await chain.hasCode(safe))
      ? `not-a-safe: the contract at ${safe} does not answer as a Safe (${facts}); check the wallet's kind and address`
      : `no-safe: there is no contract at ${safe}; the venue makes the Safe of ${owner} when trading is enabled on polymarket.com`
  }
  const { version, owned, threshold } = facts
  if (!PROVEN.includes(version)) {
    return `unsupported-wallet: the Safe at ${safe} is of version ${version}, proven are ${PROVEN.join(' and ')}; act in the Safe's own app`
  }
  if (!owned) {
    return `not-owner: ${owner} does not own the Safe at ${safe}; check the key and the wallet's address`
  }
  if (threshold === 1n) return undefined
  return `unsupported-wallet: the Safe at ${safe} needs ${threshold} signatures, and one key signs here; act in the Safe's own app with its other owners, or let one signature be enough there`
}

type SafeFacts = Readonly<{ version: string; owned: boolean; threshold: bigint }>

const readSafe = async (chain: Chain, safe: HexText, owner: HexText): Promise<SafeFacts> => {
  const ask = (data: HexText): Promise<HexText> => chain.call({ from: owner, to: safe, data })
  const [version, owned, threshold] = await Promise.all([
    ask(encodeFunctionData({ abi: ABI, functionName: 'VERSION' })),
    ask(encodeFunctionData({ abi: ABI, functionName: 'isOwner', args: [owner] })),
    ask(encodeFunctionData({ abi: ABI, functionName: 'getThreshold' })),
  ])
  return {
    version: decodeFunctionResult({ abi: ABI, functionName: 'VERSION', data: version }),
    owned: decodeFunctionResult({ abi: ABI, functionName: 'isOwner', data: owned }),
    threshold: decodeFunctionResult({ abi: ABI, functionName: 'getThreshold', data: threshold }),
  }
}
