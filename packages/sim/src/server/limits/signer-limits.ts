import { fullBucket, type TimeMs, type TokenBucket, takeTokens } from '@bot/core'
import { refuse, type VenueAnswer } from '../http/venue-answer.js'

/** Requests a second and at once, for orders and for cancels. */
export type SignerTier = Readonly<{
  name: string
  order: Readonly<{ perSecond: number; burst: number }>
  cancel: Readonly<{ perSecond: number; burst: number }>
}>

/** The tier of a wallet without volume. @see the protocol sheet, 2, layer B */
export const STANDARD_TIER: SignerTier = {
  name: 'Standard',
  order: { perSecond: 40, burst: 60 },
  cancel: { perSecond: 80, burst: 120 },
}

/** A token bucket for each wallet and kind of request. */
export type SignerLimits = Readonly<{
  tier: SignerTier
  /** Runs `act` when the cost fits, or refuses with 429; adds the venue's headers to whatever is answered. */
  spend: (
    spending: Readonly<{ address: string; bucket: 'order' | 'cancel'; cost: number; at: TimeMs }>,
    act: () => VenueAnswer | Promise<VenueAnswer>,
  ) => Promise<VenueAnswer>
}>

/** Makes full buckets. `warn` lets everything pass and only says so in a header. */
export const createSignerLimits = (
  mode: 'off' | 'warn' | 'enforce',
  tier: SignerTier = STANDARD_TIER,
): SignerLimits => {
  const buckets = new Map<string, TokenBucket>()
  return {
    tier,
    spend: async ({ address, bucket, cost, at }, act) => {
      if (mode === 'off') return act()
      const key = `${bucket}|${address}`
      const before = buckets.get(key) ?? fullBucket(tier[bucket], at)
      const possible = cost <= tier[bucket].burst
      const taken = possible ? takeTokens(before, cost, at) : { bucket: before, waitMs: 1_000 }
      buckets.set(key, taken.bucket)
      const over = taken.waitMs > 0
      const headers = limitHeaders(tier, taken.bucket, taken.waitMs, at)
      if (over && mode === 'enforce') return tooMany(headers, taken.waitMs)
      const given = await act()
      const warning = over ? { 'poly-ratelimit-warning': 'true' } : {}
      return { ...given, headers: { ...given.headers, ...headers, ...warning } }
    },
  }
}

const limitHeaders = (
  tier: SignerTier,
  bucket: TokenBucket,
  waitMs: number,
  at: TimeMs,
): Readonly<Record<string, string>> => ({
  'poly-ratelimit-remaining': String(Math.floor(bucket.tokens)),
  'poly-ratelimit-reset': String(Math.ceil((at + waitMs) / 1000)),
  'poly-ratelimit-tier': tier.name,
})

const tooMany = (headers: Readonly<Record<string, string>>, waitMs: number): VenueAnswer => {
  const seconds = Math.ceil(waitMs / 1000)
  return {
    ...refuse(429, 'Too Many Requests', { retry_after_seconds: seconds }),
    headers: { ...headers, 'retry-after': String(seconds) },
  }
}
