import { type Resolution, USD_ONE } from '@bot/core'
import { readDecimal } from '../wire/read-decimal.js'
import { readText } from '../wire/read-text.js'
import { readTextList } from '../wire/read-text-list.js'
import type { GammaMarketFields } from './gamma-fields.js'

/**
 * Reads where a market stands. Resolved needs it closed, no open proposal, and prices that are payouts: all 0, 1 or
 * (not in negRisk) 0.5 and adding up to 1. A price that merely is near 1 proves nothing.
 */
export const gammaResolution = (market: GammaMarketFields): Resolution => {
  const status =
    readText(market.umaResolutionStatus) ??
    readText(market.resolutionStatus) ??
    readTextList(market.umaResolutionStatuses)?.at(-1)
  if (status === 'disputed') return { state: 'disputed' }
  if (status === 'proposed') return { state: 'proposed' }
  const payouts = market.closed === true ? readPayouts(market) : undefined
  if (payouts !== undefined) return { state: 'resolved', payouts }
  // An outcome was named, but the market does not show it yet.
  return { state: status === 'resolved' || status === 'settled' ? 'proposed' : 'unresolved' }
}

const readPayouts = (market: GammaMarketFields): readonly number[] | undefined => {
  const payouts = readTextList(market.outcomePrices)?.map((text) => readDecimal(text, 6)) ?? []
  const half = market.negRisk === true ? USD_ONE : USD_ONE / 2
  const whole = payouts.every((payout) => payout === 0 || payout === half || payout === USD_ONE)
  return whole && payouts.reduce((sum, payout) => sum + payout, 0) === USD_ONE ? payouts : undefined
}
