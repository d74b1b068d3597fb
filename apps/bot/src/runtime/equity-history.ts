import { type TimeMs, usdToNumber, type View } from '@bot/core'
import { valueEquity } from '../stats/equity.js'

/** Equity over the run, thinned so that it stays small. */
export type EquityHistory = Readonly<{
  sample: (now: TimeMs, view: View) => void
  points: () => readonly Readonly<{ at: number; usd: number }>[]
}>

const MOST = 720

/** Makes an empty history; when it is full every second point goes and sampling slows down. */
export const createEquityHistory = (): EquityHistory => {
  let points: Readonly<{ at: number; usd: number }>[] = []
  let everyMs = 5_000
  return {
    sample: (now, view) => {
      const last = points.at(-1)
      if (last !== undefined && now - last.at < everyMs) return
      points.push({ at: now, usd: usdToNumber(valueEquity(view).total) })
      if (points.length < MOST) return
      points = points.filter((_, index) => index % 2 === 0)
      everyMs *= 2
    },
    points: () => points,
  }
}
