import type { WalletActivity } from '@bot/core'
import { type Columns, positionOf } from './columns.js'
import type { MarketInfo, OutcomeInfo } from './market-table.js'
import { proportion } from './proportion.js'

/** A share that won is worth this many micro-dollars. */
export const WHOLE = 1_000_000
/** A redemption may come with rounding dust. */
const DUST = 20_000

/** A complete set costs a dollar; its cost is shared evenly, since nothing tells the sides' worth. */
export const applySplit = (
  columns: Columns,
  wallet: number,
  market: MarketInfo,
  row: WalletActivity,
): void => {
  const both = columns.markets.bothOutcomes(market)
  if (both === undefined) {
    columns.wallets.markMissing(wallet)
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
    columns.wallets.markMissing(wallet)
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

/**
 * A redemption names no outcome. Where the end is known, shares leave at what they are worth; else the outcome whose
 * shares are nearest, which a full redemption at a dollar a share proves to have won.
 */
export const applyRedeem = (
  columns: Columns,
  wallet: number,
  market: MarketInfo,
  row: WalletActivity,
): void => {
  const { positions } = columns
  const { size, notional } = row.exchanged
  if (market.ending !== undefined) redeemKnown(columns, wallet, market, row)
  if (market.ending !== undefined || notional === 0) return
  const nearest = nearestHeld(columns, wallet, market, size)
  if (nearest === undefined) {
    columns.wallets.markMissing(wallet)
    return
  }
  const position = positionOf(columns, wallet, nearest.id, row.at)
  const distance = Math.abs(positions.held(position) - size)
  const isFull = size > 0 && Math.abs(notional - size) <= DUST && distance <= DUST
  takeRedeemed(columns, position, size, Math.min(notional, size))
  if (!isFull) return
  market.ending = 'proved'
  for (const outcome of market.outcomes) outcome.payout = outcome.id === nearest.id ? WHOLE : 0
}

const redeemKnown = (
  columns: Columns,
  wallet: number,
  market: MarketInfo,
  { exchanged: { size, notional }, at }: WalletActivity,
): void => {
  const worth = (outcome: OutcomeInfo): boolean =>
    notional === 0 ? outcome.payout === 0 : (outcome.payout ?? 0) > 0
  const meant = market.outcomes.filter(worth)
  const [only] = meant
  if (only !== undefined && meant.length === 1) {
    const position = positionOf(columns, wallet, only.id, at)
    takeRedeemed(columns, position, size, notional)
  }
  // Both sides paid: the row does not tell how many of each, so they stay and are valued at what they pay.
  if (only === undefined && notional > 0) columns.wallets.markMissing(wallet)
}

const takeRedeemed = (
  { positions }: Columns,
  position: number,
  size: number,
  paid: number,
): void => {
  const held = positions.held(position)
  const shares = Math.abs(held - size) <= DUST ? held : size
  if (shares > 0) positions.take(position, shares, paid, 'otherwise')
}

const nearestHeld = (
  { positions }: Columns,
  wallet: number,
  market: MarketInfo,
  size: number,
): OutcomeInfo | undefined => {
  let best: OutcomeInfo | undefined
  let distance = Number.POSITIVE_INFINITY
  for (const outcome of market.outcomes) {
    const position = positions.find(wallet, outcome.id)
    const held = position < 0 ? 0 : positions.held(position)
    if (held === 0 || Math.abs(held - size) >= distance) continue
    best = outcome
    distance = Math.abs(held - size)
  }
  return best
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
