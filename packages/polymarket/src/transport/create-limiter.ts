import { BotError, type Clock, fullBucket, type TokenBucket, takeTokens, wait } from '@bot/core'
import type { Budget, HttpMethod, RestHost } from './budgets.js'

/** What of a request its budgets depend on. */
export type LimitedRequest = Readonly<{
  host: RestHost
  method: HttpMethod
  path: string
  items: number
}>

/** Waits until every matching budget has room, and takes from all of them at once. */
export type Limiter = (request: LimitedRequest, signal: AbortSignal) => Promise<void>

/** Makes the one set of buckets of a process. */
export const createLimiter = (
  clock: Clock,
  budgets: readonly Budget[],
  longestWaitMs: number,
): Limiter => {
  const buckets = new Map<Budget, TokenBucket>()
  const takeAll = (matching: readonly Budget[], items: number): number => {
    const taken: [Budget, TokenBucket][] = []
    let longest = 0
    for (const budget of matching) {
      const bucket = buckets.get(budget) ?? fullBucket(budget.bucket, clock.now())
      const cost = budget.per === 'item' ? items : 1
      if (cost > budget.bucket.burst) throw tooLarge(budget, cost)
      const after = takeTokens(bucket, cost, clock.now())
      longest = Math.max(longest, after.waitMs)
      taken.push([budget, after.bucket])
    }
    if (longest === 0) for (const [budget, bucket] of taken) buckets.set(budget, bucket)
    return longest
  }
  return async (request, signal) => {
    const matching = budgets.filter((budget) => matches(budget, request))
    const giveUpAt = clock.now() + longestWaitMs
    for (;;) {
      const waitMs = takeAll(matching, request.items)
      if (waitMs === 0) return
      if (clock.now() + waitMs > giveUpAt) throw tooBusy(request, waitMs)
      await wait(clock, waitMs, signal)
    }
  }
}

const matches = (budget: Budget, request: LimitedRequest): boolean =>
  (budget.host ?? request.host) === request.host &&
  (budget.method ?? request.method) === request.method &&
  (budget.paths?.test(request.path) ?? true)

const tooLarge = (budget: Budget, cost: number): BotError =>
  new BotError(
    'rate-limited',
    `Expected at most ${budget.bucket.burst} at once for ${budget.name}, was ${cost}; send smaller batches`,
    { budget: budget.name, cost, burst: budget.bucket.burst, sent: false },
  )

const tooBusy = (request: LimitedRequest, retryAfterMs: number): BotError =>
  new BotError(
    'rate-limited',
    `Expected room in our own budgets for ${request.method} ${request.path}, would wait ${retryAfterMs} ms; ask less often`,
    { path: request.path, retryAfterMs, sent: false },
  )
