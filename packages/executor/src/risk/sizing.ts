import { type Ledger, mulDiv, totalCash, type Usd } from '@bot/core'
import type { RiskLimits } from './risk-limits.js'

/**
 * How much money a signal gets before any limit cuts it.
 *
 * `first-system`: the largest position, less for losing streaks, the day's loss and doubt. `aggressive` (opt-in): a
 * share of equity, at most the Kelly fraction of it, with add-ons to a position that has gained; the same limits.
 */
export type Sizing =
  | Readonly<{ kind: 'first-system' }>
  | Readonly<{
      kind: 'aggressive'
      /** Percent of equity for a position. */
      equityPercent: number
      /** Part of the full Kelly stake; absent: no Kelly cap. */
      kellyFraction?: number
      /** How often a position may be added to, at each further gain of so many percent, by which part of its size. */
      addOns: Readonly<{ most: number; everyGainPercent: number; part: number }>
    }>

/** The first system's aggressive profile: 10 % of equity, quarter Kelly, three add-ons of half at +10 % each. */
export const AGGRESSIVE_SIZING: Sizing = {
  kind: 'aggressive',
  equityPercent: 10,
  kellyFraction: 0.25,
  addOns: { most: 3, everyGainPercent: 10, part: 0.5 },
}

/** What a size depends on. `priceNow` is 0 to 1, `edge` in dollars a share, `todaysLoss` above 0 when losing. */
export type SizingInput = Readonly<{
  confidence: number
  edge: number
  priceNow: number
  losingStreak: number
  todaysLoss: number
  ledger: Ledger
}>

const PPM = 1_000_000

/**
 * Returns dollars for a signal: `base × (1 − 0.1 × losing streak, ≥ 0.5) × (1 − loss / limit, ≥ 0.3) × confidence`,
 * never above the largest position.
 */
export const sizeInUsd = (sizing: Sizing, limits: RiskLimits, input: SizingInput): Usd => {
  const base = Math.min(limits.maxPositionUsd, baseOf(sizing, limits, input))
  const streak = Math.max(0.5, 1 - 0.1 * input.losingStreak)
  const spent = limits.maxDailyLossUsd === 0 ? 1 : input.todaysLoss / limits.maxDailyLossUsd
  const loss = Math.max(0.3, 1 - Math.max(0, spent))
  const confidence = Math.min(1, Math.max(0, input.confidence))
  const factor = Math.floor(streak * loss * confidence * PPM + 1e-6)
  return mulDiv(base, factor, PPM, 'down') as Usd
}

const baseOf = (sizing: Sizing, limits: RiskLimits, input: SizingInput): number => {
  if (sizing.kind === 'first-system') return limits.maxPositionUsd
  const share = sizing.equityPercent / 100
  const stake =
    sizing.kellyFraction === undefined
      ? share
      : Math.min(share, sizing.kellyFraction * kellyShare(input.priceNow, input.edge))
  return Math.floor(Math.max(0, stake) * equityOf(input.ledger))
}

/** The Kelly share of equity for a bet that pays 1 at the price, with the edge: edge / (1 − price). */
const kellyShare = (priceNow: number, edge: number): number =>
  priceNow >= 1 ? 0 : Math.max(0, edge / (1 - priceNow))

/** Cash and what positions cost. */
export const equityOf = (ledger: Ledger): number => {
  let cost = 0
  for (const position of ledger.positions.values()) cost += position.cost
  return Math.max(0, totalCash(ledger) + cost)
}
