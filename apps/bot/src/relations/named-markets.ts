import type { Relation } from '@bot/arbitrage'
import type { MarketId } from '@bot/core'

/** Returns the markets that relations are about, each once: their books are worth reading. */
export const namedMarkets = (relations: readonly Relation[]): ReadonlySet<MarketId> =>
  new Set(relations.flatMap(marketsOf))

const marketsOf = (relation: Relation): readonly MarketId[] => {
  switch (relation.kind) {
    case 'implication':
      return [relation.premise.market, relation.conclusion.market]
    case 'ladder':
      return relation.steps.map(({ market }) => market)
    case 'bucket':
      return relation.cells.map(({ market }) => market)
    default:
      return relation.of.map(({ market }) => market)
  }
}
