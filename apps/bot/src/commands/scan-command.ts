import type { Relation } from '@bot/arbitrage'
import { formatSize } from '@bot/core'
import type { Config } from '../config/load-config.js'
import { systemClock } from '../effects/system-clock.js'
import { confirmedRelations } from '../relations/read-relation-file.js'
import { surveyMarkets } from '../scan/market-survey.js'
import { ASSUMED_SHARES } from '../scan/read-quotes.js'
import { scanJson } from '../scan/scan-json.js'
import { scanOnce } from '../scan/scan-once.js'
import { withVenue } from '../venue/open-venue.js'
import { printJson, printLine, printTable } from './print.js'
import { countRows, printEvents, printFindings } from './print-findings.js'

/** What `bot scan` was asked; `relations` names a file of confirmed relations in place of the setting's. */
export type ScanCommand = Readonly<{ markets?: string; relations?: string; json: boolean }>

/** The simulated world needs a moment before its books are filled. */
const WARM_UP_MS = 3_000

/** Looks once, for arbitrage or at a file of markets; trades nothing. Returns the exit code. */
export const scanCommand = async (command: ScanCommand, config: Config): Promise<number> => {
  const confirmed = confirmedRelations(command.relations ?? config.settings.relationsFile)
  if (command.markets !== undefined) return survey(command.markets, command.json, confirmed, config)
  return withVenue(config, async (venue) => {
    if (venue.simulated) await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS))
    const patience = AbortSignal.timeout(120_000)
    const found = await scanOnce(venue, config.settings, systemClock, patience, confirmed)
    if (command.json) {
      printJson({ venue: venue.label, simulated: venue.simulated, ...scanJson(found) })
      return 0
    }
    printLine(
      `${venue.label}: ${found.markets} markets, ${found.tradable} tradable, ${found.books} books read`,
    )
    printFindings(found)
    printEvents(found.events)
    return 0
  })
}

const survey = async (
  file: string,
  json: boolean,
  confirmed: readonly Relation[],
  { settings }: Config,
): Promise<number> => {
  const at = systemClock.now()
  const {
    quoted,
    facts: _facts,
    ...result
  } = await surveyMarkets(file, { settings, confirmed, at })
  const assumedShares = formatSize(ASSUMED_SHARES)
  if (json) {
    const { events: _events, sets: _sets, ...quotes } = quoted === undefined ? {} : scanJson(quoted)
    const found = { executable: false, assumedShares, ...quotes }
    printJson({ ...result, ...(quoted === undefined ? {} : { quoted: found }) })
    return 0
  }
  printLine(
    `${result.markets} markets, ${result.parsed} parsed, ${result.tradable} tradable, ${result.negRiskMarkets} of negRisk events`,
  )
  const untradable = countRows({ ...result.untradable, ...result.rejected })
  if (untradable.length > 0) {
    printTable([['why not', 'markets'], ...untradable])
    printLine('')
  }
  printTable([['category', 'markets'], ...countRows(result.categories)])
  if (quoted !== undefined) {
    printLine('')
    printLine(
      `Best prices of ${quoted.books / 2} markets, taken as if ${assumedShares} shares were behind each and all were of one moment. Nothing here is executable.`,
    )
    printFindings(quoted)
  }
  printEvents(result.events)
  return 0
}
