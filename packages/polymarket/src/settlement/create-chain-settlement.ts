import {
  messageOf,
  orderRef,
  type SettleRequest,
  type SettleResult,
  USD_ZERO,
  type Usd,
} from '@bot/core'
import { resolveWallet } from '../execution/wallet/resolve-wallet.js'
import { type Chain, createChain } from './chain.js'
import { checkAction, NOTHING_HELD } from './check-action.js'
import { collateralChange } from './collateral-change.js'
import { type FollowParts, followTransaction } from './follow-transaction.js'
import { prepareTransaction } from './prepare-transaction.js'
import { readApprovals } from './read-approvals.js'
import { revertReason } from './revert-reason.js'
import { settlementCall } from './settlement-call.js'
import { POLYGON_CONTRACTS, type SettlementContracts } from './settlement-contracts.js'
import type { ChainSettlement, ChainSettlementOptions } from './settlement-options.js'
import type { SettlementRecord } from './settlement-store.js'
import { unsupportedWallet } from './unsupported-wallet.js'
import { createWalletReads } from './wallet-reads.js'

/**
 * Makes the `settle` of an execution: split, merge, convert and redeem as transactions on chain, for a plain wallet.
 *
 * As with orders, a transaction is signed, remembered, and only then sent: its hash is known before. The same `ref`
 * acts once, also after a crash between signing and sending; only the same bytes are ever sent again, and what became
 * of them is found by their hash. One action runs at a time, and none begins while an earlier one is not settled.
 *
 * This moves real money on Polygon. Contract wallets fail with what to do instead.
 *
 * @throws BotError `invalid-config` for a wallet whose address is missing or wrong.
 */
export const createChainSettlement = (options: ChainSettlementOptions): ChainSettlement => {
  const closing = new AbortController()
  const context = contextOf(options, closing.signal)
  let last: Promise<unknown> = Promise.resolve()
  const queued = <T>(task: () => Promise<T>): Promise<T> => {
    const next = last.then(task)
    last = next.catch(() => undefined)
    return next
  }
  return {
    settle: (request) => queued(() => settle(context, request)),
    resume: () => queued(() => resume(context)),
    approvals: () => readApprovals(context.chain, options.signer.address, context.contracts),
    close: async () => {
      closing.abort()
      await last
    },
  }
}

type Context = Readonly<{
  options: ChainSettlementOptions
  chain: Chain
  chainId: number
  contracts: SettlementContracts
  kind: ReturnType<typeof resolveWallet>['kind']
  follow: FollowParts
}>

const contextOf = (options: ChainSettlementOptions, closing: AbortSignal): Context => {
  const { signer, clock, chainId = 137, contracts = POLYGON_CONTRACTS } = options
  const { confirmations = 32, waitMs = 180_000, pollMs = 2_000 } = options
  const { kind } = resolveWallet(options.wallet ?? { kind: 'eoa' }, signer.address, chainId)
  const chain = createChain(options.request)
  const { address } = signer
  const follow = { chain, clock, address, confirmations, waitMs, pollMs, closing }
  return { options, chain, chainId, contracts, kind, follow }
}

const settle = async (context: Context, request: SettleRequest): Promise<SettleResult> => {
  const { store } = context.options
  const known = await store.read(request.ref)
  if (known !== undefined) return finish(context, known)
  const made = await prepare(context, request).catch((thrown: unknown) => messageOf(thrown))
  if (typeof made === 'string') return failed(request, made)
  if ('cash' in made) return made
  // From here on it may act: whatever fails now leaves it unknown.
  await store.write(made)
  return finish(context, made)
}

