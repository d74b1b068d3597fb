import type { MarketFacts } from '@bot/core'
import { isPlainQuestion, laddersOf, type Rung, readNumber } from '../rules/ladder-parts.js'
import type { ProposalRule, RelationProposal } from './proposal.js'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December)'
const DATE = new RegExp(
  `\\b(by|before) (?:the )?(end of )?(${MONTH}(?: \\d{1,2})?(?:,? \\d{4})?|Q[1-4] \\d{4}|\\d{4})\\b`,
  'i',
)
const NUMBER = String.raw`\$?\d[\d,]*(?:\.\d+)?[kmb]?(?![\w.]*\d)\b`
const UP = new RegExp(
  String.raw`(?:\b(?:above|over|more than|greater than|higher than|at least|reach|exceed)\s+|[>≥]\s*)(${NUMBER})`,
  'gi',
)
const DOWN = new RegExp(
  String.raw`(?:\b(?:below|under|less than|fewer than|lower than|at most|dip to)\s+|[<≤]\s*)(${NUMBER})`,
  'gi',
)

const DATE_CHECK =
  'that each later market also counts what happened before it was listed, from the same first moment and by the same source'
const THRESHOLD_CHECK =
  'that all measure the same thing at the same moment by the same source, and that none ends early'

/** "Reach 2% or lower" falls, whatever "reach" says by itself. */
const OR_LOWER = /\bor (?:below|lower|less|fewer|under)\b/i
const OR_HIGHER = /\bor (?:above|higher|more|greater|over)\b/i

/** Finds questions that differ in the date after "by" alone, of whatever events and ends. */
export const nearDates = (markets: readonly MarketFacts[]): readonly RelationProposal[] =>
  [...laddersOf(markets.flatMap((market) => dateRung(market) ?? []))].map(([key, rungs]) =>
    propose('same-question-dates', key, rungs, DATE_CHECK),
  )

/** Finds questions that differ in the number after a word of direction alone, of whatever events and ends. */
export const nearThresholds = (markets: readonly MarketFacts[]): readonly RelationProposal[] => [
  ...[...laddersOf(rungsOf(markets, UP, OR_LOWER))].map(([key, rungs]) =>
    propose('same-question-thresholds', key, [...rungs].reverse(), THRESHOLD_CHECK),
  ),
  ...[...laddersOf(rungsOf(markets, DOWN, OR_HIGHER))].map(([key, rungs]) =>
    propose('same-question-thresholds', key, rungs, THRESHOLD_CHECK),
  ),
]

const dateRung = (market: MarketFacts): Rung | undefined => {
  const match = DATE.exec(market.question)
  if (match === null || !mayImply(market)) return undefined
  const [phrase, word = '', end = '', date = ''] = match
  const at = dayOf(date, end !== '', market.endsAt)
  const key = templateOf(market.question.replace(phrase, `${word} #`))
  return at === undefined ? undefined : { key, at, market }
}

/** Days on a calendar of 31-day months: only their order counts. A whole month or year ends with its last day. */
const dayOf = (date: string, whole: boolean, endsAt: number | undefined): number | undefined => {
  const [, quarter, quarterYear] = /^q([1-4]) (\d{4})$/i.exec(date) ?? []
  if (quarter !== undefined) return (Number(quarterYear) * 12 + Number(quarter) * 3) * 32
  if (/^\d{4}$/.test(date)) return Number(date) * 12 * 32 + (whole ? 12 * 32 : 0)
  const [, name = '', day, year] = /^([a-z]+)(?: (\d{1,2}))?(?:,? (\d{4}))?$/i.exec(date) ?? []
  const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase())
  const inYear = year ?? (endsAt === undefined ? undefined : new Date(endsAt).getUTCFullYear())
  if (month < 0 || inYear === undefined) return undefined
  return (Number(inYear) * 12 + month) * 32 + Number(day ?? (whole ? 31 : 0))
}

const rungsOf = (
  markets: readonly MarketFacts[],
  pattern: RegExp,
  turned: RegExp,
): readonly Rung[] =>
  markets.flatMap((market) => {
    const [match, ...more] = [...market.question.matchAll(pattern)]
    const text = match?.[1]
    if (match === undefined || text === undefined || more.length > 0 || !mayImply(market)) return []
    if (turned.test(market.question)) return []
    const at = readNumber(text.replace('$', ''))
    const phrase = match[0]
    const open = phrase.replace(text, '#')
    const key = templateOf(market.question.replace(phrase, open))
    return at === undefined ? [] : [{ key, at, market }]
  })

/** Members of a negRisk group exclude each other: there the same words mean buckets. */
const mayImply = (market: MarketFacts): boolean =>
  typeof market.negRisk !== 'object' && market.tokens.length === 2 && isPlainQuestion(market)

const templateOf = (question: string): string =>
  question
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[?\s]+$/, '')

const propose = (
  rule: ProposalRule,
  key: string,
  rungs: readonly Rung[],
  check: string,
): RelationProposal => {
  const events = new Set(rungs.map(({ market }) => market.event))
  const where = events.has(undefined)
    ? 'the listing names no event'
    : events.size === 1
      ? 'one event'
      : `${events.size} events`
  const ends = rungs.map(({ market: { endsAt } }) =>
    endsAt === undefined ? 'no end' : new Date(endsAt).toISOString().slice(0, 10),
  )
  return {
    id: `${rule}:${key}`,
    rule,
    claim: {
      kind: 'ladder',
      steps: rungs.map(({ market: { id } }) => ({ market: id, outcome: 0 })),
    },
    confidence: events.size === 1 && !events.has(undefined) ? 'likely' : 'possible',
    because: `the questions are one but for the place of #: "${key}"; ends ${ends.join(', ')}; ${where}`,
    check,
  }
}
