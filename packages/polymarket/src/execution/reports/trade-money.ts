import {
  complement,
  type Exchanged,
  type FeeSchedule,
  notional,
  type Price,
  type Size,
  takerFee,
  type Usd,
} from '@bot/core'

/**
 * One maker's part of a trade, in the maker's side and price. `complementary` when we are the taker and the maker
 * held the other outcome: a set was made or redeemed, and our price is a dollar less the maker's.
 */
export type TradePart = Readonly<{
  size: Size
  price: number
  side: 'buy' | 'sell'
  complementary?: boolean
}>

/**
 * Sums up what was exchanged. A maker never gets less than its limit, so that its dollars are rounded in its favour;
 * the taker gets the rest of what the shares or the set are worth.
 */
export const exchangedOf = (parts: readonly TradePart[]): Exchanged => {
  const total = { size: 0, notional: 0 }
  for (const { size, price, side, complementary } of parts) {
    const makerMoney = notional(size, price as Price, side === 'buy' ? 'down' : 'up')
    total.size += size
    total.notional += complementary === true ? size - makerMoney : makerMoney
  }
  return total as Exchanged
}

/**
 * Computes the fee by the market's schedule, a price level at a time, to the nearest 0.00001 dollar; `undefined`
 * where the schedule is not known. Makers pay where the schedule says that not only takers do.
 */
export const feeOf = (
  parts: readonly TradePart[],
  liquidity: 'maker' | 'taker',
  schedule: FeeSchedule | 'unknown' | undefined,
): Usd | undefined => {
  if (schedule === undefined || schedule === 'unknown') return undefined
  if (liquidity === 'maker' && schedule.takerOnly) return 0 as Usd
  const levels = new Map<Price, number>()
  for (const { size, price, complementary } of parts) {
    const own = complementary === true ? complement(price as Price) : (price as Price)
    levels.set(own, (levels.get(own) ?? 0) + size)
  }
  let fee = 0
  for (const [at, size] of levels) fee += takerFee(schedule, size as Size, at, 'nearest')
  return fee as Usd
}
