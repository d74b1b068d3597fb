import { messageOf } from '@bot/core'
import { encodeFunctionData, maxUint256, parseAbi } from 'viem'
import { followTransaction } from './follow-transaction.js'
import { blockedBy } from './prepare-action.js'
import { prepareTransaction } from './prepare-transaction.js'
import { rehearse } from './rehearse.js'
import type { SettlementContext } from './settlement-context.js'
import type { ApprovalResult, SettlementApproval } from './settlement-options.js'
import type { WalletCall } from './settlement-wallet.js'
import { canSettle, unsupportedWallet } from './unsupported-wallet.js'

const ABI = parseAbi([
  'function approve(address spender, uint256 amount) returns (bool)',
  'function setApprovalForAll(address operator, bool approved)',
])

/** Gives an approval by a transaction of its own. Giving it twice changes nothing: it is not remembered. */
export const approveContract = async (
  context: SettlementContext,
  approval: Pick<SettlementApproval, 'contract' | 'of'>,
): Promise<ApprovalResult> => {
  const { kind } = context
  if (!canSettle(kind)) return failed(unsupportedWallet(kind))
  const call = approvalCall(context, approval)
  const signed = await prepare(context, call, approval.contract).catch(messageOf)
  if (typeof signed === 'string') return failed(signed)
  const followed = await followTransaction(context.follow, signed)
  if (followed.state === 'unknown') return { status: 'unknown', reason: followed.reason }
  if (followed.state === 'replaced') return failed('replaced: its nonce was used otherwise')
  const { wallet, chain, options } = context
  const { succeeded, logs, block } = followed.receipt
  if (succeeded) {
    const failure = wallet.failure(logs)
    return failure === undefined ? { status: 'confirmed' } : failed(failure)
  }
  const reason = await rehearse(chain, wallet, options.signer.address, call, block - 1n)
  return failed(`reverted: ${reason ?? 'the chain gives no reason'}`)
}

const failed = (reason: string): ApprovalResult => ({ status: 'failed', reason })

const prepare = async (context: SettlementContext, call: WalletCall, spender: WalletCall['to']) =>
  (await blockedBy(context, [call.to, spender])) ?? prepareTransaction(context, call)

const approvalCall = (
  { contracts }: SettlementContext,
  { contract, of }: Pick<SettlementApproval, 'contract' | 'of'>,
): WalletCall =>
  of === 'collateral'
    ? {
        to: contracts.collateral,
        data: encodeFunctionData({
          abi: ABI,
          functionName: 'approve',
          args: [contract, maxUint256],
        }),
      }
    : {
        to: contracts.conditionalTokens,
        data: encodeFunctionData({
          abi: ABI,
          functionName: 'setApprovalForAll',
          args: [contract, true],
        }),
      }
