import type { ServerContext } from '../server-context.js'

/**
 * Tells whether a signed request's timestamp, in Unix seconds, is near enough to the venue's time.
 *
 * A venue that runs faster than the clock is ahead of its clients, whose clocks are right, too: near to either is
 * enough. A skew of the venue's clock counts for both.
 */
export const isTimely = (
  { exchange, clock, rules }: Pick<ServerContext, 'exchange' | 'clock' | 'rules'>,
  timestamp: string,
): boolean => {
  if (!/^\d{1,12}$/.test(timestamp)) return false
  const stated = exchange.now()
  const skew = stated - exchange.actualNow()
  return [stated, clock.now() + skew].some(
    (now) =>
      Math.abs(Math.floor(now / 1000) * 1000 - Number(timestamp) * 1000) <=
      rules.timestampToleranceMs,
  )
}
