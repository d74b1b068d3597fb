import type { WalletActivity } from '@bot/core'
import { type Columns, positionOf } from './columns.js'
import type { MarketInfo } from './market-table.js'
import { proportion } from './proportion.js'

/** A share that won is worth this many micro-dollars. */
export const WHOLE = 1_000_000

/** A complete set costs a dollar; its cost is shared evenly, since nothing tells the sides' worth. */
export const applySplit = (
  columns: Columns,
  wallet: number,
  market: MarketInfo,
  row: WalletActivity,
): void => {
  const both = columns.markets.bothOutcomes(market)
  if (both === undefined) {
    columns.missing.mark(wallet, market.id, 'market')
    return
  }
  const { size } = row.exchanged
  const half = Math.floor(size / 2)
  for (const [index, outcome] of both.entries()) {
    const position = positionOf(columns, wallet, outcome.id, row.at)
    columns.positions.add(position, size, index === 0 ? half : size - half, 'otherwise')
  }
}

/** Merging pays a dollar a set; each side's part is what it cost, so that no side looks skilled by it. */
export const applyMerge = (
  columns: Columns,
  wallet: number,
  market: MarketInfo,
  row: WalletActivity,
): void => {
  const both = columns.markets.bothOutcomes(market)
  if (both === undefined) {
    columns.missing.mark(wallet, market.id, 'market')
    return
  }
  const { positions } = columns
  const { size } = row.exchanged
  const rows = both.map((outcome) => positionOf(columns, wallet, outcome.id, row.at))
  const costs = rows.map((position) => positions.costOf(position, size))
  const parts = shareOut(size, costs)
  for (const [index, position] of rows.entries()) {
    positions.take(position, size, parts[index] ?? 0, 'otherwise')
  }
}

/** Shares an amount out by weight, or equally when nothing weighs; the last takes what rounding left. */
export const shareOut = (amount: number, weights: readonly number[]): readonly number[] => {
  const isHeavy = weights.some((weight) => weight > 0)
  let left = amount
  let weight = weights.reduce((sum, each) => sum + (isHeavy ? each : 1), 0)
  return weights.map((each) => {
    const own = isHeavy ? each : 1
    const part = weight === 0 ? 0 : proportion(left, own, weight)
    left -= part
    weight -= own
    return part
  })
}
