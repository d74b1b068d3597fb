import { type Basket, BotError, type Signal, type TimeMs } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import { describeOpportunity } from '../describe-opportunity.js'

/**
 * Turns a certificate into the signal that carries its basket.
 *
 * Confidence is 1: the payoff is proven, and what can still go wrong, a leg that does not fill, is bounded by
 * `maxLegLoss`. `edgePerShare` is the proven gain a set after fees, in dollars.
 */
export const toSignal = (strategy: string, certificate: Certificate, lifeMs: number): Signal => {
  const expiresAt = (certificate.certifiedAt + lifeMs) as TimeMs
  const [leg] = certificate.legs
  if (leg === undefined) {
    throw new BotError('invalid-argument', 'Expected a certificate with legs, was none', {
      subject: certificate.subject,
    })
  }
  return {
    kind: 'signal',
    strategy,
    token: leg.token,
    market: leg.market,
    side: leg.side,
    entry: 'take',
    limit: leg.limit,
    measured: { edgeCents: certificate.edgeCents },
    edgePerShare: certificate.edgeCents / 100,
    confidence: 1,
    wanted: certificate.shares,
    expiresAt,
    because: describeOpportunity(certificate),
    basket: toBasket(certificate, expiresAt),
  }
}

const toBasket = (certificate: Certificate, expiresAt: TimeMs): Basket => ({
  id: `arbitrage:${certificate.kind}:${certificate.subject}:${certificate.certifiedAt}`,
  stages: certificate.stages,
  maxCost: certificate.capital,
  worstCase: certificate.worstProfit,
  maxLegLoss: certificate.maxLegLoss,
  expiresAt,
  booksSeen: certificate.books.map(({ token, epoch, changedAt }) => ({ token, epoch, changedAt })),
  proof: certificate,
})
