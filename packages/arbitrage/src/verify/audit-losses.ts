import type { MarketFacts } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import type { BookLookup } from '../detect/opportunity.js'
import { type AuditedWalk, auditLeg } from './audit-walk.js'

/** Works out anew what undoing every leg on its own would lose, in micro-dollars. */
export const auditLosses = (
  { legs }: Certificate,
  walks: readonly AuditedWalk[],
  bookOf: BookLookup,
  markets: readonly MarketFacts[],
): number => {
  let losses = 0n
  for (const [index, leg] of legs.entries()) {
    const walk = walks[index]
    if (walk === undefined) continue
    const bought = leg.side === 'buy'
    const back = auditLeg(leg, bought ? 'sell' : 'buy', bookOf, markets)
    const loss = bought
      ? walk.notional + walk.fee - back.notional + back.fee
      : back.notional + back.fee + back.missing - walk.notional + walk.fee
    if (loss > 0n) losses += loss
  }
  return Number(losses)
}
