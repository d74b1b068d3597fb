/** The symbols that there are prices of, with what each costs about, in dollars. */
const BASES: Readonly<Record<string, number>> = { btc: 60_000, eth: 3_000, sol: 150, xrp: 0.6 }

/** The names of the symbols on a topic: `btcusdt` or `btc/usd`. */
export const symbolsOf = (topic: string): readonly string[] =>
  Object.keys(BASES).map((coin) => (topic === 'crypto_prices' ? `${coin}usdt` : `${coin}/usd`))

/** Makes up a price in dollars, always the same for a symbol and a second; `undefined` for an unknown symbol. */
export const madeUpPrice = (symbol: string, second: number): number | undefined => {
  const base = BASES[symbol.toLowerCase().replace(/(usdt|\/usd)$/, '')]
  if (base === undefined) return undefined
  const wave = 0.01 * Math.sin(second / 3_600) + 0.002 * Math.sin(second / 97)
  const price = base * (1 + wave + 0.000_3 * Math.sin(second * 1.7))
  return Number(price.toPrecision(8))
}
