import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ContractText,
  type FieldDoubt,
  type MatchReport,
  matchContracts,
  type NotEquivalent,
} from '@bot/arbitrage'
import { expect, test } from 'vitest'
import { markdownTable } from './fixtures/markdown-table.js'
import { readKalshiContracts, readPolymarketContracts } from './fixtures/venue-contracts.js'

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data')
const page = join(import.meta.dirname, '../docs/results/arbitrage-venues.md')

const MEANINGS: Readonly<Record<string, string>> = {
  'not-open': 'one of the two can no longer be traded',
  'rules-missing': 'the listing does not carry the whole text that decides',
  'different-subject': 'each names someone or something that the other does not',
  'opposite-polarity': 'one pays YES where the other pays NO, or one claim holds a "not" more',
  'different-act': 'another act counts: announced, appointed, cast, completed, in effect',
  'different-window-end': 'the last moment that counts is another',
  'different-window-start': 'the first moment that counts is another',
  'different-threshold': 'another number, unit or direction',
  'strict-versus-inclusive': '"more than" on one side, "at least" on the other',
  'different-source': 'someone else says how it ended',
  'different-edge-cases': 'a tie, a death, an interim holder or a postponement ends otherwise',
  'subject-unproven': 'not the same words; whether they mean the same is for a person to say',
  'act-unproven': 'one text does not say which act counts',
  'threshold-unproven': 'one text compares a number, the other does not',
  'polarity-unproven': 'no sentence says when YES is paid',
  'window-end-unproven': 'no end with a day, a month and a year',
  'window-start-unproven': 'no first moment: what happened before the listing may count or not',
  'timezone-unproven': 'the end names no clock',
  'rounding-unproven': 'a number decides, and nothing says how it is rounded',
  'source-unproven': 'nobody is named who says how it ended',
  'edge-cases-unproven': 'the text names no case such as a tie, a death or a postponement',
  'other-rules-unproven': 'a sentence that the other text does not have',
}

const reasonTable = (counts: Readonly<Record<string, number>>): string =>
  markdownTable([
    ['Reason', 'Pairs', 'Meaning'],
    ...Object.entries(counts).map(([reason, count]) => [
      `\`${reason}\``,
      count,
      MEANINGS[reason] ?? '',
    ]),
  ])

const isContradiction = ({ reason }: FieldDoubt): boolean => !reason.endsWith('-unproven')
const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text)
const bothSay = ({ field, left, right }: FieldDoubt): string =>
  `${field}: ${shorten(left?.value ?? 'not said')} / ${shorten(right?.value ?? 'not said')}`

/** The pairs whose titles share most words: what a matcher by words would have taken. */
const nearest = (refused: readonly NotEquivalent[], titles: ReadonlyMap<string, string>) => {
  const wordsOf = (id: string) =>
    new Set((titles.get(id) ?? '').toLowerCase().match(/[\w$-]+/g) ?? [])
  const overlap = ({ left, right }: NotEquivalent): number => {
    const [ours, theirs] = [wordsOf(left.id), wordsOf(right.id)]
    const shared = [...ours].filter((word) => theirs.has(word)).length
    return shared / (ours.size + theirs.size - shared)
  }
  return refused
    .filter(
      ({ doubts }) =>
        doubts.length > 0 && !doubts.some(({ reason }) => reason === 'different-subject'),
    )
    .map((pair) => ({ pair, score: overlap(pair) }))
    .sort((a, b) => b.score - a.score || a.pair.right.id.localeCompare(b.pair.right.id))
    .slice(0, 8)
    .map(({ pair }) => pair)
}

const render = (
  report: MatchReport,
  notYesNo: number,
  contracts: readonly ContractText[],
): string => {
  const titles = new Map(contracts.map(({ id, title }) => [id, title]))
  const near = nearest(report.refused, titles).map(({ left, right, doubts }) => [
    titles.get(left.id) ?? '',
    titles.get(right.id) ?? '',
    doubts.filter(isContradiction).map(bothSay).join('; ') ||
      'nothing contradicts, much is unproven',
  ])
  return `# The same contract on two venues: what is left of it

Made by \`tests/arbitrage-real-venues.test.ts\` from listings of February 2026; \`vitest run -u\` on that file writes it
again. Nothing here is a basket: the report reads, and no order follows from it. \`bot match\` of the reference bot does the
same for any two listings, with every pair field by field.

${report.left} contracts of Polymarket that ask yes or no (${notYesNo} more ask otherwise, such as which team wins) against
${report.right} of Kalshi: ${report.candidates} pairs whose titles share at least two words and half of the rarer title's
information. **${report.kept.length} are proven the same.**

A pair is kept when eleven fields are read from both texts and are equal, or where a person confirmed, with quotes, what
the texts leave open. What texts contradict nobody can confirm.

## Why pairs are refused

The first contradiction of each pair, or its first gap where nothing contradicts:

${reasonTable(report.firstReasons)}

Every reason of every pair; most have several:

${reasonTable(report.allReasons)}

## The pairs that look most alike

What a matcher by titles would have taken, and in what the texts contradict (Polymarket / Kalshi):

${markdownTable([['Polymarket', 'Kalshi', 'Contradiction'], ...near])}
`
}

test('no pair of the dumps of February 2026 is the same contract, and every refusal has its reason', async (context) => {
  if (!existsSync(join(data, 'kalshi'))) return context.skip(`no dumps of two venues in ${data}`)
  const { contracts, notYesNo } = readPolymarketContracts(
    ['markets-active-2026-02-08', 'markets-2026-02', 'clob-sampling-markets'].map((name) =>
      join(data, 'gamma', `${name}.json.gz`),
    ),
  )
  const kalshi = readKalshiContracts(join(data, 'kalshi/events-2026-02.json.gz'))
  const report = matchContracts(contracts, kalshi)
  expect(report.kept).toEqual([])
  expect(report.refused).toHaveLength(report.candidates)
  expect(Object.values(report.firstReasons).reduce((sum, count) => sum + count, 0)).toBe(
    report.candidates,
  )
  expect(Object.keys(report.allReasons).filter((reason) => !(reason in MEANINGS))).toEqual([])
  await expect(render(report, notYesNo, [...contracts, ...kalshi])).toMatchFileSnapshot(page)
}, 60_000)

test('the same person as next prime minister is another contract: one counts interim holders', (context) => {
  if (!existsSync(join(data, 'kalshi'))) return context.skip(`no dumps of two venues in ${data}`)
  const { contracts } = readPolymarketContracts([join(data, 'gamma/clob-sampling-markets.json.gz')])
  const title = 'Will Naftali Bennett be the next Prime Minister of Israel?'
  const kalshi = readKalshiContracts(join(data, 'kalshi/events-2026-02.json.gz'))
  const report = matchContracts(
    contracts.filter((contract) => contract.title === title),
    kalshi.filter((contract) => contract.title === title),
  )
  expect(report.candidates).toBe(1)
  expect(report.refused[0]?.doubts.map(({ reason }) => reason)).toEqual(
    expect.arrayContaining(['different-source', 'different-edge-cases']),
  )
})
