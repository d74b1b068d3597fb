import { heldShares, type MarketFacts, type MarketId, type Position } from '@bot/core'

/**
 * The least that shares of one market, or of one negRisk event, pay in any outcome, in millionths of a dollar. Of an
 * event at most one market resolves YES; that none of those held does is possible too.
 */
export const surePayout = (
  positions: readonly Position[],
  marketOf: (id: MarketId) => MarketFacts | undefined,
): number => {
  const held = new Map<MarketId, { yes: number; no: number }>()
  for (const position of positions) {
    const outcome = marketOf(position.market)?.tokens.indexOf(position.token)
    if (outcome !== 0 && outcome !== 1) return 0
    const sides = held.get(position.market) ?? { yes: 0, no: 0 }
    sides[outcome === 0 ? 'yes' : 'no'] += heldShares(position)
    held.set(position.market, sides)
  }
  const sides = [...held.values()]
  const noneYes = sides.reduce((sum, { no }) => sum + no, 0)
  return Math.min(noneYes, ...sides.map(({ yes, no }) => noneYes - no + yes))
}
