import { messageOf } from '@bot/core'
import { formatGwei, keccak256 } from 'viem'
import type { HexText, Signer } from '../execution/signer/signer.js'
import type { Chain } from './chain.js'
import { revertReason } from './revert-reason.js'
import type { SettlementCall } from './settlement-call.js'

/** What a transaction is made of besides its call. */
export type TransactionParts = Readonly<{
  chain: Chain
  signer: Signer
  chainId: number
  mostFeePerGas: bigint
}>

/** A signed transaction: its hash is known before it is sent. */
export type SignedTransaction = Readonly<{ hash: HexText; raw: HexText; nonce: number }>

/** Room above the estimate, in percent: the state may have changed when it is mined. */
const GAS_PERCENT = 130n

/**
 * Runs a call without sending it, and signs it when that went well; otherwise says why not, in words that begin with
 * a short kebab-case reason. Nothing was sent then.
 */
export const prepareTransaction = async (
  { chain, signer, chainId, mostFeePerGas }: TransactionParts,
  { to, data }: SettlementCall,
): Promise<SignedTransaction | string> => {
  const { address, signTransaction } = signer
  if (signTransaction === undefined) return 'signer-cannot: this signer signs no transactions'
  const call = { from: address, to, data }
  try {
    await chain.call(call)
  } catch (thrown) {
    return `would-revert: ${revertReason(thrown)}`
  }
  const estimated = await chain.number('eth_estimateGas', [call])
  const gas = (estimated * GAS_PERCENT) / 100n
  const tip = await chain.number('eth_maxPriorityFeePerGas')
  // Room for the base fee to double while it waits.
  const maxFeePerGas = (await chain.baseFee()) * 2n + tip
  if (maxFeePerGas > mostFeePerGas) {
    return `gas-too-dear: ${formatGwei(maxFeePerGas)} gwei is more than ${formatGwei(mostFeePerGas)}`
  }
  const native = await chain.number('eth_getBalance', [address, 'latest'])
  if (native < gas * maxFeePerGas) {
    return `no-gas: ${address} cannot pay the fee of the chain; send it some of the chain's own coin`
  }
  const nonce = Number(await chain.number('eth_getTransactionCount', [address, 'pending']))
  const fees = { gas, maxFeePerGas, maxPriorityFeePerGas: tip }
  try {
    const raw = await signTransaction({ chainId, nonce, to, data, ...fees })
    return { hash: keccak256(raw), raw, nonce }
  } catch (thrown) {
    return `not-signed: ${messageOf(thrown)}`
  }
}
