import { BotError } from '../error/bot-error.js'
import { readDecimal } from './decimal.js'
import { mulDivBig } from './mul-div.js'
import { parseSize, type Size } from './size.js'
import type { Usd } from './usd.js'

/** What moved, not what it averaged: the price is derived as notional / size and may lie between ticks. */
export type Exchanged = Readonly<{ size: Size; notional: Usd }>

/**
 * Builds what was exchanged from a row that gives a size and a float price.
 *
 * The size is rounded to the millionth; the notional is size × price, formed exactly from the shortest decimal
 * texts and rounded once to the micro-dollar.
 *
 * @throws BotError `invalid-number` when either is negative or no number.
 */
export const exchangedFromPrice = (
  sizeValue: string | number,
  priceValue: string | number,
): Exchanged => {
  const size = parseSize(sizeValue, 'nearest')
  const { negative, digits, exponent } = readDecimal(priceValue)
  if (negative && digits !== 0n) {
    throw new BotError('invalid-number', `Expected a price of 0 or more, was ${priceValue}`, {
      price: priceValue,
    })
  }
  const product = BigInt(size) * digits
  const notional =
    exponent >= 0
      ? mulDivBig(product * 10n ** BigInt(exponent), 1n, 'nearest')
      : mulDivBig(product, 10n ** BigInt(-exponent), 'nearest')
  return { size, notional: notional as Usd }
}

/** Returns the average price in dollars as a float, for display; `undefined` when nothing moved. */
export const averagePrice = (exchanged: Exchanged): number | undefined =>
  exchanged.size === 0 ? undefined : exchanged.notional / exchanged.size

/** Adds two exchanges. */
export const addExchanged = (a: Exchanged, b: Exchanged): Exchanged => ({
  size: (a.size + b.size) as Size,
  notional: (a.notional + b.notional) as Usd,
})
