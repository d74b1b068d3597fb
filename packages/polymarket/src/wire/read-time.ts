import { type TimeMs, timeMs } from '@bot/core'
import { readDate } from './read-date.js'

/** Unix seconds stay below this for three thousand years, Unix milliseconds passed it in 1973. */
const FIRST_MILLISECONDS = 1e11

/** Reads a row's time: Unix seconds, Unix milliseconds or a date, as number or text; else `undefined`. */
export const readTime = (value: unknown): TimeMs | undefined => {
  if (typeof value === 'string' && !/^\d+(\.\d+)?$/.test(value)) return readDate(value)
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return undefined
  return timeMs(Math.floor(number < FIRST_MILLISECONDS ? number * 1000 : number))
}
