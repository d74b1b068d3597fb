import type { MarketFacts } from '@bot/core'
import type { Line } from './line.js'
import type { Bucket } from './parse-bucket.js'

const ONE = 1_000_000
const PLACE = /^(\d{1,3})(st|nd|rd|th)?(?: (?:place|[a-z]+est))?( or (?:lower|worse|below))?$/i
const RANKED = /\brank(?:s|ed|ing)?\b|\b\d+(?:st|nd|rd|th)\b/i
/** Who leaves such a contest has no place. */
const CAN_DROP_OUT = /\b(?:race|grand prix|rally|marathon|tour|stage|finish(?:es|ing)?)\b/i

/**
 * Reads places of a ranking: `1st`, `2nd hottest`, `4th or lower`. Here "lower" is a larger number.
 *
 * `undefined` for labels of another kind; also where the open place is not the one after all others, because then
 * "lower" may mean something else.
 */
export const readRanks = (markets: readonly MarketFacts[]): Line | undefined => {
  const rows: RegExpExecArray[] = []
  for (const { label } of markets) {
    const row = PLACE.exec(label.trim())
    if (row === null) return undefined
    rows.push(row)
  }
  const ordinal = rows.every((row) => row[2] !== undefined)
  if (!ordinal && !markets.every((market) => RANKED.test(titleOf(market)))) return undefined
  const numbers = rows.map((row) => Number(row[1]))
  const open = rows.flatMap((row, index) => (row[3] === undefined ? [] : [numbers[index] ?? 0]))
  const last = Math.max(...numbers)
  if (open.length !== 1 || open[0] !== last || new Set(numbers).size !== numbers.length) {
    return undefined
  }
  const unsure = markets.some((market) => CAN_DROP_OUT.test(titleOf(market)))
  return {
    buckets: numbers.map((at) => placeBucket(at, at === last)),
    from: ONE,
    step: ONE,
    ...(unsure ? { doubt: 'places cover the ranking, but nothing says who wins without one' } : {}),
  }
}

const titleOf = ({ eventTitle, question }: MarketFacts): string => `${eventTitle ?? ''} ${question}`

const placeBucket = (at: number, open: boolean): Bucket => ({
  low: at * ONE,
  high: open ? undefined : at * ONE,
  lowClosed: true,
  highClosed: !open,
  decimals: 0,
  magnitude: 0,
  unit: 'place',
})
