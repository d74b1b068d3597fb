import { backoffMs, type TimeMs } from '@bot/core'

/** How a source does: healthy above 80 % successful tries, degraded above 50 %, else down. */
export type HealthStatus = 'healthy' | 'degraded' | 'down' | 'untried'

/** A source's record. `successRate` is over the newest tries, 0 to 1; `lastTry` Unix milliseconds. */
export type SourceHealth = Readonly<{
  name: string
  status: HealthStatus
  successRate: number
  totalRequests: number
  lastTry: TimeMs | undefined
  lastError: string | undefined
  restsUntil: TimeMs | undefined
}>

/** Counts a source's tries and decides when to leave it alone for a while. */
export type HealthRecord = Readonly<{
  succeeded: (now: TimeMs) => void
  failed: (now: TimeMs, reason: string) => void
  /** Tells whether the source failed so often in a row that it is left alone now. */
  resting: (now: TimeMs) => boolean
  health: () => SourceHealth
}>

const WINDOW = 100
const FAILURES_BEFORE_REST = 3
const REST = { baseMs: 15_000, maxMs: 300_000 }

/** Starts a record for one source. */
export const createHealthRecord = (name: string): HealthRecord => {
  const tries: boolean[] = []
  let total = 0
  let inARow = 0
  let lastTry: TimeMs | undefined
  let lastError: string | undefined
  let restsUntil: TimeMs | undefined
  const count = (success: boolean, now: TimeMs): void => {
    total += 1
    lastTry = now
    tries.push(success)
    if (tries.length > WINDOW) tries.shift()
  }
  return {
    succeeded: (now) => {
      count(true, now)
      inARow = 0
      restsUntil = undefined
    },
    failed: (now, reason) => {
      count(false, now)
      lastError = reason
      inARow += 1
      if (inARow >= FAILURES_BEFORE_REST) {
        restsUntil = (now + backoffMs(inARow - FAILURES_BEFORE_REST, 1, REST)) as TimeMs
      }
    },
    resting: (now) => restsUntil !== undefined && now < restsUntil,
    health: () => {
      const successRate = tries.length === 0 ? 0 : tries.filter(Boolean).length / tries.length
      return {
        name,
        status: statusOf(tries.length, successRate),
        successRate,
        totalRequests: total,
        lastTry,
        lastError,
        restsUntil,
      }
    },
  }
}

const statusOf = (tries: number, successRate: number): HealthStatus => {
  if (tries === 0) return 'untried'
  if (successRate > 0.8) return 'healthy'
  return successRate > 0.5 ? 'degraded' : 'down'
}
