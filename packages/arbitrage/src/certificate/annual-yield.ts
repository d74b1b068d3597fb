import type { TimeMs, Usd } from '@bot/core'

const DAY_MS = 86_400_000

/**
 * Computes what capital earns as a fraction a year, simple interest; `undefined` without a known end.
 *
 * Nothing is locked for less than a day: resolution takes hours by itself.
 */
export const annualYield = (
  profit: Usd,
  capital: Usd,
  from: TimeMs,
  until: TimeMs | undefined,
): number | undefined =>
  until === undefined || capital <= 0
    ? undefined
    : ((profit / capital) * 365) / (Math.max(DAY_MS, until - from) / DAY_MS)
