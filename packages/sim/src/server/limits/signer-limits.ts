import { BotError, fullBucket, type TimeMs, type TokenBucket, takeTokens } from '@bot/core'
import { refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { ServerRules } from '../server-rules.js'
import { SIGNER_TIERS, type SignerTier } from './signer-tiers.js'

/** What a request takes from which of a signer's buckets. */
export type Spending = Readonly<{
  address: string
  bucket: 'order' | 'cancel'
  cost: number
  at: TimeMs
}>

/** A token bucket for each signer and kind of request. */
export type SignerLimits = Readonly<{
  tierOf: (address: string) => SignerTier
  /** Runs `act` when the cost fits, or refuses with 429; adds the venue's headers to whatever is answered. */
  spend: (spending: Spending, act: () => VenueAnswer | Promise<VenueAnswer>) => Promise<VenueAnswer>
}>

type LimitSettings = Pick<ServerRules, 'signerLimits' | 'signerTier' | 'signerTiers'>

/**
 * Makes full buckets. `warn` lets everything pass and only says so in a header.
 *
 * @throws BotError `invalid-config` for a tier that does not exist
 */
export const createSignerLimits = (settings: LimitSettings): SignerLimits => {
  const buckets = new Map<string, TokenBucket>()
  const tiers = new Map(
    Object.entries(settings.signerTiers).map(([signer, name]) => [
      signer.toLowerCase(),
      tierNamed(name),
    ]),
  )
  const usual = tierNamed(settings.signerTier)
  const tierOf = (address: string): SignerTier => tiers.get(address.toLowerCase()) ?? usual
  return {
    tierOf,
    spend: async (spending, act) => {
      if (settings.signerLimits === 'off') return act()
      const key = `${spending.bucket}|${spending.address}`
      const tier = tierOf(spending.address)
      const taken = take(
        buckets.get(key) ?? fullBucket(tier[spending.bucket], spending.at),
        tier,
        spending,
      )
      buckets.set(key, taken.bucket)
      const headers = limitHeaders(tier, taken, spending.at)
      if (taken.waitMs > 0 && settings.signerLimits === 'enforce') {
        return tooMany(headers, taken.waitMs)
      }
      const given = await act()
      const warning = taken.waitMs > 0 ? { 'poly-ratelimit-warning': 'true' } : {}
      return { ...given, headers: { ...given.headers, ...headers, ...warning } }
    },
  }
}

const tierNamed = (name: string): SignerTier => {
  const tier = SIGNER_TIERS.find((known) => known.name.toLowerCase() === name.toLowerCase())
  if (tier !== undefined) return tier
  const names = SIGNER_TIERS.map((known) => known.name).join(', ')
  throw new BotError('invalid-config', `Expected a tier of ${names}, was ${name}`, { name })
}

type Taken = ReturnType<typeof takeTokens>

/** A cost above the burst never fits, however long one waits. Cancels of the lower tiers may leave a debt. */
const take = (before: TokenBucket, tier: SignerTier, { bucket, cost, at }: Spending): Taken => {
  if (cost > tier[bucket].burst) return { bucket: takeTokens(before, 0, at).bucket, waitMs: 1_000 }
  const needed = bucket === 'cancel' && tier.mayOwe ? Math.min(1, cost) : cost
  const taken = takeTokens(before, needed, at)
  if (taken.waitMs > 0) return taken
  const { tokens } = taken.bucket
  return { ...taken, bucket: { ...taken.bucket, tokens: tokens - (cost - needed) } }
}

const limitHeaders = (
  tier: SignerTier,
  { bucket, waitMs }: Taken,
  at: TimeMs,
): Readonly<Record<string, string>> => {
  const debtMs = bucket.tokens < 0 ? (-bucket.tokens / bucket.options.perSecond) * 1000 : 0
  return {
    'poly-ratelimit-remaining': String(Math.floor(bucket.tokens)),
    'poly-ratelimit-reset': String(Math.ceil((at + Math.max(waitMs, debtMs)) / 1000)),
    'poly-ratelimit-tier': tier.name.toLowerCase(),
  }
}

const tooMany = (headers: Readonly<Record<string, string>>, waitMs: number): VenueAnswer => {
  const seconds = Math.ceil(waitMs / 1000)
  return {
    ...refuse(429, 'Too Many Requests', { retry_after_seconds: seconds }),
    headers: { ...headers, 'retry-after': String(seconds) },
  }
}
