/** A range of shares, 0 to 1. */
export type Interval = Readonly<{ low: number; high: number }>

/** Returns the 95 % Wilson interval of a share of successes; 0 to 1 without any try. */
export const wilsonInterval = (successes: number, tries: number): Interval => {
  if (tries === 0) return { low: 0, high: 1 }
  const z = 1.959964
  const share = successes / tries
  const spread = z * Math.sqrt((share * (1 - share) + (z * z) / (4 * tries)) / tries)
  const centre = share + (z * z) / (2 * tries)
  const scale = 1 + (z * z) / tries
  return {
    low: Math.max(0, (centre - spread) / scale),
    high: Math.min(1, (centre + spread) / scale),
  }
}
