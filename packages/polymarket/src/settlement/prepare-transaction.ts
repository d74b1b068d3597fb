import { messageOf } from '@bot/core'
import { formatGwei, keccak256 } from 'viem'
import type { SignedTransaction } from './follow-transaction.js'
import { rehearse } from './rehearse.js'
import type { SettlementContext } from './settlement-context.js'
import type { WalletCall } from './settlement-wallet.js'

/** Room above the estimate, in percent: the state may have changed when it is mined. */
const GAS_PERCENT = 130n

/**
 * Runs a wallet's call without sending it, and signs the transaction that makes it when that went well; otherwise says
 * why not, in words that begin with a short kebab-case reason. Nothing was sent then.
 */
export const prepareTransaction = async (
  { chain, chainId, wallet, options }: SettlementContext,
  action: WalletCall,
): Promise<SignedTransaction | string> => {
  const { signer, mostFeePerGas = 2_000_000_000_000n } = options
  const { address, signTransaction } = signer
  if (signTransaction === undefined) return 'signer-cannot: this signer signs no transactions'
  const failure = await rehearse(chain, wallet, address, action)
  if (failure !== undefined) return `would-revert: ${failure}`
  const { to, data } = wallet.wrap(action)
  const call = { from: address, to, data }
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
