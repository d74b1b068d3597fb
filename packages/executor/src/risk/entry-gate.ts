import type { Approved, OrderIntent, TimeMs, TokenId, Usd } from '@bot/core'
import { approve } from './approve.js'
import type { EntryBlock } from './entry-block.js'
import { costOf, type Exposure, eventCost, openPositions } from './exposure.js'
import type { CompleteLimits } from './risk-limits.js'

/** Why the limits refuse an entry. */
export type RiskReason =
  | EntryBlock
  | 'confidence-below-minimum'
  | 'too-many-trades-this-hour'
  | 'too-many-open-positions'
  | 'too-many-positions-in-event'
  | 'position-too-large'
  | 'correlated-exposure-too-large'
  | 'event-loss-too-large'
  | 'basket-too-large'
  | 'not-enough-cash'
  | 'more-than-held'

/** What the limits are compared with at one event. */
export type RiskFacts = Readonly<{
  limits: CompleteLimits
  now: TimeMs
  blocked: EntryBlock | undefined
  tradesThisHour: number
  exposure: Exposure
  freeCash: number
  /** The most dollars that an event may lose now: with a token, in the outcomes in which that token pays nothing. */
  eventLoss: (event: string, token?: TokenId) => number
}>

/** An entry as the limits see it: its group, the events it touches, and what the signal is sure of. */
export type EntryClaim = Readonly<{
  group: string
  events: readonly string[]
  confidence: number
  /** A further order of a trade that was counted already. */
  continues: boolean
  /** What is bought, when it is one token: then it may hedge what is held. */
  token?: TokenId
}>

/** Names the first limit that forbids any entry of this kind, whatever its size. */
export const forbidsEntry = (facts: RiskFacts, claim: EntryClaim): RiskReason | undefined => {
  const { limits, exposure } = facts
  if (facts.blocked !== undefined) return facts.blocked
  if (!(claim.confidence >= limits.minConfidence)) return 'confidence-below-minimum'
  if (!claim.continues && facts.tradesThisHour >= limits.maxTradesPerHour) {
    return 'too-many-trades-this-hour'
  }
  if (exposure.get(claim.group)?.takesSlot === true) return undefined
  if (openPositions(exposure) >= limits.maxOpenPositions) return 'too-many-open-positions'
  return claim.events.some((event) => openPositions(exposure, event) >= limits.maxPositionsPerEvent)
    ? 'too-many-positions-in-event'
    : undefined
}

/** Returns the most dollars that may still go into a position of this claim, fees included; at least 0. */
export const roomFor = (facts: RiskFacts, claim: EntryClaim): Usd => {
  const { limits, exposure } = facts
  const inEvents = claim.events.map(
    (event) => limits.maxCorrelatedExposureUsd - eventCost(exposure, event),
  )
  const inPosition = limits.maxPositionUsd - costOf(exposure, claim.group)
  return Math.max(
    0,
    Math.min(inPosition, facts.freeCash, ...inEvents, ...lossRooms(facts, claim)),
  ) as Usd
}

/** Dollars that each event of a claim may still lose in the outcomes that the claim does not pay in. */
export const lossRooms = (
  { limits, eventLoss }: RiskFacts,
  { events, token }: Pick<EntryClaim, 'events' | 'token'>,
): readonly number[] => events.map((event) => limits.maxEventLossUsd - eventLoss(event, token))

/** Names what keeps `outlay` dollars from fitting, the tightest first. */
export const tooLarge = (
  facts: RiskFacts,
  claim: EntryClaim,
  outlay: number,
): RiskReason | undefined => {
  const { limits, exposure } = facts
  if (outlay > limits.maxPositionUsd - costOf(exposure, claim.group)) return 'position-too-large'
  const full = claim.events.some(
    (event) => outlay > limits.maxCorrelatedExposureUsd - eventCost(exposure, event),
  )
  if (full) return 'correlated-exposure-too-large'
  if (lossRooms(facts, claim).some((room) => outlay > room)) return 'event-loss-too-large'
  return outlay > facts.freeCash ? 'not-enough-cash' : undefined
}

/** Approves a buy that costs at most `outlay` dollars, fees included, or names the limit against it. */
export const admitEntry = (
  facts: RiskFacts,
  claim: EntryClaim,
  order: OrderIntent,
  outlay: Usd,
): Approved<OrderIntent> | RiskReason =>
  forbidsEntry(facts, claim) ?? tooLarge(facts, claim, outlay) ?? approve(order)

/** Approves a sell of at most what is held and not on sale already. */
export const admitExit = (
  order: OrderIntent,
  held: number,
  onSale: number,
): Approved<OrderIntent> | RiskReason =>
  order.side === 'sell' && order.shares <= held - onSale ? approve(order) : 'more-than-held'
