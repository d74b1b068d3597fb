import { madeUpPrice } from './made-up-price.js'

/** The seconds that each topic of prices is an average over; 1 is the price itself. */
const WINDOWS: Readonly<Record<string, number>> = {
  crypto_prices: 1,
  crypto_prices_chainlink: 1,
  crypto_prices_twap_thirty: 30,
  crypto_prices_twap_sixty: 60,
}

/** The topics that tell prices of coins. */
export const PRICE_TOPICS: readonly string[] = Object.keys(WINDOWS)

/** Makes the payload of a price; Chainlink's exact value is a whole number of 1e-18, Binance's a plain decimal. */
export const rtdsPrice = (topic: string, symbol: string, at: number): object => {
  const second = Math.floor(at / 1_000)
  const window = WINDOWS[topic] ?? 1
  const value = averagePrice(symbol, second, window)
  const exact = value.toFixed(8)
  return {
    symbol,
    timestamp: second * 1_000,
    value,
    full_accuracy_value:
      topic === 'crypto_prices' ? exact : `${BigInt(exact.replace('.', ''))}${'0'.repeat(10)}`,
    ...(window === 1 ? {} : { window_s: window }),
  }
}

const averagePrice = (symbol: string, second: number, window: number): number => {
  let sum = 0
  for (let back = 0; back < window; back += 1) sum += madeUpPrice(symbol, second - back) ?? 0
  return Number((sum / window).toPrecision(8))
}
