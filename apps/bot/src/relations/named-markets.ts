import { marketsOf, type Relation } from '@bot/arbitrage'
import type { MarketId } from '@bot/core'

/** Returns the markets that relations are about, each once: their books are worth reading. */
export const namedMarkets = (relations: readonly Relation[]): ReadonlySet<MarketId> =>
  new Set(relations.flatMap(marketsOf))
