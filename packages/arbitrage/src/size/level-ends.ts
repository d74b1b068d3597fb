import { levelAt } from './leg-curve.js'
import { costAt, gainAt, type Offer } from './offer.js'

/**
 * All levels of all offers side by side: where each ends, what a share of it gains and costs in micro-dollars, and
 * which level comes next (-1: none). `firsts` are the best levels, offer by offer; `order` sorts all by their ends.
 */
export type LevelEnds = Readonly<{
  ends: readonly number[]
  gains: readonly number[]
  costs: readonly number[]
  nexts: readonly number[]
  firsts: readonly number[]
  order: readonly number[]
}>

/** Lists the levels of offers; of each dollar of a conversion `lost` micro-dollars go to the adapter's fee. */
export const levelEnds = (offers: readonly Offer[], lost: number): LevelEnds => {
  const [ends, gains, costs]: [number[], number[], number[]] = [[], [], []]
  const [nexts, firsts, order]: [number[], number[], number[]] = [[], [], []]
  for (const { curve, depth } of offers) {
    const last = levelAt(curve, depth) ?? -1
    firsts.push(ends.length)
    for (let level = 0; level <= last; level++) {
      order.push(ends.length)
      nexts.push(level < last ? ends.length + 1 : -1)
      ends.push(curve.ends[level] as number)
      gains.push(gainAt(curve, level) - lost)
      costs.push(costAt(curve, level))
    }
  }
  order.sort((a, b) => (ends[a] as number) - (ends[b] as number))
  return { ends, gains, costs, nexts, firsts, order }
}
