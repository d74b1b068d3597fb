// Says which contracts of two venues are the same, field by field, and why the others are not. By itself it compares
// texts made here; POLYMARKET_FILE (Gamma markets) and KALSHI_FILE (Kalshi events) name saved listings to compare
// instead, CONFIRMED_FILE a file of confirmations.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import {
  type ContractText,
  digestContract,
  matchContracts,
  parseConfirmations,
  proveEquivalence,
} from '@bot/arbitrage'
import { decodeText, parseKalshiEvent, toKalshiContract } from '@bot/kalshi'

const {
  POLYMARKET_FILE: polymarketFile,
  KALSHI_FILE: kalshiFile,
  CONFIRMED_FILE: confirmedFile,
} = process.env

const readText = (file: string): string => {
  const bytes = readFileSync(file)
  return decodeText(file.endsWith('.gz') ? gunzipSync(bytes) : bytes).text
}
type Raw = Readonly<Record<string, unknown>>
const listIn = (file: string, name: string): readonly Raw[] => {
  const parsed = JSON.parse(readText(file)) as Raw | readonly Raw[]
  return Array.isArray(parsed) ? parsed : ((parsed as Raw)[name] as readonly Raw[])
}

const compareFiles = (polymarket: string, kalshi: string): void => {
  const left = listIn(polymarket, 'markets').flatMap((raw): ContractText[] => {
    if (!/^\["Yes", ?"No"\]$/.test(String(raw['outcomes']))) return []
    const title = String(raw['question'])
    const rules = String(raw['description'] ?? '')
    return [
      {
        venue: 'polymarket',
        id: String(raw['conditionId']),
        title,
        rules,
        open: raw['closed'] !== true,
      },
    ]
  })
  const right = listIn(kalshi, 'events').flatMap((raw) => {
    const parsed = parseKalshiEvent(raw)
    return 'event' in parsed ? parsed.event.markets.map(toKalshiContract) : []
  })
  const confirmed = confirmedFile === undefined ? [] : parseConfirmations(readText(confirmedFile))
  const report = matchContracts(left, right, confirmed)
  console.log(`${report.left} and ${report.right} contracts, ${report.candidates} pairs look alike`)
  console.log(`${report.kept.length} proven the same, refused because:`)
  for (const [reason, count] of Object.entries(report.firstReasons))
    console.log(`  ${reason} ${count}`)
  for (const { left, right } of report.kept) console.log(`same: ${left.id} ${right.id}`)
}

const compareMade = (): void => {
  const rules = (claim: string): string =>
    `${claim} If the office is abolished, the market resolves to No. The resolution source is the Harbour Gazette.`
  const window = 'between January 5, 2026, 12:00 AM ET and December 31, 2026, 11:59 PM ET'
  const contract = (venue: string, claim: string): ContractText => ({
    venue,
    id: `${venue}-chair`,
    title: 'Will Ann Lee chair the Harbour Board?',
    rules: rules(claim),
    open: true,
  })
  const north = contract(
    'north',
    `If Ann Lee chairs the board ${window}, then the market resolves to Yes.`,
  )
  const south = contract(
    'south',
    `This market will resolve to "Yes" if Ann Lee chairs the board ${window}.`,
  )
  const proven = proveEquivalence(north, south)
  assert(!('refused' in proven))
  console.log(`the same in ${proven.fields.length} fields`)

  const later = { ...south, rules: south.rules?.replace('31, 2026', '31, 2027') ?? '' }
  const refused = proveEquivalence(north, later)
  assert('refused' in refused && refused.refused === 'different-window-end')
  console.log(`another year: ${refused.refused}`)

  const worded = {
    ...south,
    rules: south.rules?.replace('chairs the board', 'presides over the board') ?? '',
  }
  const open = proveEquivalence(north, worded)
  assert('refused' in open && open.refused === 'subject-unproven')
  console.log(`other words: ${open.refused}, for a person to say`)

  const side = ({ venue, id }: ContractText, quote: string, of: ContractText) => ({
    venue,
    id,
    quote,
    digest: digestContract(of),
  })
  const confirmations = parseConfirmations(
    JSON.stringify({
      confirmations: [
        {
          field: 'subject',
          value: 'Ann Lee holds the chair',
          left: side(north, 'chairs the board', north),
          right: side(worded, 'presides over the board', worded),
          by: 'Kim',
          at: '2026-02-14',
        },
      ],
    }),
  )
  assert(!('refused' in proveEquivalence(north, worded, confirmations)))
  const amended = { ...worded, rules: `${worded.rules} UPDATE: only a full term counts.` }
  assert('refused' in proveEquivalence(north, amended, confirmations))
  console.log('confirmed by Kim, until a venue changes its text')
}

if (polymarketFile !== undefined && kalshiFile !== undefined)
  compareFiles(polymarketFile, kalshiFile)
else compareMade()
