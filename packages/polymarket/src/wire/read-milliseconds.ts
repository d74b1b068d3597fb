import type { TimeMs } from '@bot/core'

/** Reads Unix milliseconds as the sockets and books write them, digits in text or a number; else `undefined`. */
export const readMilliseconds = (value: unknown): TimeMs | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const time = Number(value)
  return Number.isSafeInteger(time) && time > 0 ? (time as TimeMs) : undefined
}
