import { mulDiv } from './mul-div.js'
import { PRICE_ONE, type Price } from './price.js'
import type { Rounding } from './rounding.js'
import type { Size } from './size.js'
import type { Usd } from './usd.js'

/** Returns `shares × price` in micro-dollars, rounded as named. Exact past 2^53. */
export const notional = (shares: Size, at: Price, rounding: Rounding): Usd =>
  mulDiv(shares, at, PRICE_ONE, rounding) as Usd

/**
 * Returns how many shares a sum buys at a price, rounded down. Zero at price zero.
 *
 * @throws BotError `invalid-number` when it is more than 2^53 millionths of a share: a million dollars at 0.0001.
 */
export const sharesFor = (money: Usd, at: Price): Size =>
  (at === 0 || money <= 0 ? 0 : mulDiv(money, PRICE_ONE, at, 'down')) as Size
