/** How a price is written: 1.5 and 2.6 (what a stake of 1 returns), or −200 and 160. */
export type OddsFormat = 'decimal' | 'american'

/** A bookmaker's probabilities, or why its prices cannot be used. */
export type MarginRemoved = Readonly<
  { probabilities: readonly number[]; margin: number } | { rejected: 'bad-price' | 'below-one' }
>

/**
 * Removes a bookmaker's margin from the prices of **all** outcomes of a market.
 *
 * Multiplicative: each implied probability (1 / decimal price) is divided by their sum. It is the plainest of the known
 * methods and leaves long shots a little too likely. A sum below 1 means a missing outcome or a wrong price: refused.
 */
export const removeMargin = (prices: readonly number[], format: OddsFormat): MarginRemoved => {
  const implied = prices.map((price) => 1 / decimalOf(price, format))
  if (!implied.every((one) => one > 0 && one < 1)) return { rejected: 'bad-price' }
  const sum = implied.reduce((total, one) => total + one, 0)
  // A fair book's sum may come out a few units of the last digit below one.
  if (sum < 1 - 1e-9) return { rejected: 'below-one' }
  return { probabilities: implied.map((one) => one / sum), margin: sum - 1 }
}

const decimalOf = (price: number, format: OddsFormat): number => {
  if (format === 'decimal') return price
  if (Math.abs(price) < 100) return Number.NaN
  return price > 0 ? 1 + price / 100 : 1 - 100 / price
}
