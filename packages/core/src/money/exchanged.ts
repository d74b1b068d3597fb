import { BotError } from '../error/bot-error.js'
import { parseDecimal } from './decimal.js'
import { mulDivBig } from './mul-div.js'
import { parseSize, type Size } from './size.js'
import type { Usd } from './usd.js'

/** What moved, not what it averaged: the price is derived as notional / size and may lie between ticks. */
export type Exchanged = Readonly<{ size: Size; notional: Usd }>

const FLOAT_PRICE_SCALE = 18

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
  const text = typeof priceValue === 'number' ? String(priceValue) : priceValue
  const [whole = '', fraction = ''] = text.split('.')
  if (!/^\d*$/.test(whole) || !/^\d*$/.test(fraction) || whole + fraction === '') {
    return { size, notional: scaled(size, parseDecimal(priceValue, 15, 'nearest'), 15) }
  }
  const digits = BigInt(whole + fraction.slice(0, FLOAT_PRICE_SCALE))
  const scale = Math.min(fraction.length, FLOAT_PRICE_SCALE)
  return {
    size,
    notional: mulDivBig(BigInt(size) * digits, 10n ** BigInt(scale), 'nearest') as Usd,
  }
}

const scaled = (size: Size, units: number, scale: number): Usd => {
  if (units < 0) throw new BotError('invalid-number', `Expected a price of 0 or more, was ${units}`)
  return mulDivBig(BigInt(size) * BigInt(units), 10n ** BigInt(scale), 'nearest') as Usd
}

/** Returns the average price in dollars as a float, for display; `undefined` when nothing moved. */
export const averagePrice = (exchanged: Exchanged): number | undefined =>
  exchanged.size === 0 ? undefined : exchanged.notional / exchanged.size

/** Adds two exchanges. */
export const addExchanged = (a: Exchanged, b: Exchanged): Exchanged => ({
  size: (a.size + b.size) as Size,
  notional: (a.notional + b.notional) as Usd,
})
