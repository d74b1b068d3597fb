import type { MarketFacts } from '@bot/core'
import type { Certificate, OpportunityKind } from '../certificate/certificate.js'
import type { BookLookup } from '../detect/opportunity.js'
import { auditLosses } from './audit-losses.js'
import { type AuditedPath, auditPath } from './audit-path.js'
import { type AuditedState, auditStates } from './audit-states.js'
import { type AuditedWalk, auditLeg } from './audit-walk.js'
import type { VerifyOptions } from './verify-options.js'

const DAY_MS = 86_400_000

type Audited = Readonly<{
  kind: OpportunityKind
  traded: readonly MarketFacts[]
  walks: readonly AuditedWalk[]
  path: AuditedPath
  states: readonly AuditedState[]
}>

/** Works out anew everything that a certificate claims and names the first difference; `undefined` when none. */
export const auditClaims = (
  certificate: Certificate,
  bookOf: BookLookup,
  markets: readonly MarketFacts[],
  options: VerifyOptions,
): string | undefined => {
  const traded = markets.filter(({ id }) => certificate.legs.some((leg) => leg.market === id))
  const walks = certificate.legs.map((leg) => auditLeg(leg, leg.side, bookOf, markets))
  const path = auditPath(certificate.stages, walks, markets)
  if (typeof path === 'string') return path
  const states = auditStates(path, markets, traded, options.groupIsWhole)
  if (typeof states === 'string') return states
  const audited = { kind: kindOf(certificate, path, traded), traded, walks, path, states }
  const losses = auditLosses(certificate, walks, bookOf, markets)
  const expected = {
    ...unverifiable(certificate),
    ...expectedOf(certificate, audited, losses, bookOf),
  }
  return (
    firstDifference(certificate, expected) ??
    stageProblem(certificate) ??
    (certificate.worstProfit > 0 ? undefined : 'loses in some outcome state') ??
    complementProblem(certificate, traded, options)
  )
}

const kindOf = (
  { legs }: Certificate,
  { waits, converts }: AuditedPath,
  traded: readonly MarketFacts[],
): OpportunityKind => {
  if (converts) return 'event-no'
  if (waits || traded.length > 1) return 'event-yes'
  return legs.every(({ side }) => side === 'buy') ? 'complement-buy' : 'complement-sell'
}

/** What is checked elsewhere (books, stages) or is the certificate's own word. */
const unverifiable = ({ certifiedAt, evidence, books, stages, maxSkewMs }: Certificate) => ({
  certifiedAt,
  evidence,
  books,
  stages,
  maxSkewMs,
})

const expectedOf = (
  certificate: Certificate,
  { kind, traded, walks, path, states }: Audited,
  maxLegLoss: number,
  bookOf: BookLookup,
): Readonly<Record<string, unknown>> => {
  const worst = Math.min(...states.map(({ payoff }) => Number(payoff)))
  const worstProfit = worst - Number(path.paid)
  const lockedUntil = path.waits ? lastEnd(traded) : undefined
  const days = lockedUntil === undefined ? 0 : (lockedUntil - certificate.certifiedAt) / DAY_MS
  const grouped = traded.length > 1 ? traded[0]?.negRisk : undefined
  return {
    version: 1,
    kind,
    subject: typeof grouped === 'object' ? grouped.group : traded[0]?.id,
    legs: certificate.legs.map((leg, index) => expectedLeg(leg, walks[index])),
    shares: certificate.legs[0]?.shares,
    cost: Number(path.paid),
    capital: Number(path.capital),
    payoffs: states.map(({ state, payoff }) => ({ state, payoff: Number(payoff) })),
    worstProfit,
    maxLegLoss,
    topSum: topSum(certificate, kind, bookOf),
    edgeCents: (worstProfit / (certificate.legs[0]?.shares ?? 0)) * 100,
    release: path.waits ? 'at-resolution' : 'on-settlement',
    ...(lockedUntil === undefined
      ? {}
      : {
          lockedUntil,
          annualYield: ((worstProfit / Number(path.capital)) * 365) / Math.max(1, days),
        }),
  }
}

const expectedLeg = (leg: Certificate['legs'][number], walk: AuditedWalk | undefined) => ({
  token: leg.token,
  market: leg.market,
  side: leg.side,
  shares: leg.shares,
  limit: walk?.levels.at(-1)?.price,
  levels: walk?.levels,
  notional: Number(walk?.notional),
  fee: Number(walk?.fee),
})

const topSum = ({ legs }: Certificate, kind: OpportunityKind, bookOf: BookLookup): number =>
  legs.reduce((sum, { token, side }) => {
    const book = bookOf(token)
    if (side === 'sell') return sum + Math.max(...(book?.bids.prices ?? []))
    const ask = Math.min(...(book?.asks.prices ?? []))
    return sum + (kind === 'event-no' ? 10_000 - ask : ask)
  }, 0)

const lastEnd = (markets: readonly MarketFacts[]): number | undefined => {
  const ends = markets.map(({ endsAt }) => endsAt ?? Number.NaN)
  return ends.some(Number.isNaN) ? undefined : Math.max(...ends)
}

const firstDifference = (certificate: Certificate, expected: object): string | undefined => {
  const claims = new Map<string, unknown>(Object.entries(certificate))
  const facts = new Map<string, unknown>(Object.entries(expected))
  for (const key of new Set([...claims.keys(), ...facts.keys()])) {
    const was = canonical(claims.get(key))
    const wanted = canonical(facts.get(key))
    if (was !== wanted) return `${key}: expected ${wanted}, was ${was}`
  }
  return undefined
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'nothing'

/** The stages must trade exactly the legs that were walked, once, and as many shares of each. */
const stageProblem = ({ legs, stages }: Certificate): string | undefined => {
  const traded = stages.flatMap((stage) => (stage.kind === 'legs' ? [stage.legs] : []))
  const claimed = legs.map(({ token, market, side, shares, limit }) =>
    canonical({ token, market, side, shares, limit }),
  )
  const [only] = traded
  if (traded.length !== 1 || only === undefined) return 'expected one stage of legs'
  if (canonical(only.map(canonical)) !== canonical(claimed)) return 'stages trade other legs'
  return new Set(legs.map(({ token }) => token)).size === legs.length
    ? undefined
    : 'a leg comes twice'
}

const complementProblem = (
  { kind, books }: Certificate,
  [market]: readonly MarketFacts[],
  { confirmedComplement }: VerifyOptions,
): string | undefined => {
  if (kind !== 'complement-buy' && kind !== 'complement-sell') return undefined
  if (new Set(books.map(({ changedAt }) => changedAt)).size > 1)
    return 'sides of different instants'
  return market !== undefined && confirmedComplement?.(market) === true
    ? undefined
    : 'unconfirmed complement'
}
