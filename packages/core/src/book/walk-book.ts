import type { FeeSchedule } from '../fees/fee-schedule.js'
import { takerFee } from '../fees/taker-fee.js'
import { notional } from '../money/notional.js'
import type { Price } from '../money/price.js'
import type { Rounding } from '../money/rounding.js'
import type { Size } from '../money/size.js'
import type { Usd } from '../money/usd.js'
import type { BookView } from './order-book.js'
import { ladderOf } from './read-book.js'

/** What a taker would meet: shares, dollars before fees, the fees, the last price touched, levels touched. */
export type Walk = Readonly<{
  size: Size
  notional: Usd
  fee: Usd
  worstPrice: Price | undefined
  levels: number
}>

/** How far to walk: up to `shares`, never past `limit` (the highest to pay, or the lowest to accept). */
export type WalkOptions = Readonly<{ shares: Size; limit?: Price; fee: FeeSchedule }>

/**
 * Walks a book as a taker does, best level first.
 *
 * A buy walks the asks and rounds dollars and fees up; a sell walks the bids, rounds dollars down and fees up: the
 * result is never better than the truth. Reaching fewer shares than asked is not an error: compare `size`.
 */
export const walkBook = (book: BookView, side: 'buy' | 'sell', options: WalkOptions): Walk => {
  const { prices, sizes } = ladderOf(book, side === 'buy' ? 'ask' : 'bid')
  const rounding: Rounding = side === 'buy' ? 'up' : 'down'
  let left: number = options.shares
  let dollars = 0
  let fee = 0
  let levels = 0
  let worstPrice: Price | undefined
  for (let i = prices.length - 1; i >= 0 && left > 0; i--) {
    const at = prices[i] as Price
    if (options.limit !== undefined && (side === 'buy' ? at > options.limit : at < options.limit))
      break
    const take = Math.min(left, sizes[i] as Size) as Size
    dollars += notional(take, at, rounding)
    fee += takerFee(options.fee, take, at, 'up')
    left -= take
    levels += 1
    worstPrice = at
  }
  return {
    size: (options.shares - left) as Size,
    notional: dollars as Usd,
    fee: fee as Usd,
    worstPrice,
    levels,
  }
}
