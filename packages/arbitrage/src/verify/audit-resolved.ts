import { type MarketFacts, USD_ONE, type Usd } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import type { DisputeRates } from '../resolved/certified-risk.js'
import { PUBLISHED_DISPUTE_RATES } from '../resolved/dispute-rates.js'
import type { ResolutionReading } from '../resolved/resolution-reading.js'
import type { AuditedPath } from './audit-path.js'
import type { AuditedWorld } from './audited-world.js'
import type { VerifyOptions } from './verify-options.js'

/** Works out what a winner pays, and what it loses where it can be overturned, from the caller's own reading. */
export const auditResolved = (
  { legs }: Certificate,
  { holdings, paid }: AuditedPath,
  markets: readonly MarketFacts[],
  { resolutionOf, disputeRates = PUBLISHED_DISPUTE_RATES }: VerifyOptions,
): AuditedWorld | string => {
  const [leg] = legs
  const market = markets.find(({ id }) => id === leg?.market)
  if (leg === undefined || legs.length !== 1 || market === undefined) return 'expected one winner'
  const reading = resolutionOf?.(market)
  if (reading === undefined || reading.market !== market.id) return 'its resolution is not known'
  if (market.closed) return 'its market is closed'
  const { resolution } = market
  if (resolution.state === 'resolved' && resolution.payouts[reading.outcome] !== USD_ONE) {
    return 'its market resolved otherwise'
  }
  if (market.tokens[reading.outcome] !== leg.token) return 'buys the outcome that loses'
  const shares = holdings.get(leg.token) ?? 0n
  const wins = { state: market.outcomes[reading.outcome] ?? '', payoff: shares }
  const shared = { kind: 'resolved', subject: market.id, lockedUntil: reading.settlesAt } as const
  if (reading.onChain && reading.state === 'resolved') return { ...shared, states: [wins] }
  if (reading.source !== 'uma') return 'its resolution is not final'
  const ppm = chanceOf(reading, disputeRates)
  const expected = (shares * (1_000_000n - ppm)) / 1_000_000n - paid
  if (expected <= 0n) return 'is expected to lose'
  return {
    ...shared,
    states: [
      wins,
      { state: 'evenly split', payoff: shares / 2n },
      { state: 'overturned', payoff: 0n },
    ],
    risk: {
      state: reading.state === 'disputed' ? 'disputed' : 'proposed',
      probabilityPpm: Number(ppm),
      expectedProfit: Number(expected) as Usd,
      rates: disputeRates,
    },
  }
}

const chanceOf = (
  { state }: ResolutionReading,
  { disputedPpm, overturnedPpm }: DisputeRates,
): bigint => {
  const overturned = BigInt(overturnedPpm)
  return state === 'disputed'
    ? overturned
    : (BigInt(disputedPpm) * overturned + 999_999n) / 1_000_000n
}
