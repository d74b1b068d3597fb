import { formatUsd } from '@bot/core'
import type { Config } from '../config/load-config.js'
import { systemClock } from '../effects/system-clock.js'
import { countClasses, type EventClass } from '../scan/classify-events.js'
import { surveyMarkets } from '../scan/market-survey.js'
import { type ScanFindings, scanOnce } from '../scan/scan-once.js'
import { withVenue } from '../venue/open-venue.js'
import type { Venue } from '../venue/venue.js'
import { printJson, printLine, printTable } from './print.js'

/** What `bot scan` was asked. */
export type ScanCommand = Readonly<{ markets?: string; json: boolean }>

/** Events that a terminal is shown. */
const MOST_EVENTS = 40
/** The simulated world needs a moment before its books are filled. */
const WARM_UP_MS = 3_000

/** Looks once, for arbitrage or at a file of markets; trades nothing. Returns the exit code. */
export const scanCommand = async (command: ScanCommand, config: Config): Promise<number> => {
  if (command.markets !== undefined) return survey(command.markets, command.json)
  return withVenue(config, async (venue) => {
    if (venue.simulated) await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS))
    const found = await scanOnce(venue, config.settings, systemClock, AbortSignal.timeout(120_000))
    if (command.json) printJson(asJson(found, venue))
    else printFindings(found, venue)
    return 0
  })
}

const survey = async (file: string, json: boolean): Promise<number> => {
  const result = await surveyMarkets(file)
  if (json) {
    printJson(result)
    return 0
  }
  printLine(
    `${result.markets} markets, ${result.parsed} parsed, ${result.tradable} tradable, ${result.negRiskMarkets} of negRisk events`,
  )
  printTable([['why not', 'markets'], ...countRows({ ...result.untradable, ...result.rejected })])
  printLine('')
  printTable([['category', 'markets'], ...countRows(result.categories)])
  printEvents(result.events)
  return 0
}

const countRows = (counts: Readonly<Record<string, number>>): string[][] =>
  Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => [name, String(count)])

const reasonsOf = (found: ScanFindings): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { refused } of found.refusals) counts[refused] = (counts[refused] ?? 0) + 1
  return counts
}

const asJson = (found: ScanFindings, venue: Venue) => ({
  venue: venue.label,
  simulated: venue.simulated,
  markets: found.markets,
  tradable: found.tradable,
  books: found.books,
  opportunities: found.opportunities.map(({ because, edgePerShare, basket }) => ({
    because,
    edgePerShare,
    basket,
  })),
  refusals: reasonsOf(found),
  funnel: found.funnel.arbitrage,
  plan: found.plan.map(({ certificate, ...place }) => ({
    ...{ kind: certificate.kind, subject: certificate.subject, ...place },
    capital: certificate.capital,
    worstProfit: certificate.worstProfit,
  })),
  sets: countClasses(found.events),
  events: found.events,
})

/** Events that prove most first, and the same reason together. */
const printEvents = (events: readonly EventClass[]): void => {
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

const printFindings = (found: ScanFindings, venue: Venue): void => {
  printLine(
    `${venue.label}: ${found.markets} markets, ${found.tradable} tradable, ${found.books} books read`,
  )
  if (found.opportunities.length === 0) printLine('No arbitrage that could be certified.')
  for (const { because, basket } of found.opportunities) {
    const worst =
      basket === undefined
        ? ''
        : `, at least $${formatUsd(basket.worstCase)} on $${formatUsd(basket.maxCost)}`
    printLine(`${because}${worst}`)
  }
  const reasons = countRows(reasonsOf(found))
  if (reasons.length > 0) printTable([['refused because', 'times'], ...reasons])
  for (const { certificate, chosen, reason, lockedDays } of found.plan) {
    const locked = lockedDays === undefined ? 'an unknown time' : `${lockedDays.toFixed(2)} days`
    printLine(
      `${chosen ? 'take' : 'leave'} ${certificate.kind} ${certificate.subject}: ${reason}, $${formatUsd(certificate.capital)} for ${locked}`,
    )
  }
  printEvents(found.events)
}
