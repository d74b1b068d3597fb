import type { OrderRef, OrderStatus, TimeMs } from '@bot/core'
import type { OrderErrorLimit } from './risk-limits.js'

const LONGEST_COOL_DOWN_MS = 3_600_000

/** How one order went at its first answer: taken by the venue, or refused, unknown or never sent. */
export type OrderOutcome = 'good' | 'bad'

/** Stops entries while too many orders go wrong, and lets one through now and then to see whether that is over. */
export type OrderErrorBreaker = Readonly<{
  /** An order goes out: after the cool-down the first one is the probe. */
  began: (ref: OrderRef, at: TimeMs) => void
  ended: (ref: OrderRef, outcome: OrderOutcome, at: TimeMs) => void
  /** Whether entries wait: for the cool-down to end, or for the probe's outcome. */
  blocked: (now: TimeMs) => boolean
  /** A person says that it is over. */
  reset: () => void
  /** Percent of the last orders that went wrong; 0 while there are too few. */
  errorPercent: (now: TimeMs) => number
}>

/**
 * Makes a breaker. Closed: it counts. Open: when `maxPercent` of the last `ofLast` orders within `withinMinutes` went
 * wrong, entries wait `coolDownMinutes`. Half-open: then one order may go out; taken, it closes the breaker and the
 * count begins anew; wrong, the wait is doubled, up to an hour.
 */
export const createOrderErrorBreaker = (limit: OrderErrorLimit): OrderErrorBreaker => {
  let recent: Readonly<{ at: TimeMs; bad: boolean }>[] = []
  let openUntil: number | undefined
  let coolDownMs = limit.coolDownMinutes * 60_000
  let probe: OrderRef | undefined

  const percent = (now: TimeMs): number => {
    recent = recent.filter(({ at }) => now - at < limit.withinMinutes * 60_000)
    if (recent.length < limit.ofLast) return 0
    return (recent.filter(({ bad }) => bad).length * 100) / recent.length
  }
  const reset = (): void => {
    recent = []
    openUntil = undefined
    probe = undefined
    coolDownMs = limit.coolDownMinutes * 60_000
  }
  return {
    began: (ref, at) => {
      if (openUntil !== undefined && at >= openUntil) probe ??= ref
    },
    ended: (ref, outcome, at) => {
      if (ref === probe) {
        probe = undefined
        if (outcome === 'good') {
          reset()
          return
        }
        coolDownMs = Math.min(LONGEST_COOL_DOWN_MS, coolDownMs * 2)
        openUntil = at + coolDownMs
        return
      }
      recent = [...recent, { at, bad: outcome === 'bad' }].slice(-limit.ofLast)
      if (openUntil === undefined && percent(at) >= limit.maxPercent) openUntil = at + coolDownMs
    },
    blocked: (now) => openUntil !== undefined && (now < openUntil || probe !== undefined),
    reset,
    errorPercent: percent,
  }
}

/** Reads an order's outcome from the change that its first answer made; `undefined` for any other change. */
export const outcomeOf = (before: OrderStatus, after: OrderStatus): OrderOutcome | undefined => {
  if (before !== 'wanted' && before !== 'prepared') return undefined
  if (after === 'wanted' || after === 'prepared') return undefined
  return after === 'refused' || after === 'not-sent' || after === 'unknown' ? 'bad' : 'good'
}
