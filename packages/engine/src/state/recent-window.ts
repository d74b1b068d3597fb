import type { TimeMs } from '@bot/core'

/** Points of one token in the order of their time, no older than the window. */
export type RecentWindow<P extends Readonly<{ at: TimeMs }>> = Readonly<{
  add: (point: P) => void
  /** Points of the last `seconds` before `now`, oldest first. */
  since: (now: TimeMs, seconds: number) => readonly P[]
}>

/** Spare points that may pile up at the front before they are cut off in one go. */
const SLACK = 256

/**
 * Keeps the points of the last `seconds`.
 *
 * With `spacingMs` above 0 a point that comes sooner after the last replaces it: a busy token costs no more than a
 * quiet one.
 */
export const createRecentWindow = <P extends Readonly<{ at: TimeMs }>>(
  seconds: number,
  spacingMs: number,
): RecentWindow<P> => {
  const points: P[] = []
  let bucketStart = 0
  return {
    add: (point) => {
      if (points.length > 0 && point.at - bucketStart < spacingMs) {
        points[points.length - 1] = point
        return
      }
      bucketStart = point.at
      points.push(point)
      const first = firstSince(points, point.at - seconds * 1000)
      if (first > SLACK) points.splice(0, first)
    },
    since: (now, wanted) => points.slice(firstSince(points, now - wanted * 1000)),
  }
}

const firstSince = (points: readonly Readonly<{ at: TimeMs }>[], from: number): number => {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((points[middle]?.at ?? 0) < from) low = middle + 1
    else high = middle
  }
  return low
}
