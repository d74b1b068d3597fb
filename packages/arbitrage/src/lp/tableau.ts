import type { Asset, RelationProblem } from './relation-problem.js'

/**
 * The working memory of one solve: what the basic quantities come to, as sums of the free ones.
 *
 * A quantity is what is held of an asset (its index) or what a state pays beyond what is guaranteed (the number of
 * assets, and the state). Free quantities stand at the end of a level, or at nothing to spare; basic ones follow.
 */
export type Tableau = {
  readonly assets: readonly Asset[]
  /** For each basic quantity, how it moves with one more of each free one. */
  readonly rows: readonly Float64Array[]
  /** For each basic quantity, how it moves with one more dollar guaranteed. */
  readonly rates: Float64Array
  readonly values: Float64Array
  readonly basic: Int32Array
  readonly free: Int32Array
  /** For each free quantity, what one more adds to the cost by moving the basic ones; below 0 where it saves. */
  readonly effects: Float64Array
  readonly places: Places
  /** What is guaranteed in every state, its cost so far, and what the next dollar of it costs. */
  guaranteed: number
  spent: number
  price: number
}

/** Where quantities stand in their books: bounds of the level, its cost, and the costs on both sides. */
export type Places = Readonly<{
  level: Int32Array
  low: Float64Array
  high: Float64Array
  cost: Float64Array
  up: Float64Array
  down: Float64Array
  /** The shares of an asset up to the end of each level. */
  ends: readonly Float64Array[]
}>

/** Starts with nothing bought and nothing guaranteed. */
export const startTableau = ({ states, assets }: RelationProblem): Tableau => {
  const count = assets.length
  const tableau: Tableau = {
    assets,
    rows: Array.from({ length: states }, (_unset, state) => payoffsIn(assets, state)),
    rates: new Float64Array(states).fill(-1),
    values: new Float64Array(states),
    basic: Int32Array.from({ length: states }, (_unset, state) => count + state),
    free: Int32Array.from(assets.keys()),
    effects: new Float64Array(count),
    places: startPlaces(assets, states),
    guaranteed: 0,
    spent: 0,
    price: 0,
  }
  for (const asset of assets.keys()) standAtEnd(tableau, asset, 0)
  return tableau
}

const payoffsIn = (assets: readonly Asset[], state: number): Float64Array => {
  const row = new Float64Array(assets.length)
  for (let asset = 0; asset < assets.length; asset++) {
    row[asset] = assets[asset]?.payoffs[state] ?? 0
  }
  return row
}

const startPlaces = (assets: readonly Asset[], states: number): Places => {
  const all = assets.length + states
  return {
    level: new Int32Array(all),
    low: new Float64Array(all),
    high: new Float64Array(all).fill(Number.POSITIVE_INFINITY),
    cost: new Float64Array(all),
    up: new Float64Array(all),
    down: new Float64Array(all).fill(Number.NEGATIVE_INFINITY),
    ends: assets.map(({ levels }) => {
      let shares = 0
      return Float64Array.from(levels, (level) => (shares += level.shares))
    }),
  }
}

/** Lets a free quantity stand where a level begins (and the one below ends). */
export const standAtEnd = ({ assets, places }: Tableau, quantity: number, level: number): void => {
  const levels = assets[quantity]?.levels
  if (levels === undefined) return
  places.level[quantity] = level
  places.low[quantity] = endOf(places, quantity, level - 1)
  places.up[quantity] = levels[level]?.cost ?? Number.POSITIVE_INFINITY
  places.down[quantity] = levels[level - 1]?.cost ?? Number.NEGATIVE_INFINITY
}

/** Lets a basic quantity move within a level. */
export const moveWithin = ({ assets, places }: Tableau, quantity: number, level: number): void => {
  const levels = assets[quantity]?.levels
  if (levels === undefined) return
  places.level[quantity] = level
  places.low[quantity] = endOf(places, quantity, level - 1)
  places.high[quantity] = endOf(places, quantity, level)
  places.cost[quantity] = levels[level]?.cost ?? 0
  places.up[quantity] = levels[level + 1]?.cost ?? Number.POSITIVE_INFINITY
  places.down[quantity] = levels[level - 1]?.cost ?? Number.NEGATIVE_INFINITY
}

const endOf = ({ ends }: Places, asset: number, level: number): number => ends[asset]?.[level] ?? 0
