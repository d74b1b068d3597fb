import { categorise } from '../wire/categorise.js'
import { isFields } from '../wire/is-fields.js'
import { readText } from '../wire/read-text.js'
import type { GammaEventFields, GammaMarketFields } from './gamma-fields.js'

/** Names a Gamma market's category from what it and its event say. */
export const gammaCategory = (market: GammaMarketFields, event: GammaEventFields): string =>
  categorise({
    sports:
      readText(market.sportsMarketType) !== undefined || readText(market.gameId) !== undefined,
    feeType: market.feeType,
    texts: [
      labels(market.tags),
      labels(event.tags),
      readText(market.category) ?? '',
      labels(event.series),
      readText(event.slug) ?? '',
      readText(market.question) ?? '',
    ],
  })

const labels = (value: unknown): string =>
  (Array.isArray(value) ? value : [])
    .flatMap((tag) => (isFields(tag) ? [tag['label'], tag['title'], tag['slug']] : [tag]))
    .filter((text) => typeof text === 'string')
    .join(' ')
