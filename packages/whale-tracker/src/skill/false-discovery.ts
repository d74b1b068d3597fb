/**
 * Returns the q-value of each p-value: the smallest false-discovery rate at which it would be called a discovery
 * (Benjamini and Hochberg 1995, step-up, without an estimate of the share of nulls).
 *
 * Nearly every wallet is a null here, so that Storey's estimate would gain nothing and could only err.
 */
export const qValues = (pValues: readonly number[]): readonly number[] => {
  const order = pValues.map((value, index) => ({ value, index })).sort((a, b) => b.value - a.value)
  const result = new Array<number>(pValues.length).fill(1)
  let least = 1
  for (const [position, { value, index }] of order.entries()) {
    const rank = pValues.length - position
    least = Math.min(least, (value * pValues.length) / rank)
    result[index] = least
  }
  return result
}
