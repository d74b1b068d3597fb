import { countClasses } from './classify-events.js'
import type { ScanFindings } from './look-for-arbitrage.js'

/** Counts refusals by their reason. */
export const reasonsOf = (found: ScanFindings): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { refused } of found.refusals) counts[refused] = (counts[refused] ?? 0) + 1
  return counts
}

/** Writes findings as plain JSON: every opportunity with its basket, every relation with its evidence. */
export const scanJson = (found: ScanFindings): Readonly<Record<string, unknown>> => ({
  markets: found.markets,
  tradable: found.tradable,
  books: found.books,
  opportunities: found.opportunities.map(({ because, edgePerShare, basket }) => ({
    because,
    edgePerShare,
    basket,
  })),
  refusals: reasonsOf(found),
  resolving: found.resolving,
  unanswered: found.unanswered,
  relations: {
    rules: found.relations.rules,
    sets: found.relations.sets,
    certificates: found.relations.certificates,
    reasons: found.relations.reasons,
    refused: found.relations.refused.map(({ refused, context }) => ({ refused, ...context })),
    evidence: found.relations.relations,
  },
  funnel: found.funnel.arbitrage,
  plan: found.plan.map(({ certificate, ...place }) => ({
    ...{ kind: certificate.kind, subject: certificate.subject, ...place },
    capital: certificate.capital,
    worstProfit: certificate.worstProfit,
  })),
  sets: countClasses(found.events),
  events: found.events,
})
