import { orderRef, type SettleRequest, type SettleResult, USD_ZERO, type Usd } from '@bot/core'
import { collateralChange } from './collateral-change.js'
import { type Followed, followTransaction } from './follow-transaction.js'
import { rehearse } from './rehearse.js'
import { settlementCall } from './settlement-call.js'
import { type SettlementContext, walletOfRecord } from './settlement-context.js'
import type { SettlementRecord } from './settlement-store.js'

/** Brings a signed action to its end, and keeps how it ended. */
export const finishAction = async (
  context: SettlementContext,
  record: SettlementRecord,
): Promise<SettleResult> => {
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

/** Looks after what is open, without waiting. */
export const resumeActions = async (
  context: SettlementContext,
): Promise<readonly SettleResult[]> => {
  const results: SettleResult[] = []
  const now = { ...context, follow: { ...context.follow, waitMs: 0 } }
  for (const record of await context.options.store.all()) {
    if (record.ended === undefined) results.push(await finishAction(now, record))
  }
  return results
}

/** Says how an action ended; without an end, that it failed. */
export const resultOf = (
  { ref, action }: SettleRequest,
  { status, cash, reason }: Ended = { status: 'failed', cash: USD_ZERO },
): SettleResult => ({
  ref: orderRef(ref),
  action,
  status,
  cash: cash as Usd,
  ...(reason !== undefined && { reason }),
})

type Ended = NonNullable<SettlementRecord['ended']>

const endOf = async (
  context: SettlementContext,
  record: SettlementRecord,
  followed: Exclude<Followed, { state: 'unknown' }>,
): Promise<Ended> => {
  const failed = (reason: string): Ended => ({ status: 'failed', cash: 0, reason })
  if (followed.state === 'replaced') {
    return failed(`replaced: another transaction of this wallet used its nonce ${record.nonce}`)
  }
  const { succeeded, logs, block } = followed.receipt
  const wallet = walletOfRecord(context, record)
  if (succeeded) {
    // A contract wallet may end well although its call did not.
    const failure = wallet.failure(logs)
    if (failure !== undefined) return failed(failure)
    const cash = collateralChange(logs, wallet.address, context.contracts.collateral)
    return { status: 'confirmed', cash }
  }
  const { options, chain, contracts } = context
  const call = settlementCall(record.action, contracts, options.marketById)
  if (typeof call === 'string') return failed('reverted')
  const reason = await rehearse(chain, wallet, options.signer.address, call, block - 1n)
  return failed(`reverted: ${reason ?? 'the chain gives no reason'}`)
}
