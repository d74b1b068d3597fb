import type { SettleRequest, SettleResult } from '@bot/core'
import { checkAction, NOTHING_HELD } from './check-action.js'
import { resultOf, resumeActions } from './finish-action.js'
import { prepareTransaction } from './prepare-transaction.js'
import { settlementCall } from './settlement-call.js'
import type { SettlementContext } from './settlement-context.js'
import type { SettlementRecord } from './settlement-store.js'
import { canSettle, unsupportedWallet } from './unsupported-wallet.js'
import { createWalletReads } from './wallet-reads.js'

/** Makes the record of a new action, or says why not: a whole result, or the words of a failure. */
export const prepareAction = async (
  context: SettlementContext,
  request: SettleRequest,
): Promise<SettlementRecord | SettleResult | string> => {
  const { options, contracts, kind, wallet } = context
  const { ref, action } = request
  if (!canSettle(kind)) return unsupportedWallet(kind, action.action)
  const call = settlementCall(action, contracts, options.marketById)
  if (typeof call === 'string') return call
  const blocked = await blockedBy(context, [
    call.to,
    contracts.collateral,
    contracts.conditionalTokens,
  ])
  if (blocked !== undefined) return blocked
  const reads = createWalletReads(context.chain, wallet.address, contracts)
  const problem = await checkAction(reads, action, call)
  if (problem === NOTHING_HELD && (await wasRedeemed(context, request))) {
    return { ...resultOf(request), status: 'confirmed' }
  }
  if (problem !== undefined) return problem
  const signed = await prepareTransaction(context, call)
  if (typeof signed === 'string') return signed
  const { contract } = wallet
  return { ref, action, ...signed, ...(contract !== undefined && { wallet: contract }) }
}

/** Finds why nothing can be sent to these contracts now, whatever it is. */
export const blockedBy = async (
  context: SettlementContext,
  contracts: readonly `0x${string}`[],
): Promise<string | undefined> => {
  const { chain, chainId, follow, wallet } = context
  if (follow.closing.aborted) return 'closed: the settlement is closed'
  const actual = await chain.number('eth_chainId')
  if (actual !== BigInt(chainId)) return `wrong-chain: expected ${chainId}, the node has ${actual}`
  // Two open transactions could use one nonce, and one of them never act: the earlier one comes first.
  const open = (await resumeActions(context)).find(({ status }) => status === 'unknown')
  if (open !== undefined) {
    return `earlier-action-open: ${open.ref} is not settled yet (${open.reason})`
  }
  for (const at of contracts) {
    // A call of an address without a contract succeeds, and does nothing.
    if (!(await chain.hasCode(at))) return `no-contract: there is none at ${at} on this chain`
  }
  return wallet.problem()
}

/** A redemption pays all shares of a wallet at once, whichever strategy they belong to. */
const wasRedeemed = async (
  { options, wallet }: SettlementContext,
  { action }: SettleRequest,
): Promise<boolean> => {
  const earlier = await options.store.all()
  return earlier.some(
    ({ action: did, ended, wallet: of }) =>
      of === wallet.contract &&
      did.action === 'redeem' &&
      ended?.status === 'confirmed' &&
      did.markets.join() === action.markets.join(),
  )
}
