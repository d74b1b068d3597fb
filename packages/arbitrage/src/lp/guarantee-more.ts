import { chooseEntering } from './choose-entering.js'
import { chooseLeaving } from './choose-leaving.js'
import { exchange } from './exchange.js'
import { moveWithin, type Tableau } from './tableau.js'

/** A dollar in every state costs less than this and the next one is still worth its price. */
const DOLLAR = 1

/**
 * Takes one step along the cheapest way to guarantee ever more, up to `cash`; returns the state prices at its end,
 * `undefined` where it goes on.
 *
 * The parametric dual simplex: as the guaranteed payoff grows, each quantity follows until one reaches the end of
 * its level; then the next level takes over, or the column that costs least in its place. The price of the next
 * dollar only ever rises, so that it ends where it reaches a dollar: before anything is bought when no profit exists.
 */
export const guaranteeMore = (
  tableau: Tableau,
  cash: number,
  turn: number,
): Float64Array | undefined => {
  const { row, step } = chooseLeaving(tableau, turn)
  if (tableau.price > 0 && tableau.spent + tableau.price * step >= cash) {
    grow(tableau, (cash - tableau.spent) / tableau.price)
    return statePrices(tableau, -1, 0)
  }
  if (row === -1) return statePrices(tableau, -1, 0)
  grow(tableau, step)
  const rate = tableau.rates[row] ?? 0
  const direction = rate < 0 ? 1 : -1
  const entering = chooseEntering(tableau, row, direction)
  const nextLevel = nextLevelCost(tableau, row, direction)
  const cost = Math.min(nextLevel, entering.cost)
  const room = (DOLLAR - tableau.price) / Math.abs(rate)
  if (cost >= room) return statePrices(tableau, row, room * direction)
  if (nextLevel <= entering.cost) changeLevel(tableau, row, direction)
  else exchange(tableau, row, entering.column, direction)
  return undefined
}

const grow = (tableau: Tableau, step: number): void => {
  const { rates, values } = tableau
  for (let row = 0; row < rates.length; row++) {
    values[row] = (values[row] ?? 0) + step * (rates[row] ?? 0)
  }
  tableau.guaranteed += step
  tableau.spent += step * tableau.price
}

/** What a unit costs more on the level that the row's quantity would pass to (or saves less on the one below). */
const nextLevelCost = ({ basic, places }: Tableau, row: number, direction: 1 | -1): number => {
  const quantity = basic[row] ?? 0
  const cost = places.cost[quantity] ?? 0
  return direction === 1 ? cost - (places.down[quantity] ?? 0) : (places.up[quantity] ?? 0) - cost
}

const changeLevel = (tableau: Tableau, row: number, direction: 1 | -1): void => {
  const { basic, places, rows, effects, rates } = tableau
  const quantity = basic[row] ?? 0
  const before = places.cost[quantity] ?? 0
  moveWithin(tableau, quantity, (places.level[quantity] ?? 0) - direction)
  const change = (places.cost[quantity] ?? 0) - before
  const own = rows[row] ?? effects
  for (let at = 0; at < effects.length; at++) {
    effects[at] = (effects[at] ?? 0) + change * (own[at] ?? 0)
  }
  tableau.price += change * (rates[row] ?? 0)
}

/** What a dollar in each state costs, when the row's quantity is worth `extra` more than its price. */
const statePrices = (
  { free, basic, effects, rows, assets }: Tableau,
  row: number,
  extra: number,
): Float64Array => {
  const prices = new Float64Array(rows.length)
  const put = (quantity: number, price: number): void => {
    if (quantity >= assets.length) prices[quantity - assets.length] = Math.max(0, price)
  }
  const own = rows[row]
  for (let at = 0; at < free.length; at++) {
    put(free[at] ?? 0, (effects[at] ?? 0) - extra * (own?.[at] ?? 0))
  }
  if (row !== -1) put(basic[row] ?? 0, extra)
  return prices
}
