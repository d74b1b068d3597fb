import type { Bucket } from './parse-bucket.js'

/** The smallest thing that buckets may leave between them: nothing, or one step of the grid they are written on. */
const UNIT = 1_000_000

/**
 * Tells whether intervals leave no value out, on the grid that their own numbers are written on.
 *
 * `fromZero` says that what is measured is a count: then nothing below 0 needs a bucket. A step of the grid
 * between two closed ends ("46-47", "48-49") is no hole, because such markets resolve on a value of that precision;
 * a value that both neighbours exclude ("<5", ">5") is one.
 */
export const coversLine = (labelled: readonly Bucket[], fromZero: boolean): boolean => {
  const buckets = fromZero ? labelled.flatMap(aboveZero) : labelled
  const [first] = labelled
  if (first === undefined || labelled.some((bucket) => bucket.unit !== first.unit)) return false
  const step = UNIT / 10 ** Math.max(...labelled.map((bucket) => bucket.decimals))
  const sorted = [...buckets].sort(
    (a, b) => lowOf(a) - lowOf(b) || Number(b.lowClosed) - Number(a.lowClosed),
  )
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

/** What of an interval lies at 0 or above; one that has 0 in it needs no lower end. */
const aboveZero = (bucket: Bucket): Bucket[] => {
  const { low, high } = bucket
  if (high !== undefined && (high < 0 || (high === 0 && !bucket.highClosed))) return []
  const holdsZero = low === undefined || low < 0 || (low === 0 && bucket.lowClosed)
  return [holdsZero ? { ...bucket, low: undefined } : bucket]
}

const reachesFurther = (bucket: Bucket, reach: Bucket): boolean =>
  highOf(bucket) > highOf(reach) ||
  (highOf(bucket) === highOf(reach) && bucket.highClosed && !reach.highClosed)

const leavesHole = (reach: Bucket, next: Bucket, step: number): boolean => {
  const gap = lowOf(next) - highOf(reach)
  if (gap < 0) return false
  if (gap === 0) return !reach.highClosed && !next.lowClosed
  return !(gap === step && reach.highClosed && next.lowClosed)
}
