import { readFileSync } from 'node:fs'
import { type Confirmation, parseConfirmations } from '@bot/arbitrage'
import { BotError, messageOf } from '@bot/core'
import { matchVenues, type PairVerdict, type VenueMatch } from '../match/match-venues.js'
import {
  readKalshiContracts,
  readPolymarketContracts,
  type VenueContracts,
} from '../match/read-contracts.js'
import { listingFiles, readListingFile } from '../match/read-listing-file.js'
import { printJson, printLine, printTable } from './print.js'
import { countRows } from './print-findings.js'

/** What `bot match` was asked: a listing of each venue, as a file or a folder of files. */
export type MatchCommand = Readonly<{
  polymarket: string
  kalshi: string
  confirmations?: string
  /** How many pairs a terminal is shown. */
  pairs: number
  json: boolean
}>

/** Reports which contracts of two venues are the same, and why the others are not. Reads files only. */
export const matchCommand = async (command: MatchCommand): Promise<number> => {
  const polymarket = readPolymarketContracts(itemsAt(command.polymarket))
  const kalshi = readKalshiContracts(itemsAt(command.kalshi))
  requireSome(polymarket, command.polymarket, 'markets of Polymarket that ask yes or no')
  requireSome(kalshi, command.kalshi, 'events or markets of Kalshi')
  const match = matchVenues(polymarket, kalshi, readConfirmations(command.confirmations))
  if (command.json) printJson(match)
  else printMatch(match, command.pairs)
  return 0
}

const itemsAt = (path: string): readonly unknown[] => listingFiles(path).flatMap(readListingFile)

const requireSome = ({ contracts, rejected }: VenueContracts, path: string, what: string): void => {
  if (contracts.length > 0) return
  const why = Object.entries(rejected).map(([reason, count]) => `${reason} ${count}`)
  throw new BotError(
    'invalid-input-file',
    `Expected ${what} in ${path}, was none (${why.join(', ') || 'the listing is empty'}); are the two files swapped?`,
    { path, rejected },
  )
}

const readConfirmations = (file: string | undefined): readonly Confirmation[] => {
  if (file === undefined) return []
  try {
    return parseConfirmations(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (thrown) {
    throw new BotError('invalid-input-file', `${file}: ${messageOf(thrown)}`, { file }, thrown)
  }
}

const printMatch = (match: VenueMatch, most: number): void => {
  const { polymarket, kalshi, candidates, same, confirmations } = match
  printLine(
    `${polymarket.contracts} contracts of Polymarket, ${kalshi.contracts} of Kalshi: ${candidates} pairs look alike, ${same} are proven the same.`,
  )
  printLine('A report: nothing here is a basket, and no order follows from it.')
  for (const [venue, { rejected }] of [
    ['Polymarket', polymarket] as const,
    ['Kalshi', kalshi] as const,
  ]) {
    const rows = countRows(rejected)
    if (rows.length > 0) printTable([[`not read of ${venue}`, 'entries'], ...rows])
  }
  if (confirmations.read > 0) {
    printLine(`${confirmations.read} confirmations read, ${confirmations.used} fields rest on them`)
  }
  for (const [name, counts] of [
    ['first reason', match.firstReasons] as const,
    ['every reason', match.allReasons] as const,
  ]) {
    const rows = countRows(counts)
    if (rows.length > 0) printLine('')
    if (rows.length > 0) printTable([[name, 'pairs'], ...rows])
  }
  for (const pair of match.pairs.slice(0, most)) printPair(pair)
  const rest = match.pairs.length - most
  if (rest > 0) printLine(`\nand ${rest} more pairs: bot match --json has all of them`)
}

const printPair = (pair: PairVerdict): void => {
  const { polymarket, kalshi } = pair
  printLine('')
  printLine(`Polymarket: ${polymarket.title} (${polymarket.id})`)
  const outcome = kalshi.outcome === undefined ? '' : ` [${kalshi.outcome}]`
  printLine(`Kalshi:     ${kalshi.title}${outcome} (${kalshi.id})`)
  const rows =
    pair.verdict === 'same'
      ? pair.fields.map(({ field, left, right, by }) => [
          ...[field, by === 'text' ? 'the same' : `confirmed by ${by.person}`],
          ...[shorten(left.value), shorten(right.value)],
        ])
      : pair.doubts.map(({ field, reason, left, right }) => [
          ...[field, reason, shorten(left?.value), shorten(right?.value)],
        ])
  printLine(pair.verdict === 'same' ? 'the same contract' : `refused: ${pair.reason}`)
  if (rows.length > 0) printTable([['field', 'verdict', 'Polymarket', 'Kalshi'], ...rows])
}

const shorten = (text = 'not read'): string => (text.length > 48 ? `${text.slice(0, 45)}...` : text)
