import type { TimeMs, Usd } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'

/** A certificate in its place: what it takes, what it earns a locked dollar and day, and whether cash is left for it. */
export type RankedCertificate = Readonly<{
  certificate: Certificate
  /** Days that its capital is locked; `undefined` when nobody knows until when. */
  lockedDays: number | undefined
  /** Dollars that a locked dollar earns a day, for ranking; 0 when nobody knows for how long it is locked. */
  yieldPerDay: number
  /** Cash that was left before it, in micro-dollars. */
  cashBefore: Usd
  chosen: boolean
  /** Kebab-case: `best-yield`, `fits`, `cash-used-better`, or `same-market-taken`. */
  reason: 'best-yield' | 'fits' | 'cash-used-better' | 'same-market-taken'
}>

/** How the planner counts. */
export type RankOptions = Readonly<{
  now: TimeMs
  /** Free cash in micro-dollars. */
  cash: Usd
  /** How long capital is out that comes back by a merge or a conversion: default 60,000 ms. */
  settlementMs?: number
}>

const DAY_MS = 86_400_000

/**
 * Says which certificates to take first when cash does not suffice for all: those whose locked dollars earn most a
 * day. What is expected counts, where a certificate names a risk; of two in one market only the better is taken, for
 * both would count on the same depth. Pure; never throws for a valid certificate.
 */
export const rankCertificates = (
  certificates: readonly Certificate[],
  { now, cash, settlementMs = 60_000 }: RankOptions,
): readonly RankedCertificate[] => {
  const rated = certificates
    .map((certificate) => rate(certificate, now, settlementMs))
    .sort(
      (a, b) =>
        b.yieldPerDay - a.yieldPerDay ||
        profitOf(b.certificate) - profitOf(a.certificate) ||
        (a.certificate.subject < b.certificate.subject ? -1 : 1),
    )
  const taken = new Set<string>()
  let left: number = cash
  return rated.map((each, index): RankedCertificate => {
    const { capital, legs } = each.certificate
    const cashBefore = left as Usd
    const overlaps = legs.some((leg) => taken.has(leg.market))
    const chosen = !overlaps && capital <= left
    if (!chosen) {
      const reason = overlaps ? 'same-market-taken' : 'cash-used-better'
      return { ...each, cashBefore, chosen, reason }
    }
    left -= capital
    for (const leg of legs) taken.add(leg.market)
    return { ...each, cashBefore, chosen, reason: index === 0 ? 'best-yield' : 'fits' }
  })
}

const profitOf = ({ risk, worstProfit }: Certificate): Usd => risk?.expectedProfit ?? worstProfit

const rate = (
  certificate: Certificate,
  now: TimeMs,
  settlementMs: number,
): Pick<RankedCertificate, 'certificate' | 'lockedDays' | 'yieldPerDay'> => {
  const lockedMs = lockedFor(certificate, now, settlementMs)
  if (lockedMs === undefined) return { certificate, lockedDays: undefined, yieldPerDay: 0 }
  const lockedDays = lockedMs / DAY_MS
  const gain = Math.max(0, profitOf(certificate)) / Math.max(1, certificate.capital)
  return { certificate, lockedDays, yieldPerDay: gain / lockedDays }
}

/** Capital that is never out for less than a settlement takes. */
const lockedFor = (
  { release, lockedUntil }: Certificate,
  now: TimeMs,
  settlementMs: number,
): number | undefined => {
  if (release === 'on-settlement') return settlementMs
  return lockedUntil === undefined ? undefined : Math.max(settlementMs, lockedUntil - now)
}
