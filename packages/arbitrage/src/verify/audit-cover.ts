import type { MarketFacts } from '@bot/core'
import type { Bucket } from '../sets/parse-bucket.js'
import { readLine } from '../sets/read-line.js'

const FAR = 10 ** 12

/**
 * Checks that labels leave no value out by trying values, unlike the detector, which joins intervals.
 *
 * Whatever is left out begins below everything or right where some interval ends: so each number that a label names
 * is tried, the grid points beside it (half a millionth where any value may come), the line's own ends, and one value
 * far to each side.
 */
export const auditCover = (markets: readonly MarketFacts[]): boolean => {
  const line = readLine(markets)
  if (line === undefined || line.doubt !== undefined) return false
  const { buckets, from = -Infinity, to = Infinity, step } = line
  const ends = buckets.flatMap(({ low, high }) => [low, high]).filter((end) => end !== undefined)
  if (ends.length === 0) return false
  const beside = step === 0 ? 0.5 : step
  const probes = [Math.max(...ends) + FAR, Math.min(...ends) - FAR, from, to]
  for (const end of ends) probes.push(end, end - beside, end + beside)
  return probes
    .filter((value) => Number.isFinite(value) && value >= from && value <= to)
    .every((value) => buckets.some((bucket) => holds(bucket, value)))
}

const holds = ({ low, high, lowClosed, highClosed }: Bucket, value: number): boolean =>
  (low === undefined || value > low || (lowClosed && value === low)) &&
  (high === undefined || value < high || (highClosed && value === high))
