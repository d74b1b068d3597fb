import { BotError, type Clock, fullBucket, type TokenBucket, takeTokens, wait } from '@bot/core'
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
  const buckets = new Map<string, TokenBucket>()
  const bucketOf = (budget: Budget, request: LimitedRequest): TokenBucket =>
    buckets.get(keyOf(budget, request)) ?? fullBucket(budget.bucket, clock.now())
  const takeAll = (matching: readonly Budget[], request: LimitedRequest): number => {
    const taken: [string, TokenBucket][] = []
    let longest = 0
    for (const budget of matching) {
      const bucket = bucketOf(budget, request)
      const cost = budget.per === 'item' ? request.items : 1
      if (cost > bucket.options.burst) throw tooLarge(budget, cost, bucket.options.burst)
      const after = takeTokens(bucket, cost, clock.now())
      longest = Math.max(longest, after.waitMs)
      taken.push([keyOf(budget, request), after.bucket])
    }
    if (longest === 0) for (const [key, bucket] of taken) buckets.set(key, bucket)
    return longest
  }
  return {
    take: async (request, signal) => {
      const matching = budgets.filter((budget) => matches(budget, request))
      const giveUpAt = clock.now() + longestWaitMs
      for (;;) {
        const waitMs = takeAll(matching, request)
        if (waitMs === 0) return
        if (clock.now() + waitMs > giveUpAt) throw tooBusy(request, waitMs)
        await wait(clock, waitMs, signal)
      }
    },
    learn: (request, told) => {
      for (const budget of budgets) {
        if (budget.tiers === undefined || !matches(budget, request)) continue
        const known = bucketOf(budget, request)
        buckets.set(keyOf(budget, request), corrected(budget.tiers, known, told, clock))
      }
    },
  }
}

/**
 * The venue's count of this very moment does not hold what we sent meanwhile: the smaller one of both counts is
 * right, unless the tier is new to us.
 */
const corrected = (
  tiers: NonNullable<Budget['tiers']>,
  known: TokenBucket,
  { remaining, tier }: SignerLimit,
  clock: Clock,
): TokenBucket => {
  const options = tiers[tier?.toLowerCase() ?? ''] ?? known.options
  const changed = options.burst !== known.options.burst
  const own = takeTokens(known, 0, clock.now()).bucket.tokens
  const tokens = changed ? remaining : Math.min(own, remaining)
  return { options, tokens: Math.min(tokens, options.burst), at: clock.now() }
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
