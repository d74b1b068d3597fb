import {
  BotError,
  type Clock,
  fullBucket,
  type TimeMs,
  type TokenBucket,
  takeTokens,
  wait,
} from '@bot/core'
import type { Budget, HttpMethod, RestHost } from './budgets.js'
import type { SignerLimit } from './read-signer-limit.js'

/** What of a request its budgets depend on. */
export type LimitedRequest = Readonly<{
  host: RestHost
  method: HttpMethod
  path: string
  items: number
  /** The address that signs it. */
  signer?: string | undefined
}>

/** The one set of buckets of a process. */
export type Limiter = Readonly<{
  /** Waits until every matching budget has room, and takes from all of them at once. */
  take: (request: LimitedRequest, signal: AbortSignal) => Promise<void>
  /** Learns from an answer what the venue has counted for the signer, and which tier that is. */
  learn: (request: LimitedRequest, told: SignerLimit) => void
}>

/** Makes full buckets. */
export const createLimiter = (
  clock: Clock,
  budgets: readonly Budget[],
  longestWaitMs: number,
): Limiter => {
  const buckets: Buckets = new Map()
  return {
    take: async (request, signal) => {
      const matching = budgets.filter((budget) => matches(budget, request))
      const giveUpAt = clock.now() + longestWaitMs
      for (;;) {
        const waitMs = takeAll(buckets, matching, request, clock.now())
        if (waitMs === 0) return
        if (clock.now() + waitMs > giveUpAt) throw tooBusy(request, waitMs)
        await wait(clock, waitMs, signal)
      }
    },
    learn: (request, told) => {
      const now = clock.now()
      for (const budget of budgets) {
        if (budget.tiers === undefined || !matches(budget, request)) continue
        const known = bucketOf(buckets, budget, request, now)
        buckets.set(keyOf(budget, request), corrected(budget.tiers, known, told, now))
      }
    },
  }
}

type Buckets = Map<string, TokenBucket>

const bucketOf = (
  buckets: Buckets,
  budget: Budget,
  request: LimitedRequest,
  now: TimeMs,
): TokenBucket => buckets.get(keyOf(budget, request)) ?? fullBucket(budget.bucket, now)

/** Takes from all buckets, or from none and says how long to wait. */
const takeAll = (
  buckets: Buckets,
  matching: readonly Budget[],
  request: LimitedRequest,
  now: TimeMs,
): number => {
  const taken: [string, TokenBucket][] = []
  let longest = 0
  for (const budget of matching) {
    const bucket = bucketOf(buckets, budget, request, now)
    const cost = budget.per === 'item' ? request.items : 1
    if (cost > bucket.options.burst) throw tooLarge(budget, cost, bucket.options.burst)
    const after = takeTokens(bucket, cost, now)
    longest = Math.max(longest, after.waitMs)
    taken.push([keyOf(budget, request), after.bucket])
  }
  if (longest === 0) for (const [key, bucket] of taken) buckets.set(key, bucket)
  return longest
}

/**
 * The venue's count of this very moment does not hold what we sent meanwhile: the smaller one of both counts is
 * right, unless the tier is new to us.
 */
const corrected = (
  tiers: NonNullable<Budget['tiers']>,
  known: TokenBucket,
  { remaining, tier }: SignerLimit,
  now: TimeMs,
): TokenBucket => {
  const options = tiers[tier?.toLowerCase() ?? ''] ?? known.options
  const changed = options.burst !== known.options.burst
  const own = takeTokens(known, 0, now).bucket.tokens
  const tokens = changed ? remaining : Math.min(own, remaining)
  return { options, tokens: Math.min(tokens, options.burst), at: now }
}

const keyOf = (budget: Budget, { signer }: LimitedRequest): string =>
  budget.tiers === undefined ? budget.name : `${budget.name} ${signer?.toLowerCase() ?? ''}`

const matches = (budget: Budget, request: LimitedRequest): boolean =>
  (budget.host ?? request.host) === request.host &&
  (budget.method ?? request.method) === request.method &&
  (budget.paths?.test(request.path) ?? true)

const tooLarge = (budget: Budget, cost: number, burst: number): BotError =>
  new BotError(
    'rate-limited',
    `Expected at most ${burst} at once for ${budget.name}, was ${cost}; send smaller batches: waiting can never help`,
    { budget: budget.name, cost, burst, sent: false, permanent: true },
  )

const tooBusy = (request: LimitedRequest, retryAfterMs: number): BotError =>
  new BotError(
    'rate-limited',
    `Expected room in our own budgets for ${request.method} ${request.path}, would wait ${retryAfterMs} ms; ask less often`,
    { path: request.path, retryAfterMs, sent: false },
  )
