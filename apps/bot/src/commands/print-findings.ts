import { describeOpportunity } from '@bot/arbitrage'
import { formatUsd } from '@bot/core'
import { countClasses, type EventClass } from '../scan/classify-events.js'
import type { ScanFindings } from '../scan/look-for-arbitrage.js'
import { reasonsOf } from '../scan/scan-json.js'
import { printLine, printTable } from './print.js'

/** Events that a terminal is shown. */
const MOST_EVENTS = 40

/** Turns counts into rows, the most frequent first. */
export const countRows = (counts: Readonly<Record<string, number>>): string[][] =>
  Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => [name, String(count)])

/** Prints what can be certified, why the rest is refused, and where cash would go first. */
export const printFindings = (found: ScanFindings): void => {
  const { opportunities, relations, plan } = found
  if (opportunities.length + relations.certificates.length === 0) {
    printLine('No arbitrage that could be certified.')
  }
  for (const { because, basket } of opportunities) {
    const worst =
      basket === undefined
        ? ''
        : `, at least $${formatUsd(basket.worstCase)} on $${formatUsd(basket.maxCost)}`
    printLine(`${because}${worst}`)
  }
  const seen = new Set(
    opportunities.flatMap(({ basket }) => (basket === undefined ? [] : [subjectOf(basket.proof)])),
  )
  for (const certificate of relations.certificates) {
    // The strategy sees ladders itself.
    if (seen.has(certificate.subject)) continue
    const { worstProfit, cost, evidence } = certificate
    printLine(
      `${describeOpportunity(certificate)}, at least $${formatUsd(worstProfit)} on $${formatUsd(cost)} (${evidence})`,
    )
  }
  const reasons = countRows(reasonsOf(found))
  if (reasons.length > 0) printTable([['refused because', 'times'], ...reasons])
  printResolving(found)
  printRelations(found)
  for (const { certificate, chosen, reason, lockedDays } of plan) {
    const locked = lockedDays === undefined ? 'an unknown time' : `${lockedDays.toFixed(2)} days`
    printLine(
      `${chosen ? 'take' : 'leave'} ${certificate.kind} ${certificate.subject}: ${reason}, $${formatUsd(certificate.capital)} for ${locked}`,
    )
  }
}

const subjectOf = (proof: unknown): unknown => (proof as Readonly<{ subject?: unknown }>).subject

const printResolving = ({ resolving, unanswered }: ScanFindings): void => {
  for (const problem of unanswered) printLine(`Resolutions, not answered: ${problem}`)
  if (resolving.length === 0) return
  const percent = (value: unknown, whole: number, decimals: number): string =>
    typeof value === 'number' ? `${((100 * value) / whole).toFixed(decimals)} %` : ''
  const hours = (value: unknown): string =>
    typeof value === 'number' ? (value / 3_600_000).toFixed(1) : ''
  printLine('')
  printTable([
    ['winner below a dollar', 'outcome', 'state', 'ask', 'overturned', 'hours', 'a year', 'but'],
    ...resolving
      .slice(0, MOST_EVENTS)
      .map((each) => [
        ...[each.question, `${each.outcome ?? ''}${each.assumed === true ? '?' : ''}`],
        ...[String(each.state ?? ''), String(each.ask), percent(each.overturnedPpm, 1e6, 3)],
        ...[hours(each.delayMs), percent(each.annualYield, 1, 0), each.refused ?? 'can be bought'],
      ]),
  ])
}

const printRelations = ({ relations }: ScanFindings): void => {
  if (relations.relations.length === 0) return
  printLine('')
  printTable([['relations by rule', 'proven'], ...countRows(relations.rules)])
  printLine(
    `${relations.sets} sets of related markets (beyond single negRisk groups): ${relations.certificates.length} certified`,
  )
  const reasons = countRows(relations.reasons)
  if (reasons.length > 0) printTable([['set refused because', 'sets'], ...reasons])
}

/** Prints what is proven of events: those that prove most first, and the same reason together. */
export const printEvents = (events: readonly EventClass[]): void => {
  if (events.length === 0) return
  printLine('')
  printTable([['what an event proves, and why', 'events'], ...countRows(countClasses(events))])
  printLine('')
  const yes = (value: boolean): string => (value ? 'yes' : 'no')
  const shown = [...events].sort((a, b) => Number(b.exhaustive) - Number(a.exhaustive))
  printTable([
    ['event', 'markets', 'exclusive', 'exhaustive', 'why'],
    ...shown
      .slice(0, MOST_EVENTS)
      .map(({ title, markets, exclusive, exhaustive, why }) => [
        ...[title, String(markets), yes(exclusive), yes(exhaustive), why],
      ]),
  ])
  if (shown.length > MOST_EVENTS) {
    printLine(`and ${shown.length - MOST_EVENTS} more: bot scan --json has all of them`)
  }
}
