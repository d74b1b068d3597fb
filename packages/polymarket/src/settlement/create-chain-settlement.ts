import { messageOf, type SettleRequest, type SettleResult } from '@bot/core'
import { approveContract } from './approve-contract.js'
import { finishAction, resultOf, resumeActions } from './finish-action.js'
import { prepareAction } from './prepare-action.js'
import { readApprovals } from './read-approvals.js'
import { createSettlementContext, type SettlementContext } from './settlement-context.js'
import type { ChainSettlement, ChainSettlementOptions } from './settlement-options.js'
import { canSettle, unsupportedWallet } from './unsupported-wallet.js'

/**
 * Makes the `settle` of an execution: split, merge, convert and redeem as transactions on chain, for a plain wallet, or
 * for a Safe that the signer owns and whose signature alone moves it. The signer sends them and pays the gas.
 *
 * As with orders, a transaction is signed, remembered, and only then sent: its hash is known before. The same `ref`
 * acts once, also after a crash between signing and sending; only the same bytes are ever sent again, and what became
 * of them is found by their hash. One action runs at a time, and none begins while an earlier one is not settled.
 *
 * This moves real money on Polygon. Proxies and deposit wallets fail with what to do instead.
 *
 * @throws BotError `invalid-config` for a wallet whose address is missing or wrong.
 */
export const createChainSettlement = (options: ChainSettlementOptions): ChainSettlement => {
  const closing = new AbortController()
  const context = createSettlementContext(options, closing.signal)
  const { chain, wallet, kind, contracts } = context
  let last: Promise<unknown> = Promise.resolve()
  const queued = <T>(task: () => Promise<T>): Promise<T> => {
    const next = last.then(task)
    last = next.catch(() => undefined)
    return next
  }
  return {
    settle: (request) => queued(() => settle(context, request)),
    resume: () => queued(() => resumeActions(context)),
    problem: async () => (canSettle(kind) ? wallet.problem() : unsupportedWallet(kind)),
    approvals: () => readApprovals(chain, wallet.address, contracts),
    approve: (approval) => queued(() => approveContract(context, approval)),
    close: async () => {
      closing.abort()
      await last
    },
  }
}

const settle = async (
  context: SettlementContext,
  request: SettleRequest,
): Promise<SettleResult> => {
  const { store } = context.options
  const known = await store.read(request.ref)
  if (known !== undefined) return finishAction(context, known)
  const made = await prepareAction(context, request).catch((thrown: unknown) => messageOf(thrown))
  if (typeof made === 'string') return { ...resultOf(request), reason: made }
  if ('cash' in made) return made
  // From here on it may act: whatever fails now leaves it unknown.
  await store.write(made)
  return finishAction(context, made)
}
