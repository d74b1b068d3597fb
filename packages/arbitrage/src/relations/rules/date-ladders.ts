import type { MarketFacts } from '@bot/core'
import type { Relation } from '../relation.js'
import {
  isPlainQuestion,
  ladderRelation,
  laddersOf,
  plainEventOf,
  type Rung,
} from './ladder-parts.js'

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const DATE = /^(?:by |before |by end of )?([a-z]+)(?: (\d{1,2}))?(?:,? (\d{4}))?\??$/i

/**
 * Finds ladders of dates: markets of one event whose questions ask "by" the label's date and differ in nothing else,
 * and whose ends come in the same order. By June implies by July.
 */
export const dateLadders = (markets: readonly MarketFacts[]): readonly Relation[] =>
  [...laddersOf(markets.flatMap((market) => rungOf(market) ?? []))]
    .filter(([, rungs]) => endsAscend(rungs))
    .map(([key, rungs]) => ladderRelation('date-ladder', key, rungs))

const rungOf = (market: MarketFacts): Rung | undefined => {
  const event = plainEventOf(market)
  const label = market.label.trim()
  const match = DATE.exec(label)
  const month = MONTHS.indexOf(match?.[1]?.toLowerCase() ?? '')
  if (event === undefined || market.endsAt === undefined || month < 0) return undefined
  if (!isPlainQuestion(market)) return undefined
  const date = label.replace(/^(?:by end of|by|before) /i, '').replace(/\?$/, '')
  const parts = market.question.split(
    new RegExp(`(?<=\\b(?:by|before|by end of) )${date}\\b(?:, \\d{4})?`, 'i'),
  )
  if (parts.length !== 2) return undefined
  const year = Number(match?.[3] ?? new Date(market.endsAt).getUTCFullYear())
  const day = Number(match?.[2] ?? 31)
  return { key: `${event}|${parts.join('#')}`, at: (year * 12 + month) * 32 + day, market }
}

/** The ends are a field of their own: where they tell another story than the labels, something was misread. */
const endsAscend = (rungs: readonly Rung[]): boolean =>
  rungs.every(({ market }, index) => {
    const before = rungs[index - 1]?.market.endsAt
    return before === undefined || (market.endsAt !== undefined && market.endsAt > before)
  })
