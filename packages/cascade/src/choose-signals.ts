import {
  type Levels,
  meetsLevels,
  type Refusal,
  type Signal,
  type Strategy,
  USD_ONE,
  type View,
} from '@bot/core'
import { effectiveToken, marketsOf } from './effective-side.js'
import { createExposure, type Exposure } from './exposure.js'

/** Why the cascade does not take a signal. */
export type ChoiceReason =
  | 'unknown-strategy'
  | 'signal-expired'
  | 'below-threshold'
  | 'opposite-side'
  | 'duplicate'
  | 'correlated-exposure'
  | 'capacity-full'

/** By what signals are chosen. `levelsAt(retry)` gives each strategy's levels after so many loosenings. */
export type ChoiceRules = Readonly<{
  ranked: readonly Strategy[]
  levelsAt: (retry: number) => ReadonlyMap<string, Levels>
  maxRetries: number
  capacity: number
  maxCorrelatedExposureUsd: number
  assumedPositionUsd: number
}>

/** What was chosen, at which levels, after how many loosenings; `lowered` counts the strategies that each moved. */
export type Chosen = Readonly<{
  taken: readonly Signal[]
  refused: readonly Refusal[]
  levels: ReadonlyMap<string, Levels>
  retries: number
  lowered: number
}>

/**
 * Chooses among signals: at the current levels, and when none meets them, at levels looser by one step and one more.
 *
 * Loosening ends when something passes, at `maxRetries`, or when no level can move any more. When there is no signal
 * even at the floors there is nothing to loosen for.
 */
export const chooseSignals = (
  signals: readonly Signal[],
  view: View,
  rules: ChoiceRules,
): Chosen => {
  const thresholds = new Map(rules.ranked.map((each) => [each.name, each.thresholds]))
  const passes = (signal: Signal, levels: ReadonlyMap<string, Levels>): boolean =>
    signal.expiresAt > view.now &&
    meetsLevels(
      thresholds.get(signal.strategy) ?? {},
      levels.get(signal.strategy) ?? {},
      signal.measured,
    )
  const known = signals.filter((signal) => thresholds.has(signal.strategy))
  let levels = rules.levelsAt(0)
  let retries = 0
  let lowered = 0
  while (retries < rules.maxRetries && known.length > 0) {
    if (known.some((signal) => passes(signal, levels))) break
    const looser = rules.levelsAt(retries + 1)
    const moved = countMoved(levels, looser)
    if (moved === 0) break
    levels = looser
    retries += 1
    lowered += moved
  }
  return {
    ...arbitrate(signals, view, rules, (signal) => passes(signal, levels)),
    levels,
    retries,
    lowered,
  }
}

const countMoved = (
  before: ReadonlyMap<string, Levels>,
  after: ReadonlyMap<string, Levels>,
): number =>
  [...after].filter(([name, levels]) =>
    Object.entries(levels).some(([key, level]) => before.get(name)?.[key] !== level),
  ).length

/** Takes signals in order until the capacity is full; refuses the rest, each with the first reason that holds. */
const arbitrate = (
  signals: readonly Signal[],
  view: View,
  rules: ChoiceRules,
  passes: (signal: Signal) => boolean,
): Pick<Chosen, 'taken' | 'refused'> => {
  const rank = new Map(rules.ranked.map(({ name }, index) => [name, index]))
  const exposure = createExposure(view, rules.assumedPositionUsd)
  const taken: Signal[] = []
  const refused: Refusal[] = []
  for (const signal of inOrder(signals, rank)) {
    const reason = reasonAgainst(signal, view, rules, { rank, exposure, taken, passes })
    if (reason === undefined) {
      taken.push(signal)
      exposure.add(signal)
    } else refused.push(refusalOf(signal, reason))
  }
  return { taken, refused }
}

const inOrder = (
  signals: readonly Signal[],
  rank: ReadonlyMap<string, number>,
): readonly Signal[] => {
  const worth = (signal: Signal): number => signal.edgePerShare * signal.confidence
  const place = (signal: Signal): number => rank.get(signal.strategy) ?? rank.size
  return [...signals].sort(
    (a, b) =>
      place(a) - place(b) ||
      worth(b) - worth(a) ||
      (a.market === b.market ? 0 : a.market < b.market ? -1 : 1),
  )
}

type Standing = Readonly<{
  rank: ReadonlyMap<string, number>
  exposure: Exposure
  taken: readonly Signal[]
  passes: (signal: Signal) => boolean
}>

const reasonAgainst = (
  signal: Signal,
  view: View,
  rules: ChoiceRules,
  { rank, exposure, taken, passes }: Standing,
): ChoiceReason | undefined => {
  if (!rank.has(signal.strategy)) return 'unknown-strategy'
  if (signal.expiresAt <= view.now) return 'signal-expired'
  if (!passes(signal)) return 'below-threshold'
  const conflict = conflictWith(signal, taken, view)
  if (conflict !== undefined) return conflict
  if (taken.length >= rules.capacity) return 'capacity-full'
  const after = exposure.of(signal) + exposure.costOf(signal)
  return after > rules.maxCorrelatedExposureUsd * USD_ONE ? 'correlated-exposure' : undefined
}

/** Two baskets, or a basket and a bet, in one market would count the same depth twice: a duplicate. */
const conflictWith = (
  signal: Signal,
  taken: readonly Signal[],
  view: View,
): 'opposite-side' | 'duplicate' | undefined => {
  const mine = marketsOf(signal)
  const other = taken.find((each) => marketsOf(each).some((market) => mine.includes(market)))
  if (other === undefined) return undefined
  if (signal.basket !== undefined || other.basket !== undefined) return 'duplicate'
  const market = view.market(signal.market)
  return effectiveToken(signal, market) === effectiveToken(other, market)
    ? 'duplicate'
    : 'opposite-side'
}

const refusalOf = (signal: Signal, refused: ChoiceReason): Refusal => ({
  kind: 'refusal',
  refused,
  step: 'chosen',
  by: signal.strategy,
  subject: signal.market,
  context: {
    scheduler: 'cascade',
    token: signal.token,
    side: signal.side,
    measured: signal.measured,
  },
})
