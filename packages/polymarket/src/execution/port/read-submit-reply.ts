import { isBotError, messageOf, type OrderId, type SubmitResult } from '@bot/core'
import { z } from 'zod'
import type { TransportReply } from '../../transport/create-transport.js'
import { orderEntryMode } from './order-entry-mode.js'
import { saidBy } from './said-by.js'

/** What the venue answered to an order that it took: amounts as decimal text, empty where nothing was exchanged. */
export type OrderAnswer = Readonly<{
  success?: boolean | null | undefined
  errorMsg?: string | null | undefined
  orderID?: string | null | undefined
  status?: string | null | undefined
  makingAmount?: string | number | null | undefined
  takingAmount?: string | number | null | undefined
  tradeIDs?: readonly string[] | null | undefined
}>

const amount = z.union([z.string(), z.number()]).nullish()
const shape: z.ZodType<OrderAnswer> = z.object({
  success: z.boolean().nullish(),
  errorMsg: z.string().nullish(),
  orderID: z.string().nullish(),
  status: z.string().nullish(),
  makingAmount: amount,
  takingAmount: amount,
  tradeIDs: z.array(z.string()).nullish(),
})

/**
 * What came of a post, with the answer where the order was taken by this very post. `killed`: the venue took the order
 * to its book and killed it there, since nothing met it.
 */
export type SubmitReading = Readonly<{
  result: SubmitResult
  answer?: OrderAnswer
  killed?: boolean
}>

/**
 * Decides what a status and body say of an order that was posted.
 *
 * Refused only where the venue says so before anything took effect: status 4xx, 425 among them (the engine restarts
 * and declines to process), and a 503 that names its mode. A duplicate is there already: accepted. All else leaves it
 * open: 5xx (the venue words some refusals as 500, but so it does errors after the match), 408, "context canceled",
 * and an answer that does not fit the order.
 */
export const readSubmitReply = (reply: TransportReply, id: OrderId): SubmitReading => {
  if (reply.status < 400) return readTaken(reply, id)
  const said = saidBy(reply)
  const reason = `${reply.status} ${said}`
  if (isDuplicate(said)) return { result: { outcome: 'accepted', reason: 'duplicate' } }
  const mode = reply.status === 503 ? orderEntryMode(reply) : undefined
  const declined = reply.status < 500 && !MAY_BE_THERE.includes(reply.status)
  if (declined && isKilled(said)) return killed(said)
  const refused = mode !== undefined || (declined && !/context canceled/i.test(said))
  return { result: { outcome: refused ? 'refused' : 'unknown', reason } }
}

/** Statuses that proxies give when an answer took too long. */
const MAY_BE_THERE: readonly number[] = [408, 499]

const isDuplicate = (said: string): boolean => /\bduplicated?\b/i.test(said)

/** The words for a FAK that met nothing and a FOK that could not be filled whole: a lost race, and no mistake of ours. */
const isKilled = (said: string): boolean =>
  /no orders found to match with FAK|couldn['’]t be fully filled/i.test(said)

const killed = (reason: string): SubmitReading => ({
  result: { outcome: 'refused', reason },
  killed: true,
})

const readTaken = (reply: TransportReply, id: OrderId): SubmitReading => {
  const parsed = shape.safeParse(reply.body)
  if (!parsed.success) return unknown('an answer of another shape')
  const answer = parsed.data
  const said = answer.errorMsg ?? ''
  if (isDuplicate(said)) return { result: { outcome: 'accepted', reason: 'duplicate' } }
  if (isKilled(said)) return killed(said)
  if (said !== '' || answer.success === false) {
    return { result: { outcome: 'refused', reason: said === '' ? 'no reason given' : said } }
  }
  const answered = answer.orderID ?? ''
  if (answered.toLowerCase() !== id.toLowerCase()) {
    return unknown(`an answer about order ${answered === '' ? 'none' : answered}`)
  }
  return { result: { outcome: 'accepted' }, answer }
}

const unknown = (reason: string): SubmitReading => ({ result: { outcome: 'unknown', reason } })

/** Decides what a thrown error says: what never left the process is refused, all else may be there. */
export const readSubmitFailure = (thrown: unknown): SubmitResult => {
  const unsent = isBotError(thrown) && thrown.context['sent'] === false
  return { outcome: unsent ? 'refused' : 'unknown', reason: messageOf(thrown) }
}
