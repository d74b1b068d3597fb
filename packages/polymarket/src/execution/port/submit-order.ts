import type { ExecutionReport, PreparedOrder, Size, SubmitResult } from '@bot/core'
import { readOrderWire, type WireTerms } from '../order/order-wire.js'
import type { ExecutionContext } from './execution-context.js'
import { findObstacle } from './find-obstacle.js'
import { lookupOrder } from './lookup-order.js'
import { isVersionMismatch } from './order-version.js'
import { postOrder } from './post-order.js'
import { readSubmitFailure, readSubmitReply, type SubmitReading } from './read-submit-reply.js'
import { type BalanceRefresh, isAboutBalance } from './refresh-balance.js'
import { submitReports } from './submit-reports.js'

/** What a submit needs besides the shared parts: work that goes on after it, and when all ends. */
export type SubmitParts = Readonly<{
  context: ExecutionContext
  refreshBalance: BalanceRefresh
  /** Ends with the port. */
  closing: AbortSignal
  /** Keeps work that must end before the port is closed. */
  track: (work: Promise<void>) => void
}>

/**
 * Posts the bytes of a prepared order, and tells the listeners what the answer says.
 *
 * What the venue would not take in its present state is refused without being sent. Where these bytes were sent
 * before, a refusal now says nothing of then: what was accepted stays so, and what nobody knows stays unknown. An
 * order that the venue killed because nothing met it was accepted, and ended without a match.
 */
export const submitOrder = async (
  parts: SubmitParts,
  prepared: PreparedOrder,
  signal: AbortSignal,
): Promise<SubmitResult> => {
  const { context, closing } = parts
  const { memory, clock } = context
  const terms = readOrderWire(prepared)
  const before = memory.get(prepared.id)?.outcome
  const obstacle = await findObstacle(context, prepared.id, terms)
  if (obstacle !== undefined) return judged({ outcome: 'refused', reason: obstacle }, before)
  const market = context.marketOf(terms.token)?.id
  memory.sent(prepared.id, { ...terms, market, outcome: 'unknown' }, clock.now())
  const both = AbortSignal.any([signal, closing])
  const reading = await postOrder(context, prepared, both).then(
    (reply): SubmitReading => readSubmitReply(reply, prepared.id),
    (thrown: unknown): SubmitReading => ({ result: readSubmitFailure(thrown) }),
  )
  const killed = reading.killed === true && before === undefined
  const result = killed
    ? { ...reading.result, outcome: 'accepted' as const }
    : judged(reading.result, before)
  memory.ended(prepared.id, result.outcome)
  if (killed) context.emit(killedReport(prepared, terms, reading.result))
  tell(parts, prepared, terms, reading)
  if (result.outcome !== 'accepted') learn(parts, terms, result.reason ?? '')
  return result
}

const judged = (result: SubmitResult, before: SubmitResult['outcome'] | undefined): SubmitResult =>
  result.outcome === 'refused' && before !== undefined ? { ...result, outcome: before } : result

const killedReport = (
  { id }: PreparedOrder,
  { token, side }: WireTerms,
  { reason }: SubmitResult,
): ExecutionReport => ({
  ...{ order: id, token, side, status: 'cancelled', matched: 0 as Size },
  ...(reason !== undefined && { reason }),
})

/** Does what a refusal asks for. */
const learn = (
  { context, refreshBalance, track }: SubmitParts,
  terms: WireTerms,
  reason: string,
): void => {
  if (isVersionMismatch(reason)) context.version.doubt()
  if (isAboutBalance(reason)) track(refreshBalance(context, terms))
}

const tell = (
  { context, track }: SubmitParts,
  { id }: PreparedOrder,
  terms: WireTerms,
  { answer }: SubmitReading,
): void => {
  if (answer === undefined) return
  const { reports, incomplete } = submitReports(id, terms, answer, context.feeFor)
  for (const report of reports) context.emit(report)
  if (incomplete) track(followUp(context, id))
}

const followUp = async (context: ExecutionContext, id: PreparedOrder['id']): Promise<void> => {
  try {
    const reports = await lookupOrder(context, id)
    if (reports === 'not-found') return
    // That nothing is known yet is nothing new.
    for (const report of reports) if (report.status !== 'unknown') context.emit(report)
  } catch (cause) {
    context.problem({ during: 'follow-up', cause })
  }
}
