import type { Relation } from '@bot/arbitrage'
import {
  heldShares,
  type MarketFacts,
  type MarketId,
  type TimeMs,
  type TokenId,
  type View,
} from '@bot/core'
import { selectUniverse } from '@bot/engine'
import type { Settings } from '../config/settings.js'
import { namedMarkets } from '../relations/named-markets.js'

/** What to stream. */
export type Universe = Readonly<{
  /** Chooses again and returns what is new and what is no longer wanted. */
  update: (
    markets: readonly MarketFacts[],
  ) => Readonly<{ added: readonly TokenId[]; removed: readonly TokenId[] }>
  want: (key: string) => void
  held: () => ReadonlySet<MarketId>
  size: () => number
}>

/** Keys of wants that are remembered; older ones are forgotten. */
const WANTS_KEPT = 500

/** Makes an empty universe over the engine's view; the markets of `relations` come before more liquid ones. */
export const createUniverse = (
  view: () => View,
  settings: Settings,
  relations: readonly Relation[],
): Universe => {
  let streamed = new Set<TokenId>()
  const wanted = new Set<string>()
  const related = namedMarkets(relations)
  const held = (): ReadonlySet<MarketId> =>
    new Set([
      ...[...view().ledger.positions.values()]
        .filter((each) => heldShares(each) !== 0)
        .map((each) => each.market),
      ...view().orders.map((order) => order.intent.market),
    ])
  return {
    update: (markets) => {
      const near = markets.filter((market) => isNear(market, view().now, settings))
      const chosen = selectUniverse(near, {
        held: held(),
        wanted: new Set([
          ...wanted,
          ...related,
          ...(settings.arbScanResolved ? proposed(near) : []),
        ]),
        maxTokens: settings.maxStreamedTokens,
      })
      const next = new Set(chosen)
      const added = chosen.filter((token) => !streamed.has(token))
      const removed = [...streamed].filter((token) => !next.has(token))
      streamed = next
      return { added, removed }
    },
    want: (key) => {
      wanted.add(key)
      if (wanted.size > WANTS_KEPT) wanted.delete([...wanted][0] ?? '')
    },
    held,
    size: () => streamed.size,
  }
}

/** Markets whose outcome is proposed or disputed while they trade: few, and their winners may be below a dollar. */
const proposed = (markets: readonly MarketFacts[]): readonly MarketId[] =>
  markets
    .filter(({ tradable, resolution }) => tradable && resolution.state !== 'unresolved')
    .slice(0, WANTS_KEPT)
    .map(({ id }) => id)

/** Games that start too far ahead are left out; markets without a game always belong. */
const isNear = (market: MarketFacts, now: TimeMs, settings: Settings): boolean => {
  if (market.gameId === undefined || market.startsAt === undefined || market.startsAt <= now)
    return true
  return (
    settings.includeUpcomingMarkets &&
    market.startsAt - now <= settings.upcomingHoursAhead * 3_600_000
  )
}
