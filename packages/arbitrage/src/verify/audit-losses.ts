import type { MarketFacts } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import type { BookLookup } from '../detect/opportunity.js'
import { type AuditedWalk, auditLeg } from './audit-walk.js'

/** Works out anew what undoing a leg, or filling it at its limit alone, would lose: the more of both, of every leg. */
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
    const worse = beyondWalk(walk, bought)
    if (loss > worse) losses += loss
    else losses += worse
  }
  return Number(losses)
}

/** Dollars more (a sale: fewer) when every share trades at the last level's price: never below 0. */
const beyondWalk = ({ levels, notional }: AuditedWalk, bought: boolean): bigint => {
  const shares = levels.reduce((sum, level) => sum + BigInt(level.shares), 0n)
  const dollars = shares * BigInt(levels.at(-1)?.price ?? 0)
  const beyond = bought ? (dollars + 9_999n) / 10_000n - notional : notional - dollars / 10_000n
  return beyond > 0n ? beyond : 0n
}
