/** How long to wait between tries: doubles from `baseMs` to `maxMs`. */
export type BackoffOptions = Readonly<{ baseMs: number; maxMs: number }>

/**
 * Returns the delay in milliseconds before try number `attempt` (0 is the first), with full jitter: between half and
 * all of the exponential delay. `unit` is a random number of 0 to 1 that the caller drew.
 */
export const backoffMs = (attempt: number, unit: number, options: BackoffOptions): number => {
  const full = Math.min(options.maxMs, options.baseMs * 2 ** Math.min(attempt, 30))
  return Math.round(full / 2 + (full / 2) * unit)
}
