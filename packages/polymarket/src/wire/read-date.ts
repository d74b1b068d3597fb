import type { TimeMs } from '@bot/core'

const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/

/**
 * Reads a date as Gamma and CLOB write it: ISO (`2026-01-23T18:30:00Z`), with a space and a short zone
 * (`2026-01-23 12:30:00+00`), or a bare day, which is its midnight. Without a zone it is UTC.
 */
export const readDate = (value: unknown): TimeMs | undefined => {
  const match = typeof value === 'string' ? DATE.exec(value) : null
  if (match === null) return undefined
  const [, day, clock = '00:00:00', zone = 'Z'] = match
  const longZone =
    zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
  const time = Date.parse(`${day}T${clock}${longZone}`)
  return Number.isNaN(time) ? undefined : (time as TimeMs)
}
