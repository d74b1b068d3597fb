import { formatDecimal, PRICE_ONE } from '@bot/core'
import type { Certificate } from './certificate/certificate.js'

/**
 * Writes what users look for in the log after `Arbitrage: `: `Found YES+NO=$0.97 opportunity (3¢ edge)`.
 *
 * Sum and edge are of the best prices, before depth and fees; the certificate has what is left of them. Of related
 * markets and resolved winners, whose prices need not sum to a dollar, the edge is the certificate's.
 */
export const describeOpportunity = (certificate: Certificate): string => {
  const { kind, topSum, legs } = certificate
  const edge = formatDecimal(Math.abs(PRICE_ONE - topSum), 2)
  switch (kind) {
    case 'relation':
      return `Found ${legs.length} related legs at $${dollars(topSum)} (${cents(certificate)}¢ edge)`
    case 'resolved':
      return `Found winner at $${dollars(topSum)} (${edge}¢ below a dollar)`
    default:
      return `Found ${nameOf(kind, legs.length)}=$${dollars(topSum)} opportunity (${edge}¢ edge)`
  }
}

const cents = ({ edgeCents }: Certificate): string => edgeCents.toFixed(2)

const nameOf = (kind: Certificate['kind'], count: number): string => {
  if (kind === 'event-yes') return `${count}×YES`
  return kind === 'event-no' ? `${count}×YES bids` : 'YES+NO'
}

/** At least two decimals: 0.9 is $0.90. */
const dollars = (units: number): string => {
  const text = formatDecimal(units, 4)
  const decimals = text.split('.')[1]?.length ?? 0
  return decimals >= 2 ? text : `${text}${decimals === 0 ? '.' : ''}${'0'.repeat(2 - decimals)}`
}
