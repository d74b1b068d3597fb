import type { MarketFacts } from '@bot/core'
import { type Bucket, parseBucket } from '../sets/parse-bucket.js'

const UNIT = 1_000_000

/**
 * Checks that labels leave no value out by trying values, unlike the detector, which joins intervals.
 *
 * On the grid that the labels are written on, whatever is left out begins below everything or right where some
 * interval ends: so each number that a label names is tried, the grid points beside it, and one far to each side
 * (a count has none below 0).
 */
export const auditCover = (markets: readonly MarketFacts[]): boolean => {
  const buckets = markets.flatMap((market) => parseBucket(market.label) ?? [])
  if (buckets.length !== markets.length) return false
  if (new Set(buckets.map((bucket) => bucket.unit)).size !== 1) return false
  const step = UNIT / 10 ** Math.max(...buckets.map((bucket) => bucket.decimals))
  const counts = markets.every(({ eventTitle, question }) =>
    /\b(?:how many|number of)\b/i.test(eventTitle ?? question),
  )
  const ends = buckets.flatMap(({ low, high }) => [low, high]).filter((end) => end !== undefined)
  const far = UNIT * UNIT
  const probes = [Math.max(...ends) + far, Math.min(...ends) - far]
  for (const end of ends) probes.push(end, end - step, end + step)
  return probes
    .filter((value) => !(counts && value < 0))
    .every((value) => buckets.some((bucket) => holds(bucket, value)))
}

const holds = ({ low, high, lowClosed, highClosed }: Bucket, value: number): boolean =>
  (low === undefined || value > low || (lowClosed && value === low)) &&
  (high === undefined || value < high || (highClosed && value === high))
