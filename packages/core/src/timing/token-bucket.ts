import type { TimeMs } from '../brand.js'
import { BotError } from '../error/bot-error.js'

/** A bucket that holds `burst` and refills `perSecond`. */
export type TokenBucketOptions = Readonly<{ perSecond: number; burst: number }>
/** What is in a bucket, and when that was true. */
export type TokenBucket = Readonly<{ options: TokenBucketOptions; tokens: number; at: TimeMs }>

/** Makes a full bucket. */
export const fullBucket = (options: TokenBucketOptions, now: TimeMs): TokenBucket => ({
  options,
  tokens: options.burst,
  at: now,
})

/**
 * Takes `cost` from the bucket, or says how many milliseconds to wait for it.
 *
 * @throws BotError `rate-limited` when the cost is above the burst: waiting can never help.
 */
export const takeTokens = (
  bucket: TokenBucket,
  cost: number,
  now: TimeMs,
): Readonly<{ bucket: TokenBucket; waitMs: number }> => {
  const { perSecond, burst } = bucket.options
  if (cost > burst) {
    throw new BotError(
      'rate-limited',
      `Expected a cost of at most the burst ${burst}, was ${cost}`,
      { cost, burst },
    )
  }
  const elapsed = Math.max(0, now - bucket.at)
  const tokens = Math.min(burst, bucket.tokens + (elapsed / 1000) * perSecond)
  const at = Math.max(now, bucket.at) as TimeMs
  if (tokens >= cost) return { bucket: { ...bucket, tokens: tokens - cost, at }, waitMs: 0 }
  return {
    bucket: { ...bucket, tokens, at },
    waitMs: Math.ceil(((cost - tokens) / perSecond) * 1000),
  }
}
