type Point = Readonly<{ at: number; usd: number }>

/** What the line says in words. */
export type EquityRange = Readonly<{ first: Point; last: Point; low: number; high: number }>

/** Reads where a line begins and ends and how far it went; undefined with fewer than two points. */
export const equityRange = (points: readonly Point[]): EquityRange | undefined => {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || points.length < 2) return undefined
  let [low, high] = [first.usd, first.usd]
  for (const { usd } of points) {
    low = Math.min(low, usd)
    high = Math.max(high, usd)
  }
  return { first, last, low, high }
}
