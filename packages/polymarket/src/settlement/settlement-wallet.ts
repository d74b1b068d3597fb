import type { HexText } from '../execution/signer/signer.js'
import type { ChainLog } from './chain.js'

/** A call of a contract by a wallet, which sends no value. */
export type WalletCall = Readonly<{ to: HexText; data: HexText }>

/** How the calls of a wallet become transactions of the account that signs. */
export type SettlementWallet = Readonly<{
  /** Holds the shares and dollars. */
  address: HexText
  /** The contract that calls in the signer's place; absent for the signer's own account. */
  contract?: HexText
  /** Finds why the signer can't make it act now, in words that begin with a short kebab-case reason. */
  problem: () => Promise<string | undefined>
  /** Words a call of the wallet as the call that the signer sends. */
  wrap: (call: WalletCall) => WalletCall
  /** Finds in the logs of a mined transaction why its call failed although the transaction did not revert. */
  failure: (logs: readonly ChainLog[]) => string | undefined
}>

/** The signer's own account: what it sends is what the wallet does. */
export const createPlainWallet = (address: HexText): SettlementWallet => ({
  address,
  problem: async () => undefined,
  wrap: (call) => call,
  failure: () => undefined,
})
