import { isBotError } from '@bot/core'
import pRetry from 'p-retry'

/** How a read is repeated. */
export type RetryOptions = Readonly<{ retries: number; minWaitMs: number; maxWaitMs: number }>

/**
 * Repeats a read while its error says that doing it again is safe, never otherwise.
 *
 * The only use of p-retry in the toolkit: never wrap a submit in it.
 *
 * @throws the last error of the read.
 */
export const retryRead = <V>(
  read: () => Promise<V>,
  options: RetryOptions,
  signal: AbortSignal,
): Promise<V> =>
  pRetry(read, {
    retries: options.retries,
    minTimeout: options.minWaitMs,
    maxTimeout: options.maxWaitMs,
    signal,
    // A rate limit is not answered with another request: the next source is asked instead.
    shouldRetry: ({ error }) =>
      isBotError(error) && error.retry === 'safe' && error.code !== 'rate-limited',
  })
