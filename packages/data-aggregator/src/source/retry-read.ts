import { type Clock, isBotError, wait } from '@bot/core'
import pRetry from 'p-retry'

/** How a read is repeated. */
export type RetryOptions = Readonly<{ retries: number; minWaitMs: number; maxWaitMs: number }>

/**
 * Repeats a read while its error says that doing it again is safe, never otherwise; it waits on the given clock.
 *
 * The only use of p-retry in the toolkit: never wrap a submit in it.
 *
 * @throws the last error of the read.
 */
export const retryRead = <V>(
  read: () => Promise<V>,
  options: RetryOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<V> =>
  pRetry(read, {
    retries: options.retries,
    // Its own timers are the machine's.
    minTimeout: 0,
    maxTimeout: 0,
    signal,
    shouldRetry: async ({ error, retriesConsumed }) => {
      // A rate limit is not answered with another request: the next source is asked instead.
      const safe = isBotError(error) && error.retry === 'safe' && error.code !== 'rate-limited'
      if (!safe) return false
      const waitMs = Math.min(options.maxWaitMs, options.minWaitMs * 2 ** retriesConsumed)
      await wait(clock, waitMs, signal)
      return true
    },
  })
