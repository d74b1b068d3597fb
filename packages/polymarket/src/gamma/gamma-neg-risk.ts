import type { MarketFacts, NegRisk } from '@bot/core'
import { readText } from '../wire/read-text.js'
import { readTextList } from '../wire/read-text-list.js'
import type { GammaEventFields, GammaMarketFields } from './gamma-fields.js'

/**
 * Reads how a market sits in a negRisk event; `'unknown'` when it says that it does but not in which group or
 * whether the group is augmented, or when it says nothing.
 */
export const gammaNegRisk = (
  market: GammaMarketFields,
  event: GammaEventFields,
): MarketFacts['negRisk'] => {
  if (market.negRisk === false) return 'none'
  const group = readText(market.negRiskMarketID) ?? readText(event.negRiskMarketID)
  const augmented = event.negRiskAugmented
  const feeBips = event.negRiskFeeBips ?? 0
  if (market.negRisk !== true || group === undefined) return 'unknown'
  if (typeof augmented !== 'boolean' || typeof feeBips !== 'number') return 'unknown'
  return { group, augmented, role: roleOf(market, augmented), feeBips }
}

/**
 * In an augmented event the venue reserves unnamed places: not active, without prices. Its "Other" narrows as they
 * get names, so also one that only its label gives away counts as `other` there.
 */
const roleOf = (market: GammaMarketFields, augmented: boolean): NegRisk['role'] => {
  if (market.negRiskOther === true) return 'other'
  if (!augmented) return 'named'
  if (market.active === false || (readTextList(market.outcomePrices)?.length ?? 0) === 0) {
    return 'placeholder'
  }
  return /^other$/i.test(readText(market.groupItemTitle)?.trim() ?? '') ? 'other' : 'named'
}
