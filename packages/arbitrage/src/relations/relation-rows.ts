import type { MarketId } from '@bot/core'
import { cellRows } from './cell-rows.js'
import type { Literal, Relation, RelationClaim } from './relation.js'

/** One way a relation allows: which outcome of each of its markets wins. */
export type Row = readonly Literal[]

/**
 * Lists the ways that a relation allows its markets to end, each once.
 *
 * `undefined` for an exhaustion of many, which allows too many to list and is checked instead.
 */
export const relationRows = (relation: Relation): readonly Row[] | undefined => {
  switch (relation.kind) {
    case 'implication':
      return [
        [relation.premise, relation.conclusion],
        [not(relation.premise), relation.conclusion],
        [not(relation.premise), not(relation.conclusion)],
      ]
    case 'exclusion':
      return [
        relation.of.map(not),
        ...relation.of.map((winner) =>
          relation.of.map((each) => (each === winner ? each : not(each))),
        ),
      ]
    case 'ladder':
      return Array.from({ length: relation.steps.length + 1 }, (_unset, from) =>
        relation.steps.map((step, index) => (index >= from ? step : not(step))),
      )
    case 'bucket':
      return cellRows(relation.cells, relation.step)
    case 'exhaustion':
      return undefined
  }
}

/** The other outcome of the same market. */
export const not = ({ market, outcome }: Literal): Literal => ({
  market,
  outcome: outcome === 0 ? 1 : 0,
})

/** Returns the markets that a relation is about, each once, in the order in which it names them. */
export const marketsOf = (relation: RelationClaim): readonly MarketId[] => [
  ...new Set(literalsOf(relation).map(({ market }) => market)),
]

const literalsOf = (relation: RelationClaim): readonly Readonly<{ market: MarketId }>[] => {
  switch (relation.kind) {
    case 'implication':
      return [relation.premise, relation.conclusion]
    case 'ladder':
      return relation.steps
    case 'bucket':
      return relation.cells
    case 'exclusion':
    case 'exhaustion':
      return relation.of
  }
}
