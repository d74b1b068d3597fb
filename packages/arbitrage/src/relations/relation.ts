import type { MarketId } from '@bot/core'

/** One outcome of a market: 0 the first (YES), 1 the second. */
export type Literal = Readonly<{ market: MarketId; outcome: 0 | 1 }>

/** A market whose first outcome wins exactly when one quantity lies in an interval; ends in millionths of its unit. */
export type Cell = Readonly<{
  market: MarketId
  low?: number
  high?: number
  lowClosed: boolean
  highClosed: boolean
}>

/** What a relation rests on: a rule over structured fields, or a person who confirmed it in a file. */
export type RelationRule =
  | 'neg-risk-group'
  | 'neg-risk-cover'
  | 'threshold-ladder'
  | 'date-ladder'
  | 'game-total'
  | 'game-spread'
  | 'confirmed'

/**
 * What a relation says of its markets.
 *
 * `implication`: when `premise` wins, `conclusion` wins. `exclusion`: at most one wins; `exhaustion`: at least one does.
 * `ladder`: each step implies the next. `bucket`: each market is an interval of one quantity, which has one value
 * (a multiple of `step`, in millionths, where that is known).
 */
export type RelationClaim =
  | Readonly<{ kind: 'implication'; premise: Literal; conclusion: Literal }>
  | Readonly<{ kind: 'exclusion' | 'exhaustion'; of: readonly Literal[] }>
  | Readonly<{ kind: 'ladder'; steps: readonly Literal[] }>
  | Readonly<{ kind: 'bucket'; cells: readonly Cell[]; step?: number }>

/**
 * A logical relation between markets, with what proves it, as plain JSON.
 *
 * `splits` says what happens where a market pays both outcomes half: `never` that its rules exclude it, `together`
 * that then all markets of the relation do. `evidence` names the fields, or the person, that it was read from.
 */
export type Relation = RelationClaim &
  Readonly<{
    id: string
    rule: RelationRule
    splits: 'never' | 'together'
    evidence: Readonly<Record<string, string>>
  }>
