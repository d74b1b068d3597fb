import type { MarketFacts } from '@bot/core'
import type { Line } from './line.js'
import { type Bucket, parseBucket } from './parse-bucket.js'
import { readDates } from './read-dates.js'
import { readRanks } from './read-ranks.js'

const ONE = 1_000_000
const COUNTED = /\b(?:how many|number of|(?:seats|medals|goals|votes) won)\b|^# of\b/i
/** What can also be less than nothing: "0" is not its least. */
const SIGNED =
  /\b(?:gain|gains|lose|loses|loss|net|change|swing|margin|difference|win by|wins by)\b/i
const SHARED = /\b(?:vote share|share of|percentage of|turnout|approval)\b/i
const NOTHING = /^(?:none|zero|nobody|no one)$/i
/** Without decimals these still have values in between. */
const CONTINUOUS =
  /^(?:%|"|”|in(?:ch(?:es)?)?|mm|cm|km|ft|mi(?:les)?|met(?:er|re)s?|sqkm|lbs?|kg|ton(?:ne)?s?|mph|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?)$/

/**
 * Reads the labels of one event's markets as intervals of one quantity: numbers, places of a ranking, or dates.
 *
 * `undefined` when a label is none, or their units differ.
 */
export const readLine = (markets: readonly MarketFacts[]): Line | undefined =>
  readRanks(markets) ?? readNumbers(markets) ?? readDates(markets)

const readNumbers = (markets: readonly MarketFacts[]): Line | undefined => {
  // The titles of one event's markets are mostly one.
  const titles = [...new Set(markets.map((market) => market.eventTitle ?? market.question))]
  const asked = (pattern: RegExp): boolean => titles.every((title) => pattern.test(title))
  const signed = titles.some((title) => SIGNED.test(title))
  const counted = !signed && asked(COUNTED)
  const buckets: Bucket[] = []
  for (const { label } of markets) {
    const bucket = parseBucket(label) ?? (counted ? readNothing(label) : undefined)
    if (bucket === undefined) return undefined
    buckets.push(bucket)
  }
  // "None" and the like carry no unit of their own.
  const unit = buckets.find((bucket) => bucket.unit !== '')?.unit ?? ''
  const isAlike = (bucket: Bucket, index: number): boolean =>
    bucket.unit === unit || NOTHING.test(markets[index]?.label.trim() ?? '')
  const scaled = buckets.every(isAlike) ? toOneMagnitude(buckets) : undefined
  if (scaled === undefined) return undefined
  const decimals = Math.max(...buckets.map((bucket) => bucket.decimals))
  const isShare = unit === '%' && !signed && asked(SHARED)
  // Shares of votes are not counted in tenths of a percent.
  const touch = isShare || mustTouch(markets, buckets, decimals, unit)
  return {
    buckets: scaled,
    ...(counted || isShare ? { from: 0 } : {}),
    ...(isShare ? { to: 100 * ONE } : {}),
    step: touch ? 0 : ONE / 10 ** decimals,
  }
}

const readNothing = (label: string): Bucket | undefined =>
  NOTHING.test(label.trim()) ? parseBucket('0') : undefined

/**
 * Whole degrees and counts have no value between 47 and 48, and decimals name a precision. Dollars, percents, lengths,
 * times and thousands have: there "46-47" and "48-49" leave a hole.
 */
const mustTouch = (
  markets: readonly MarketFacts[],
  buckets: readonly Bucket[],
  decimals: number,
  unit: string,
): boolean =>
  buckets.some(({ magnitude }) => magnitude > 0) ||
  (decimals === 0 && (CONTINUOUS.test(unit) || markets.some(({ label }) => label.includes('$'))))

/** Writes all numbers as multiples of the smallest power of ten among them; a bare 0 has any. */
const toOneMagnitude = (buckets: readonly Bucket[]): readonly Bucket[] | undefined => {
  const isZero = ({ low, high }: Bucket): boolean => (low ?? 0) === 0 && (high ?? 0) === 0
  const least = Math.min(...buckets.filter((each) => !isZero(each)).map((each) => each.magnitude))
  const scaled = buckets.map((bucket) => {
    if (isZero(bucket)) return bucket
    const by = 10 ** (bucket.magnitude - least)
    const times = (end: number | undefined): number | undefined =>
      end === undefined ? undefined : end * by
    return { ...bucket, low: times(bucket.low), high: times(bucket.high) }
  })
  const ends = scaled.flatMap(({ low = 0, high = 0 }) => [low, high])
  return ends.every(Number.isSafeInteger) ? scaled : undefined
}
