import type { Line } from './line.js'
import type { Bucket } from './parse-bucket.js'

/**
 * Tells whether intervals leave no value of their line out.
 *
 * A step of the grid between two closed ends ("46-47", "48-49") is no hole where the quantity has that grid; a value
 * that both neighbours exclude ("<5", ">5") is one.
 */
export const coversLine = ({ buckets: labelled, from, to, step }: Line): boolean => {
  const sorted = labelled
    .flatMap((bucket) => withinLine(bucket, from, to))
    .sort((a, b) => lowOf(a) - lowOf(b) || Number(b.lowClosed) - Number(a.lowClosed))
  let reach: Bucket | undefined
  for (const bucket of sorted) {
    if (reach === undefined ? bucket.low !== undefined : leavesHole(reach, bucket, step)) {
      return false
    }
    if (reach === undefined || reachesFurther(bucket, reach)) reach = bucket
  }
  return reach !== undefined && reach.high === undefined
}

const lowOf = (bucket: Bucket): number => bucket.low ?? Number.NEGATIVE_INFINITY
const highOf = (bucket: Bucket): number => bucket.high ?? Number.POSITIVE_INFINITY

/** What of an interval lies on the line; one that holds the line's own end is open there. */
const withinLine = (bucket: Bucket, from = Number.NEGATIVE_INFINITY, to = Infinity): Bucket[] => {
  if (!reachesFrom(bucket, from) || !reachesTo(bucket, to)) return []
  const { low, high, lowClosed, highClosed } = bucket
  const holdsFrom = lowOf(bucket) < from || (low === from && lowClosed)
  const holdsTo = highOf(bucket) > to || (high === to && highClosed)
  return [{ ...bucket, ...(holdsFrom && { low: undefined }), ...(holdsTo && { high: undefined }) }]
}

const reachesFrom = ({ high, highClosed }: Bucket, from: number): boolean =>
  high === undefined || high > from || (high === from && highClosed)

const reachesTo = ({ low, lowClosed }: Bucket, to: number): boolean =>
  low === undefined || low < to || (low === to && lowClosed)

const reachesFurther = (bucket: Bucket, reach: Bucket): boolean =>
  highOf(bucket) > highOf(reach) ||
  (highOf(bucket) === highOf(reach) && bucket.highClosed && !reach.highClosed)

const leavesHole = (reach: Bucket, next: Bucket, step: number): boolean => {
  const gap = lowOf(next) - highOf(reach)
  if (gap < 0) return false
  if (gap === 0) return !reach.highClosed && !next.lowClosed
  return !(step > 0 && gap === step && reach.highClosed && next.lowClosed)
}
