import type { Exit } from '@bot/core'

/** Returns a change of price in percent, to the ninth decimal, so that 3 % is not 2.9999999999999996 %. */
export const changePercent = (from: number, to: number): number =>
  Math.round((to / from - 1) * 1e11) / 1e9

/** Leaves all of a position at a gain of `up` percent or a loss of `down` (below 0). */
export const leaveAt = (percent: number, up: number, down: number): Exit | undefined => {
  if (percent >= up) return { reason: 'take-profit', fraction: 1 }
  return percent <= down ? { reason: 'stop-loss', fraction: 1 } : undefined
}
