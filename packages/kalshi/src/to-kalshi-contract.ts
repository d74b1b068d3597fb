import type { KalshiMarket } from './parse-kalshi-market.js'

/** What decides a Kalshi contract, in the form that `matchContracts` of `@bot/arbitrage` compares. */
export type KalshiContract = Readonly<{
  venue: 'kalshi'
  id: string
  title: string
  outcome?: string
  rules?: string
  sources?: readonly string[]
  open: boolean
}>

/** Says of a market what comparing it with another venue's takes. Only an active market is open. */
export const toKalshiContract = (market: KalshiMarket): KalshiContract => {
  const { ticker, title, yesTitle, rules, sources, status } = market
  return {
    venue: 'kalshi',
    id: ticker,
    title,
    open: status === 'active',
    ...(yesTitle !== undefined && { outcome: yesTitle }),
    ...(rules !== undefined && { rules }),
    ...(sources !== undefined && { sources }),
  }
}
