import { marketId, type TimeMs, timeMs } from '@bot/core'
import type { SimMarket } from '../../../exchange/sim-market.js'
import { eventOf } from '../../gamma/gamma-event.js'
import { secondTime } from '../../gamma/gamma-time.js'
import { answer, type VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import { simulatedBlock } from '../simulated-block.js'
import { conditionsV2, eventsV2, paramV2, refuseV2 } from './v2-request.js'

/** A managed proposal expires exactly so long after its last update. */
const PROPOSAL_MS = 2 * 3_600_000

/** A price that is not set. */
const UNSET = '69'

/** Answers `/v2/resolutions` by question, by conditions or by events. */
export const resolutionsV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const question = paramV2(query, 'question_id')?.toLowerCase()
  const conditions = conditionsV2(query)
  if (!Array.isArray(conditions)) return conditions as VenueAnswer
  const events = eventsV2(query)
  if (!Array.isArray(events)) return events as VenueAnswer
  const named = [question !== undefined, conditions.length > 0, events.length > 0]
  if (named.filter(Boolean).length !== 1) {
    return refuseV2("provide exactly one of 'question_id', 'condition', or 'event_id'")
  }
  const now = context.exchange.now()
  if (question !== undefined) {
    if (!/^0x[0-9a-f]{64}$/.test(question)) {
      return refuseV2(`invalid question id: ${question}`, 'question_id')
    }
    const found = context.exchange.markets().filter(({ questionId }) => questionId === question)
    return answer({ data: found.map((market) => questionRow(market, now)) })
  }
  const found =
    conditions.length > 0
      ? (conditions as readonly string[]).flatMap(
          (id) => context.ledger.markets.find(marketId(id)) ?? [],
        )
      : context.exchange.markets().filter((market) => events.includes(eventOf(market).id))
  return answer({ data: found.map((market) => conditionRow(market, now)) })
}

/** When its payouts were reported; a snapshot of an older version only knows when the market ended. */
const finalAt = ({ reportedAt, resolvedAt }: SimMarket): TimeMs | undefined =>
  reportedAt ?? resolvedAt

/**
 * A question is posed with its market, then proposed. A first dispute challenges it and asks anew, a second one goes
 * to a vote.
 */
const statusOf = (market: SimMarket): string => {
  const steps = market.resolutionSteps ?? []
  const disputes = steps.filter((step) => step === 'disputed').length
  if (finalAt(market) !== undefined) return 'resolved'
  if (steps.at(-1) === 'disputed') return disputes > 1 ? 'disputed' : 'challenged'
  if (market.proposedAt === undefined) return 'posed'
  return disputes > 0 ? 'reproposed' : 'proposed'
}

const isPending = (market: SimMarket): boolean =>
  ['proposed', 'reproposed'].includes(statusOf(market))

const changedAt = (market: SimMarket): TimeMs =>
  finalAt(market) ?? market.proposedAt ?? market.createdAt

const commonFields = (market: SimMarket, now: number): object => ({
  status: statusOf(market),
  extended_review: isOverdue(market, now),
  was_disputed: market.resolutionSteps?.includes('disputed') ?? false,
  new_version_q: false,
  transaction_hash: '',
  log_index: '',
  ...settlementEstimate(market, now),
})

const isOverdue = (market: SimMarket, now: number): boolean =>
  isPending(market) && now > changedAt(market) + PROPOSAL_MS

const settlementEstimate = (market: SimMarket, now: number): object =>
  !isPending(market) || isOverdue(market, now)
    ? {}
    : {
        expected_settlement_time: secondTime(timeMs(changedAt(market) + PROPOSAL_MS)),
        settlement_time_basis: 'managed_proposal_expiration',
      }

/** What YES pays as the oracle's price: 1, 0 or 0.5; a proposal that named no payouts is unset until it is final. */
const priceOf = (payouts: readonly [number, number] | undefined): string =>
  payouts === undefined ? UNSET : String(payouts[0] / 1_000_000)

const questionRow = (market: SimMarket, now: number): object => {
  const price = priceOf(market.payouts)
  const proposed = priceOf(market.proposedPayouts ?? market.payouts)
  const again = market.resolutionSteps?.includes('disputed') ?? false
  return {
    question_id: market.questionId,
    ...commonFields(market, now),
    proposed_price: proposed,
    reproposed_price: again ? proposed : UNSET,
    price,
    last_update_timestamp: String(Math.floor(changedAt(market) / 1000)),
  }
}

const conditionRow = (market: SimMarket, now: number): object => {
  const at = finalAt(market)
  return {
    question_id: market.questionId,
    condition_id: market.id,
    ...commonFields(market, now),
    last_update_timestamp: secondTime(changedAt(market)),
    market_type: market.event?.negRisk === undefined ? 'BINARY' : 'INCREMENTAL_NEGRISK',
    ...(at === undefined ? {} : finalFields(market, at)),
  }
}

const finalFields = (market: SimMarket, reportedAt: TimeMs): object => ({
  payouts: market.payouts,
  resolution_source: 'reported',
  reporter: market.category === 'crypto' ? 'CHAINLINK' : 'UMA_OO',
  was_arbitrated: false,
  resolved_block: simulatedBlock(Math.floor(reportedAt / 1000)),
  resolved_at: secondTime(reportedAt),
})
