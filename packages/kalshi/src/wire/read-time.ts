import { type TimeMs, timeMs } from '@bot/core'

/** Reads an ISO instant with its zone; `undefined` for anything else. */
export const readTime = (value: string | null | undefined): TimeMs | undefined => {
  if (value == null || !/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value)) return undefined
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : timeMs(time)
}
