const ZONED = /(Z|[+-]\d\d:?\d\d)$/

/** Reads an ISO date as Unix milliseconds; one without a zone is UTC. `undefined` for anything else. */
export const readStart = (value: string): number | undefined => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return undefined
  const time = Date.parse(ZONED.test(value) ? value : `${value}Z`)
  return Number.isNaN(time) ? undefined : time
}
