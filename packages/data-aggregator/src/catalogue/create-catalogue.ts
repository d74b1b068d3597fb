import type { MarketFacts, MarketId, Provenance } from '@bot/core'
import type { Datum } from '../source/source.js'

/** What changed between two readings of the listing. */
export type CatalogueDiff = Readonly<{
  added: readonly MarketFacts[]
  changed: readonly MarketFacts[]
  /** Markets that a live listing no longer has: kept, but no longer tradable. */
  unlisted: readonly MarketFacts[]
  provenance: Provenance
}>

/** The markets as they were last listed. */
export type Catalogue = Readonly<{
  /** Takes a listing in and says what it changed. A cached or last known listing unlists nothing. */
  update: (listing: Datum<readonly MarketFacts[]>) => CatalogueDiff
  market: (id: MarketId) => MarketFacts | undefined
  markets: () => readonly MarketFacts[]
}>

/** Numbers that move all the time and decide nothing: a change of them alone is no change. */
const RANKING_ONLY = new Set<keyof MarketFacts>(['liquidity', 'volume'])

/** Makes an empty catalogue. */
export const createCatalogue = (): Catalogue => {
  const known = new Map<MarketId, MarketFacts>()
  return {
    update: ({ value, provenance }) => {
      const added: MarketFacts[] = []
      const changed: MarketFacts[] = []
      const listed = new Set<MarketId>()
      for (const market of value) {
        listed.add(market.id)
        const before = known.get(market.id)
        known.set(market.id, market)
        if (before === undefined) added.push(market)
        else if (!sameFacts(before, market)) changed.push(market)
      }
      const unlisted = provenance.state === 'live' ? unlist(known, listed) : []
      return { added, changed, unlisted, provenance }
    },
    market: (id) => known.get(id),
    markets: () => [...known.values()],
  }
}

const unlist = (
  known: Map<MarketId, MarketFacts>,
  listed: ReadonlySet<MarketId>,
): readonly MarketFacts[] => {
  const unlisted: MarketFacts[] = []
  for (const [id, market] of known) {
    if (listed.has(id) || !market.tradable) continue
    const withdrawn = { ...market, tradable: false }
    known.set(id, withdrawn)
    unlisted.push(withdrawn)
  }
  return unlisted
}

const sameFacts = (a: MarketFacts, b: MarketFacts): boolean => {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof MarketFacts>
  for (const key of keys) {
    if (!RANKING_ONLY.has(key) && JSON.stringify(a[key]) !== JSON.stringify(b[key])) return false
  }
  return true
}
