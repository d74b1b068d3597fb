import type { TimeMs } from '@bot/core'

/** A price of a feed: the feed's own time, and its value as the whole number that the feed publishes. */
export type PriceTick = Readonly<{ at: TimeMs; value: bigint }>

/** The window of an up-or-down market; `strike` is the price at its start where the venue published it. */
export type UpDownWindow = Readonly<{ startsAt: TimeMs; endsAt: TimeMs; strike?: bigint }>

/** Why an outcome is not derived. */
export type UpDownRefusal =
  | 'window-not-positive'
  | 'ticks-disagree'
  | 'strike-and-tick-disagree'
  | 'no-tick-at-start'
  | 'no-tick-at-end'
  | 'neighbours-disagree'

/**
 * How an up-or-down market ends. `exact`: from the prices of both instants. `bracketed`: one instant has no price, and
 * the last before it and the first after it lead to the same outcome; that is evidence, no proof.
 */
export type UpDownOutcome =
  | Readonly<{ outcome: 'up' | 'down'; proof: 'exact' | 'bracketed' }>
  | Readonly<{ refused: UpDownRefusal }>

type Span = Readonly<{ low: bigint; high: bigint }>

/**
 * Derives how a market "up or down from start to end" ends: up when the end is at or above the start.
 *
 * `ticks` ascend in time, and belong to the feed that the market names. `maxBracketMs` is how far apart the two
 * neighbours of a missing price may lie; 0, the default, accepts exact prices only. Never throws.
 */
export const deriveUpDownOutcome = (
  window: UpDownWindow,
  ticks: readonly PriceTick[],
  maxBracketMs = 0,
): UpDownOutcome => {
  if (window.endsAt <= window.startsAt) return { refused: 'window-not-positive' }
  const start = startOf(window, ticks, maxBracketMs)
  if (typeof start === 'string') return { refused: start }
  const end = spanAt(window.endsAt, ticks, maxBracketMs)
  if (end === 'ticks-disagree') return { refused: end }
  if (end === undefined) return { refused: 'no-tick-at-end' }
  const exact = start.low === start.high && end.low === end.high
  const proof = exact ? 'exact' : 'bracketed'
  if (end.low >= start.high) return { outcome: 'up', proof }
  return end.high < start.low ? { outcome: 'down', proof } : { refused: 'neighbours-disagree' }
}

const startOf = (
  { startsAt, strike }: UpDownWindow,
  ticks: readonly PriceTick[],
  maxBracketMs: number,
): Span | UpDownRefusal => {
  const seen = spanAt(startsAt, ticks, strike === undefined ? maxBracketMs : 0)
  if (seen === 'ticks-disagree') return seen
  if (strike === undefined) return seen ?? 'no-tick-at-start'
  if (seen !== undefined && seen.low !== strike) return 'strike-and-tick-disagree'
  return { low: strike, high: strike }
}

const spanAt = (
  at: TimeMs,
  ticks: readonly PriceTick[],
  maxBracketMs: number,
): Span | 'ticks-disagree' | undefined => {
  const index = firstFrom(at, ticks)
  const after = ticks[index]
  if (after === undefined) return undefined
  if (after.at === at) {
    const next = ticks[index + 1]
    if (next?.at === at && next.value !== after.value) return 'ticks-disagree'
    return { low: after.value, high: after.value }
  }
  const before = ticks[index - 1]
  if (before === undefined || after.at - before.at > maxBracketMs) return undefined
  return before.value < after.value
    ? { low: before.value, high: after.value }
    : { low: after.value, high: before.value }
}

/** The index of the first tick at `at` or later. */
const firstFrom = (at: TimeMs, ticks: readonly PriceTick[]): number => {
  let low = 0
  let high = ticks.length
  while (low < high) {
    const middle = (low + high) >> 1
    const tick = ticks[middle]
    if (tick !== undefined && tick.at < at) low = middle + 1
    else high = middle
  }
  return low
}
