import { mulDiv, PRICE_ONE, type Walk } from '@bot/core'
import type { LegCurve } from './leg-curve.js'

/** Fills in which an order may come: each may round its fee up to 0.00001 dollar once more. */
const FILLS = 10
const FEE_UNIT = 10

/**
 * Works out the most that the legs may cost when every buy fills at its limit, fees included, in micro-dollars: what an
 * executor keeps aside before it begins. A buy spends dollars: below its limit they bring more shares and more fees.
 */
export const reserveOf = (curves: readonly LegCurve[], walks: readonly Walk[]): number => {
  let reserve = 0
  for (let i = 0; i < curves.length; i++) {
    const { leg } = curves[i] as LegCurve
    const { size, worstPrice = PRICE_ONE } = walks[i] as Walk
    if (leg.side === 'sell') {
      reserve += size
      continue
    }
    const dollars = mulDiv(size, worstPrice, PRICE_ONE, 'up')
    const { ratePpm, exponent } = leg.fee
    const fee = (dollars * ratePpm * dearest(exponent, worstPrice / PRICE_ONE)) / 1e6
    reserve += dollars + (ratePpm === 0 ? 0 : Math.ceil(fee) + FILLS * FEE_UNIT)
  }
  return reserve
}

/** The highest `p^(exponent − 1) × (1 − p)^exponent` at or below a limit: the fee of a dollar. */
const dearest = (exponent: number, limit: number): number => {
  const peak = exponent < 2 ? 0 : Math.min(limit, (exponent - 1) / (2 * exponent - 1))
  return peak ** (exponent - 1) * (1 - peak) ** exponent
}