/** Makes the record of a new action, or says why not: a whole result, or the words of a failure. */
const prepare = async (
  context: Context,
  request: SettleRequest,
): Promise<SettlementRecord | SettleResult | string> => {
  const { options, chain, chainId, contracts, kind } = context
  const { ref, action } = request
  if (kind !== 'eoa') return unsupportedWallet(kind, action)
  if (context.follow.closing.aborted) return 'closed: the settlement is closed'
  const call = settlementCall(action, contracts, options.marketById)
  if (typeof call === 'string') return call
  const actual = await chain.number('eth_chainId')
  if (actual !== BigInt(chainId)) return `wrong-chain: expected ${chainId}, the node has ${actual}`
  const blocked = await settleEarlier(context)
  if (blocked !== undefined) return blocked
  for (const at of [call.to, contracts.collateral, contracts.conditionalTokens]) {
    // A call of an address without a contract succeeds, and does nothing.
    if (!(await chain.hasCode(at))) return `no-contract: there is none at ${at} on this chain`
  }
  const reads = createWalletReads(chain, options.signer.address, contracts)
  const problem = await checkAction(reads, action, call)
  if (problem === NOTHING_HELD && (await wasRedeemed(context, request))) {
    return { ...resultOf(request), status: 'confirmed' }
  }
  if (problem !== undefined) return problem
  const { signer, mostFeePerGas = 2_000_000_000_000n } = options
  const signed = await prepareTransaction({ chain, signer, chainId, mostFeePerGas }, call)
  return typeof signed === 'string' ? signed : { ref, action, ...signed }
}

/** A redemption pays all shares of a wallet at once, whichever strategy they belong to. */
const wasRedeemed = async ({ options }: Context, { action }: SettleRequest): Promise<boolean> => {
  const earlier = await options.store.all()
  return earlier.some(
    ({ action: did, ended }) =>
      did.action === 'redeem' &&
      ended?.status === 'confirmed' &&
      did.markets.join() === action.markets.join(),
  )
}

const resume = async (context: Context): Promise<readonly SettleResult[]> => {
  const results: SettleResult[] = []
  const now = { ...context, follow: { ...context.follow, waitMs: 0 } }
  for (const record of await context.options.store.all()) {
    if (record.ended === undefined) results.push(await finish(now, record))
  }
  return results
}

/** Two open transactions could use one nonce, and one of them never act: the earlier one comes first. */
const settleEarlier = async (context: Context): Promise<string | undefined> => {
  const open = (await resume(context)).find(({ status }) => status === 'unknown')
  return open && `earlier-action-open: ${open.ref} is not settled yet (${open.reason})`
}

/** Brings a signed action to its end, and keeps how it ended. */
const finish = async (context: Context, record: SettlementRecord): Promise<SettleResult> => {
  const { ended } = record
  if (ended !== undefined) return resultOf(record, ended)
  const followed = await followTransaction(context.follow, record)
  if (followed.state === 'unknown') {
    return { ...resultOf(record), status: 'unknown', reason: followed.reason }
  }
  const end = await endOf(context, record, followed)
  await context.options.store.write({ ...record, ended: end })
  return resultOf(record, end)
}

type Ended = NonNullable<SettlementRecord['ended']>

const endOf = async (
  { options, chain, contracts }: Context,
  { nonce, action }: SettlementRecord,
  followed: Exclude<Awaited<ReturnType<typeof followTransaction>>, { state: 'unknown' }>,
): Promise<Ended> => {
  if (followed.state === 'replaced') {
    const reason = `replaced: another transaction of this wallet used its nonce ${nonce}`
    return { status: 'failed', cash: 0, reason }
  }
  const { address } = options.signer
  const { receipt } = followed
  if (receipt.succeeded) {
    return {
      status: 'confirmed',
      cash: collateralChange(receipt.logs, address, contracts.collateral),
    }
  }
  const call = settlementCall(action, contracts, options.marketById)
  if (typeof call === 'string') return { status: 'failed', cash: 0, reason: 'reverted' }
  const { to, data } = call
  const reason = await chain.call({ from: address, to, data }, receipt.block - 1n).then(
    () => 'the chain gives no reason',
    (thrown: unknown) => revertReason(thrown),
  )
  return { status: 'failed', cash: 0, reason: `reverted: ${reason}` }
}

const resultOf = (
  { ref, action }: Pick<SettlementRecord, 'ref' | 'action'>,
  { status, cash, reason }: Ended = { status: 'failed', cash: USD_ZERO },
): SettleResult => ({
  ref: orderRef(ref),
  action,
  status,
  cash: cash as Usd,
  ...(reason !== undefined && { reason }),
})

const failed = (request: SettleRequest, reason: string): SettleResult => ({
  ...resultOf(request),
  reason,
})
