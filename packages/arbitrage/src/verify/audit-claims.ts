import type { MarketFacts } from '@bot/core'
import type { Certificate, CertificateKind } from '../certificate/certificate.js'
import type { BookLookup } from '../detect/opportunity.js'
import { auditLosses } from './audit-losses.js'
import { auditMargins } from './audit-margins.js'
import { type AuditedPath, auditPath } from './audit-path.js'
import { type AuditedWalk, auditLeg } from './audit-walk.js'
import { auditWorld } from './audit-world.js'
import type { AuditedWorld } from './audited-world.js'
import { canonical } from './canonical.js'
import type { VerifyOptions } from './verify-options.js'

const DAY_MS = 86_400_000

type Audited = Readonly<{
  world: AuditedWorld
  traded: readonly MarketFacts[]
  walks: readonly AuditedWalk[]
  path: AuditedPath
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
  const world = auditWorld(certificate, path, markets, options)
  if (typeof world === 'string') return world
  const audited = { world, traded, walks, path }
  const expected = {
    ...unverifiable(certificate),
    ...expectedOf(certificate, audited, bookOf, markets, options),
  }
  return (
    firstDifference(certificate, expected) ??
    stageProblem(certificate) ??
    (certificate.worstProfit > 0 || world.risk !== undefined
      ? undefined
      : 'loses in some outcome state') ??
    complementProblem(certificate, traded, options)
  )
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
  { world, traded, walks, path }: Audited,
  bookOf: BookLookup,
  markets: readonly MarketFacts[],
  { lifeMs = 2_000 }: VerifyOptions,
): Readonly<Record<string, unknown>> => {
  const { kind, subject, states, risk } = world
  const least = Math.min(...states.map(({ payoff }) => Number(payoff)))
  const worstProfit = least - Number(path.paid)
  const lockedUntil = path.waits ? (world.lockedUntil ?? lastEnd(traded)) : undefined
  const days = lockedUntil === undefined ? 0 : (lockedUntil - certificate.certifiedAt) / DAY_MS
  const earned = risk?.expectedProfit ?? worstProfit
  const shares = Math.max(...certificate.legs.map((leg) => leg.shares))
  const aside = BigInt(worstProfit) + spentOnLegs(certificate, walks)
  return {
    version: 2,
    kind,
    subject,
    expiresAt: certificate.certifiedAt + lifeMs,
    legs: certificate.legs.map((leg, index) => expectedLeg(leg, walks[index])),
    shares,
    cost: Number(path.paid),
    capital: Number(path.capital),
    payoffs: states.map(({ state, payoff }) => ({ state, payoff: Number(payoff) })),
    worstProfit,
    maxLegLoss: auditLosses(certificate, walks, bookOf, markets),
    topSum: topSum(certificate, kind, bookOf),
    edgeCents: (worstProfit / shares) * 100,
    margins: auditMargins(certificate, walks, markets, { aside, kept: path.kept }),
    actions: certificate.stages.filter((stage) => stage.kind === 'action').length,
    // What shares still held are worth in the worst state is paid at resolution only.
    release: path.waits || Number(path.received) < least ? 'at-resolution' : 'on-settlement',
    ...(lockedUntil === undefined
      ? {}
      : {
          lockedUntil,
          annualYield: ((earned / Number(path.capital)) * 365) / Math.max(1, days),
        }),
    ...world.claims,
    ...(risk === undefined ? {} : { risk }),
  }
}

const spentOnLegs = ({ legs }: Certificate, walks: readonly AuditedWalk[]): bigint =>
  walks.reduce(
    (sum, { notional, fee }, index) =>
      sum + fee + (legs[index]?.side === 'buy' ? notional : -notional),
    0n,
  )

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

const topSum = ({ legs }: Certificate, kind: CertificateKind, bookOf: BookLookup): number =>
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
