import type { PreparedOrder, SubmitResult } from '@bot/core'
import { readOrderWire, type WireTerms } from '../order/order-wire.js'
import type { ExecutionContext } from './execution-context.js'
import { lookupOrder } from './lookup-order.js'
import { readSubmitFailure, readSubmitReply, type SubmitReading } from './read-submit-reply.js'
import { submitReports } from './submit-reports.js'

/** What a submit needs besides the shared parts: work that goes on after it, and when all ends. */
export type SubmitParts = Readonly<{
  context: ExecutionContext
  /** Ends with the port. */
  closing: AbortSignal
  /** Keeps work that must end before the port is closed. */
  track: (work: Promise<void>) => void
}>

/** Posts the bytes of a prepared order once, and tells the listeners what the answer says. */
export const submitOrder = async (
  parts: SubmitParts,
  prepared: PreparedOrder,
  signal: AbortSignal,
): Promise<SubmitResult> => {
  const { context, closing } = parts
  const { memory, clock, client } = context
  const terms = readOrderWire(prepared)
  const market = context.marketOf(terms.token)?.id
  memory.sent(prepared.id, { ...terms, market, accepted: false }, clock.now())
  const both = AbortSignal.any([signal, closing])
  const reading = await client
    .send({ method: 'POST', path: '/order', body: prepared.wire, signal: both })
    .then(
      (reply): SubmitReading => readSubmitReply(reply, prepared.id),
      (thrown: unknown): SubmitReading => ({ result: readSubmitFailure(thrown) }),
    )
  if (reading.result.outcome === 'accepted') memory.accepted(prepared.id)
  tell(parts, prepared, terms, reading)
  return reading.result
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
