import {
  type ExecutionReport,
  mulDiv,
  type OrderId,
  PRICE_ONE,
  price,
  type Size,
  takerFee,
  type Usd,
} from '@bot/core'
import { readDecimal } from '../../wire/read-decimal.js'
import type { WireTerms } from '../order/order-wire.js'
import type { FeeLookup } from '../reports/read-own-trade.js'
import type { OrderAnswer } from './read-submit-reply.js'

/** What an answer tells at once. `incomplete`: there were trades that only a lookup can tell apart. */
export type SubmitReports = Readonly<{ reports: readonly ExecutionReport[]; incomplete: boolean }>

/**
 * Reads the reports out of the answer to an order that was taken.
 *
 * One trade is told at once, its fee at the average price: exact where it met one price, otherwise a little too high
 * until the trade is mined and told level by level. Several trades share one amount here, and are looked up.
 */
export const submitReports = (
  order: OrderId,
  terms: WireTerms,
  answer: OrderAnswer,
  feeFor: FeeLookup,
): SubmitReports => {
  const { token, side, orderType } = terms
  const base = { order, token, side }
  const takes = orderType === 'FAK' || orderType === 'FOK'
  const [tradeId, ...others] = answer.tradeIDs ?? []
  const exchanged = exchangedOf(answer, side)
  if (tradeId === undefined && exchanged === undefined) {
    if (!takes || answer.status === 'delayed') return only({ ...base, status: 'open' })
    if (answer.status !== 'unmatched') return { reports: [], incomplete: true }
    return only({ ...base, status: 'cancelled', reason: 'unmatched', matched: 0 as Size })
  }
  if (tradeId === undefined || exchanged === undefined || others.length > 0) {
    return { reports: takes ? [] : [{ ...base, status: 'open' }], incomplete: true }
  }
  const schedule = feeFor(token)
  const known = schedule !== undefined && schedule !== 'unknown'
  const average = mulDiv(exchanged.notional, PRICE_ONE, exchanged.size, 'nearest')
  const fee = known ? takerFee(schedule, exchanged.size, price(average), 'nearest') : undefined
  const trade: ExecutionReport = {
    ...{ ...base, tradeId, status: 'matched', liquidity: 'taker', exchanged },
    ...(fee !== undefined && { fee }),
  }
  if (!takes) return { reports: [{ ...base, status: 'open' }, trade], incomplete: false }
  const rest: ExecutionReport = {
    ...{ ...base, status: 'cancelled', reason: 'the rest was killed' },
    matched: exchanged.size,
  }
  return { reports: exchanged.size < terms.shares ? [trade, rest] : [trade], incomplete: false }
}

const only = (report: ExecutionReport): SubmitReports => ({ reports: [report], incomplete: false })

const exchangedOf = (
  { makingAmount, takingAmount }: OrderAnswer,
  side: 'buy' | 'sell',
): Readonly<{ size: Size; notional: Usd }> | undefined => {
  const made = readDecimal(makingAmount, 6)
  const took = readDecimal(takingAmount, 6)
  if (!(made > 0 && took > 0)) return undefined
  const [size, notional] = side === 'buy' ? [took, made] : [made, took]
  // A share is worth a dollar at most: anything else is in other units than we know.
  return notional <= size ? { size: size as Size, notional: notional as Usd } : undefined
}
