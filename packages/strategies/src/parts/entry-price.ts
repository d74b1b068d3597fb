import { type Position, PRICE_ONE } from '@bot/core'

/**
 * Returns what a share of the position cost on average, fees left out, in 1/10,000 dollar; `undefined` before any
 * buy. Exits compare prices with prices: a fee is paid once and does not make the market fall.
 */
export const entryPrice = ({ entries }: Position): number | undefined => {
  let shares = 0
  let dollars = 0
  for (const entry of entries) {
    if (entry.settled === 'failed' || entry.shares <= 0) continue
    shares += entry.shares
    dollars += -entry.cash - entry.fee
  }
  return shares === 0 ? undefined : (dollars / shares) * PRICE_ONE
}
