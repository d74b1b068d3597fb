import type { EventId, MarketFacts, MarketId, TokenId } from '@bot/core'

/** What decides which books are streamed. */
export type UniverseOptions = Readonly<{
  /** Markets that must be streamed whatever else: those with positions or open orders. */
  held: ReadonlySet<MarketId>
  /** Tokens or markets that strategies asked for. */
  wanted: ReadonlySet<string>
  maxTokens: number
}>

/**
 * Chooses the tokens to stream, at most `maxTokens`: held markets first, then whole negRisk events (all of one or
 * none, by liquidity), then wanted markets, then by liquidity. Markets that can't be traded are left out unless held.
 */
export const selectUniverse = (
  markets: readonly MarketFacts[],
  options: UniverseOptions,
): readonly TokenId[] => {
  const chosen = new Set<TokenId>()
  const fits = (group: readonly MarketFacts[]): boolean =>
    chosen.size + group.reduce((sum, each) => sum + each.tokens.length, 0) <= options.maxTokens
  const take = (group: readonly MarketFacts[]): void => {
    if (!fits(group)) return
    for (const market of group) for (const token of market.tokens) chosen.add(token)
  }
  const left = (): readonly MarketFacts[] =>
    tradable.filter((market) => market.tokens.some((token) => !chosen.has(token)))

  for (const market of markets) if (options.held.has(market.id)) take([market])
  const tradable = markets.filter((market) => market.tradable && market.tokens.length > 0)
  for (const group of negRiskGroups(tradable)) take(group)
  for (const market of left()) if (isWanted(market, options.wanted)) take([market])
  const single = left().filter((market) => typeof market.negRisk === 'string')
  for (const market of [...single].sort(byLiquidity)) take([market])
  return [...chosen]
}

const isWanted = (market: MarketFacts, wanted: ReadonlySet<string>): boolean =>
  wanted.has(market.id) || market.tokens.some((token) => wanted.has(token))

const byLiquidity = (a: MarketFacts, b: MarketFacts): number =>
  b.liquidity - a.liquidity || (a.id < b.id ? -1 : 1)

const negRiskGroups = (markets: readonly MarketFacts[]): readonly (readonly MarketFacts[])[] => {
  const groups = new Map<EventId, MarketFacts[]>()
  for (const market of markets) {
    if (typeof market.negRisk === 'string' || market.event === undefined) continue
    groups.set(market.event, [...(groups.get(market.event) ?? []), market])
  }
  const liquidity = (group: readonly MarketFacts[]): number =>
    group.reduce((sum, market) => sum + market.liquidity, 0)
  return [...groups.values()].sort((a, b) => liquidity(b) - liquidity(a))
}
