import type { MarketFacts } from '@bot/core'
import { readPrice } from './read-price.js'
import { readSize } from './read-size.js'

/** Reads a market's tick and minimum size; a missing, unreadable or zero one is `'unknown'`. */
export const tickAndMinimum = (
  tickValue: unknown,
  minimumValue: unknown,
): Pick<MarketFacts, 'tick' | 'minimumSize'> => {
  const tick = readPrice(tickValue)
  const minimum = readSize(minimumValue)
  return {
    tick: tick === undefined || tick === 0 ? 'unknown' : tick,
    minimumSize: minimum === undefined || minimum === 0 ? 'unknown' : minimum,
  }
}
