import type { MarketFacts } from '@bot/core'
import type { Relation } from '../relation.js'
import { ladderRelation, laddersOf, plainEventOf, type Rung, readNumber } from './ladder-parts.js'

const TOTAL = /^(.*)\b(?:O\/U|Over\/Under) (\d+\.5)$/

/**
 * Finds ladders of totals in one game: outcomes Over and Under, labels and questions that differ in the line alone.
 * Over 2.5 implies over 1.5. Whole lines are left out: there the total can hit the line.
 */
export const gameTotals = (markets: readonly MarketFacts[]): readonly Relation[] =>
  [...laddersOf(markets.flatMap((market) => rungOf(market) ?? []))].map(([key, rungs]) =>
    ladderRelation('game-total', key, [...rungs].reverse()),
  )

const rungOf = (market: MarketFacts): Rung | undefined => {
  const event = plainEventOf(market)
  const match = TOTAL.exec(market.label.trim())
  const [over, under] = market.outcomes
  if (event === undefined || match === null || over !== 'Over' || under !== 'Under')
    return undefined
  const line = match[2] ?? ''
  const at = readNumber(line)
  const parts = market.question.split(` ${line}`)
  if (at === undefined || parts.length !== 2) return undefined
  return { key: `${event}|${match[1]}|${parts.join(' #')}`, at, market }
}
