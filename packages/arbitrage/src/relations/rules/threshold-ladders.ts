import type { MarketFacts } from '@bot/core'
import type { Relation } from '../relation.js'
import {
  isPlainQuestion,
  ladderRelation,
  laddersOf,
  NUMBER,
  plainEventOf,
  type Rung,
  readNumber,
} from './ladder-parts.js'

const UP =
  /\b(?:above|over|more than|greater than|higher than|at least|reach|exceed)\s+\$?#|[>≥]\s*\$?#|#\S*(?: \w+)? or (?:above|higher|more|greater|over)\b/i
const DOWN =
  /\b(?:below|under|less than|fewer than|lower than|at most|dip to)\s+\$?#|[<≤]\s*\$?#|#\S*(?: \w+)? or (?:below|lower|less|fewer|under)\b/i

/**
 * Finds ladders of thresholds: markets of one event with one end whose questions differ in one number, the label's,
 * after a word or sign of direction. Above 120 implies above 110; below 100 implies below 110.
 */
export const thresholdLadders = (markets: readonly MarketFacts[]): readonly Relation[] => {
  const ladders = laddersOf(markets.flatMap((market) => rungOf(market) ?? []))
  return [...ladders].map(([key, rungs]) =>
    ladderRelation('threshold-ladder', key, UP.test(key) ? [...rungs].reverse() : rungs),
  )
}

const rungOf = (market: MarketFacts): Rung | undefined => {
  const event = plainEventOf(market)
  const numbers = market.label.match(NUMBER) ?? []
  const [text] = numbers
  if (event === undefined || market.endsAt === undefined) return undefined
  if (!isPlainQuestion(market)) return undefined
  if (numbers.length !== 1 || text === undefined) return undefined
  const parts = market.question.split(
    new RegExp(`(?<![\\d.,])${literally(text)}(?![\\d,.]*\\d|\\w)`, 'g'),
  )
  const at = readNumber(text)
  if (parts.length !== 2 || at === undefined) return undefined
  const template = parts.join('#')
  if (UP.test(template) === DOWN.test(template)) return undefined
  return { key: `${event}|${market.endsAt}|${template}`, at, market }
}

const literally = (text: string): string => text.replace(/[.]/g, '\\.')
