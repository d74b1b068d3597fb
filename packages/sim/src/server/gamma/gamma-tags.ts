import { hashText } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import { secondTime } from './gamma-time.js'

/** A label of markets and events; everything here is labelled by its category alone. */
export type GammaTag = Readonly<{ id: string; label: string; slug: string }>

/** The ids that the real venue gives to tags of these names. */
const KNOWN: Readonly<Record<string, string>> = {
  sports: '1',
  politics: '2',
  crypto: '21',
  science: '74',
  weather: '84',
  culture: '596',
}

/** Returns the tag of a category; the same one always has the same id. */
export const tagOf = (category: string): GammaTag => {
  const slug = category.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return {
    id: KNOWN[slug] ?? String(110_000 + (hashText(slug) % 890_000)),
    label: category.slice(0, 1).toUpperCase() + category.slice(1),
    slug,
  }
}

/** Lists the distinct tags of markets, in the order in which they came up. */
export const tagsOf = (markets: readonly SimMarket[]): readonly GammaTag[] =>
  [...new Set(markets.map((market) => market.category))].map(tagOf)

/** Renders a tag. */
export const gammaTag = (tag: GammaTag, since: SimMarket['createdAt']): object => ({
  id: tag.id,
  label: tag.label,
  slug: tag.slug,
  forceShow: false,
  createdAt: secondTime(since),
  updatedAt: secondTime(since),
  requiresTranslation: false,
})
