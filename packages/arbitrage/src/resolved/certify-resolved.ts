import { type MarketFacts, type TimeMs, type TokenId, USD_ONE, type Usd } from '@bot/core'
import { annualYield } from '../certificate/annual-yield.js'
import {
  bookOf,
  certifiedLeg,
  DEFAULT_LIFE_MS,
  marginParts,
} from '../certificate/build-certificate.js'
import type { Certificate, StatePayoff } from '../certificate/certificate.js'
import { levelMargins } from '../certificate/level-margins.js'
import { maxLegLoss } from '../certificate/max-leg-loss.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import { buildLeg } from '../detect/build-leg.js'
import type { RecipeLeg } from '../detect/recipe.js'
import { sidesAgree } from '../detect/sides-agree.js'
import type { DisputeRates } from './certified-risk.js'
import { overturnPpm, PUBLISHED_DISPUTE_RATES } from './dispute-rates.js'
import type { ResolutionReading } from './resolution-reading.js'
import type { ResolvedOptions } from './resolved-options.js'
import { type SizedWinner, sizeWinner } from './size-winner.js'

/**
 * Certifies buying a winner that trades below 1, or names the first reason why not.
 *
 * Only payouts that are on chain are without risk. A proposed or disputed outcome can be overturned: the certificate
 * then carries `risk`, its states include that loss and `worstProfit` is negative; it is made only with `takeRisk`.
 * Quotes of closed markets are no quotes, and a Chainlink market that is not settled is refused.
 */
export const certifyResolved = (
  market: MarketFacts,
  reading: ResolutionReading | undefined,
  options: ResolvedOptions,
): Certificate | Uncertified => {
  const subject = market.id
  if (market.closed) return uncertified('market-not-tradable', { subject, why: 'closed' })
  if (reading === undefined || !isCurrent(market, reading, options)) {
    return uncertified('resolution-unknown', { subject })
  }
  const rates = options.rates ?? PUBLISHED_DISPUTE_RATES
  const ppm = overturnPpm(reading, rates)
  const refused = ppm > 0 && (reading.source !== 'uma' || options.takeRisk !== true)
  if (refused) return uncertified('resolution-not-final', { subject, state: reading.state })
  const leg = buildLeg(market, reading.outcome, 'buy', options)
  if ('refused' in leg) return leg
  const sibling: TokenId | undefined = market.tokens[1 - reading.outcome]
  if (!sidesAgree(leg.book, 'buy', sibling === undefined ? undefined : options.bookOf(sibling))) {
    return uncertified('sides-disagree', { subject }, market.tokens)
  }
  const stake = ppm > 0 ? (options.maxStakeUsd ?? ((25 * USD_ONE) as Usd)) : options.maxUsd
  const cap = Math.min(options.maxUsd, stake) as Usd
  const sized = sizeWinner(leg, ppm, reading.settlesAt, cap, options)
  return 'refused' in sized ? sized : write(leg, reading, sized, { ppm, rates }, options)
}

/** The market's own facts must not say otherwise, and a reading may be neither old nor of the future. */
const isCurrent = (
  { id, resolution }: MarketFacts,
  { market, outcome, readAt }: ResolutionReading,
  { now, maxReadingAgeMs = 60_000 }: ResolvedOptions,
): boolean => {
  const contradicted = resolution.state === 'resolved' && resolution.payouts[outcome] !== USD_ONE
  return market === id && !contradicted && readAt <= now && now - readAt <= maxReadingAgeMs
}

const write = (
  recipeLeg: RecipeLeg,
  reading: ResolutionReading,
  { shares, walk, cost, expected }: SizedWinner,
  { ppm, rates }: Readonly<{ ppm: number; rates: DisputeRates }>,
  { now, lifeMs = DEFAULT_LIFE_MS }: ResolvedOptions,
): Certificate => {
  const { market, token, side } = recipeLeg
  const leg = certifiedLeg(recipeLeg, walk, shares)
  const worstProfit = ((ppm > 0 ? 0 : shares) - cost) as Usd
  const earned = annualYield(expected, cost, now, reading.settlesAt)
  const state = reading.state === 'disputed' ? 'disputed' : 'proposed'
  return {
    version: 2,
    kind: 'resolved',
    subject: market.id,
    certifiedAt: now,
    expiresAt: (now + lifeMs) as TimeMs,
    books: [bookOf(recipeLeg, now)],
    maxSkewMs: 0,
    legs: [leg],
    stages: [
      { kind: 'legs', legs: [{ token, market: market.id, side, shares, limit: leg.limit }] },
      { kind: 'hold-to-resolution' },
    ],
    shares,
    cost,
    capital: cost,
    payoffs: payoffsOf(market.outcomes[reading.outcome] ?? '', shares, ppm > 0),
    worstProfit,
    maxLegLoss: maxLegLoss([recipeLeg], [walk]),
    topSum: recipeLeg.book.asks.prices.at(-1) ?? 0,
    edgeCents: (worstProfit / shares) * 100,
    margins: levelMargins([leg], marginParts([recipeLeg], [leg], worstProfit)),
    actions: 0,
    release: 'at-resolution',
    lockedUntil: reading.settlesAt,
    ...(earned === undefined ? {} : { annualYield: earned }),
    evidence: reading.evidence ?? `${reading.source}: ${reading.state}, read at ${reading.readAt}`,
    ...(ppm > 0
      ? { risk: { state, probabilityPpm: ppm, expectedProfit: expected, rates } as const }
      : {}),
  }
}

const payoffsOf = (winner: string, shares: number, risky: boolean): readonly StatePayoff[] => {
  const wins = { state: winner, payoff: shares as Usd }
  if (!risky) return [wins]
  const half = { state: 'evenly split', payoff: Math.floor(shares / 2) as Usd }
  return [wins, half, { state: 'overturned', payoff: 0 as Usd }]
}
