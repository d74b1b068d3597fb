import {
  type MarketFacts,
  type ResolutionFact,
  type ResolutionWitness,
  type TimeMs,
  USD_ONE,
} from '@bot/core'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import type { ResolutionReading } from './resolution-reading.js'
import { USUAL_DELAYS_MS } from './usual-delays.js'

/** How witnesses are weighed. `maxReadingAgeMs` (60,000): words that are older count for nothing. */
export type WeighOptions = Readonly<{ now: TimeMs; maxReadingAgeMs?: number | undefined }>

/**
 * Weighs what witnesses say of one market's resolution, or names the first reason why nothing can be made of it.
 *
 * Final is what the chain holds, and nothing else: a listing or an order book that names the winner proves no more than
 * a proposal. Refused are words that are old or of the future, witnesses that name different outcomes, payouts without
 * one winner, and a market that some witness says takes no orders.
 */
export const weighResolution = (
  market: MarketFacts,
  fact: ResolutionFact | undefined,
  { now, maxReadingAgeMs = 60_000 }: WeighOptions,
): ResolutionReading | Uncertified => {
  const subject = market.id
  const said = (fact?.market === subject ? fact.witnesses : []).filter(
    ({ at }) => at <= now && now - at <= maxReadingAgeMs,
  )
  const state = stateOf(said)
  if (state === undefined) return uncertified('resolution-unknown', { subject, why: whyNone(fact) })
  const named = said.flatMap(({ payouts }) => (payouts === undefined ? [] : [payouts]))
  const words = said.map(inWords)
  if (new Set(named.map((payouts) => payouts.join(' '))).size > 1) {
    return uncertified('resolution-contradicted', { subject, state, said: words })
  }
  const [payouts] = named
  if (payouts === undefined) {
    return uncertified('resolution-unknown', { subject, state, why: 'no outcome named' })
  }
  const outcome = winnerOf(payouts)
  if (outcome === undefined) return uncertified('resolution-split', { subject, state, payouts })
  if (said.some(({ acceptsOrders }) => acceptsOrders === false)) {
    return uncertified('market-not-tradable', { subject, state, why: 'takes no orders' })
  }
  const chain = said.find(isFinal)
  const deciding = chain === undefined ? said.filter((each) => each.payouts !== undefined) : [chain]
  const readAt = Math.min(...deciding.map(({ at }) => at)) as TimeMs
  return {
    market: subject,
    source: sourceOf(said, state),
    state,
    outcome,
    onChain: chain !== undefined,
    readAt,
    settlesAt: chain === undefined ? settlesAt(said, state, now) : readAt,
    evidence: words.join('; '),
  }
}

const isFinal = ({ by, final, state, payouts }: ResolutionWitness): boolean =>
  by === 'chain' && final === true && state === 'resolved' && payouts !== undefined

/** What the chain holds is resolved whatever is still listed; else the least certain word counts. */
const stateOf = (
  said: readonly ResolutionWitness[],
): Exclude<ResolutionWitness['state'], 'unresolved'> | undefined => {
  if (said.some(isFinal)) return 'resolved'
  return (['disputed', 'proposed', 'resolved'] as const).find((state) =>
    said.some((each) => each.state === state),
  )
}

const whyNone = (fact: ResolutionFact | undefined): string => {
  if (fact === undefined) return 'nobody was asked'
  return fact.witnesses.some(({ state }) => state !== 'unresolved') ? 'stale' : 'nothing proposed'
}

/** The outcome that pays a whole dollar, where it is the only one that pays. */
const winnerOf = (payouts: readonly number[]): 0 | 1 | undefined => {
  if (payouts.length !== 2) return undefined
  if (payouts[0] === USD_ONE && payouts[1] === 0) return 0
  return payouts[1] === USD_ONE && payouts[0] === 0 ? 1 : undefined
}

const sourceOf = (
  said: readonly ResolutionWitness[],
  state: ResolutionReading['state'],
): ResolutionReading['source'] => {
  const oracle = said.find((each) => each.oracle !== undefined)?.oracle
  if (oracle === 'chainlink' || oracle === 'uma') return oracle
  // Nobody but UMA proposes and disputes.
  return oracle === undefined && state !== 'resolved' ? 'uma' : 'unknown'
}

const settlesAt = (
  said: readonly ResolutionWitness[],
  state: ResolutionReading['state'],
  now: TimeMs,
): TimeMs => {
  const told = said.find((each) => each.settlesAt !== undefined)?.settlesAt
  return Math.max(now, told ?? now + USUAL_DELAYS_MS[state]) as TimeMs
}

const inWords = ({ by, state, payouts, at }: ResolutionWitness): string =>
  `${by}: ${state}${payouts === undefined ? '' : ` ${payouts.join('/')}`} at ${at}`
