import type { Leg, MarketId, TimeMs, Usd } from '@bot/core'

/**
 * How often resting orders on both sides fill, as data with its source: of a million tries, `bothPpm` fill both and
 * `onePpm` only one. Nothing is published: measure it.
 */
export type FillRates = Readonly<{ bothPpm: number; onePpm: number; source: string }>

/**
 * Both sides of a market resting below a dollar together, with the merge as exit: a report, never a basket.
 *
 * `profit` is what both filled earn; `oneSidedLoss` what the dearer of the two ways to be left with one side loses
 * when that is sold back into the bids at once; `worstLoss` when it is held and resolves to nothing; `expected` the
 * mean over `rates`, rounded down. Micro-dollars.
 */
export type PassiveProposal = Readonly<{
  version: 1
  kind: 'passive'
  market: MarketId
  proposedAt: TimeMs
  legs: readonly Leg[]
  capital: Usd
  profit: Usd
  oneSidedLoss: Usd
  worstLoss: Usd
  expected: Usd
  rates: FillRates
  executable: false
}>
