/** A histogram of fixed size over durations from milliseconds to days; each bucket is a tenth wide. */
export type Quantiles = Readonly<{
  add: (millis: number) => void
  /** The duration in seconds below which the share `q` of all lies; 0 when nothing was added. */
  seconds: (q: number) => number
  count: () => number
}>

const GROWTH = Math.log(1.1)
const BUCKETS = 220

/** Makes an empty histogram. */
export const createQuantiles = (): Quantiles => {
  const buckets = new Array<number>(BUCKETS).fill(0)
  let total = 0
  return {
    add: (millis) => {
      const index = Math.ceil(Math.log(Math.max(1, millis)) / GROWTH)
      const at = Math.min(BUCKETS - 1, index)
      buckets[at] = (buckets[at] ?? 0) + 1
      total += 1
    },
    seconds: (q) => {
      let below = 0
      for (const [index, count] of buckets.entries()) {
        below += count
        if (count > 0 && below >= q * total) return Math.round(1.1 ** index) / 1000
      }
      return 0
    },
    count: () => total,
  }
}
