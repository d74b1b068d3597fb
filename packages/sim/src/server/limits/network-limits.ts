import type { Route } from '../http/route.js'
import { refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { LimitRule } from './limit-table.js'

/** Counts requests of each network address and refuses those that are too many. */
export type NetworkLimits = Readonly<{
  /** Counts the request; a 429 with `Retry-After` when a rule is broken. */
  check: (route: Route, request: VenueRequest) => VenueAnswer | undefined
}>

/** One bucket of a fixed window: the previous window counts in proportion to what of it still overlaps. */
type Window = { startedAt: number; count: number; previous: number }

/** Makes the counters. A refused request is not counted: waiting as told helps. */
export const createNetworkLimits = (rules: readonly LimitRule[]): NetworkLimits => {
  const windows = new Map<string, Window>()
  return {
    check: (route, request) => {
      const own = rules
        .map((rule, index) => ({ rule, key: `${index}|${request.remote}` }))
        .filter(({ rule }) => covers(rule, route, request))
      for (const { rule, key } of own) {
        const window = currentWindow(windows, key, rule, request.at)
        if (usedIn(window, rule, request.at) + 1 > rule.count) return tooMany(rule)
      }
      for (const { rule, key } of own) {
        currentWindow(windows, key, rule, request.at).count += 1
      }
      return undefined
    },
  }
}

const covers = (rule: LimitRule, route: Route, request: VenueRequest): boolean =>
  rule.host === route.host &&
  (rule.method === undefined || rule.method === route.method) &&
  (rule.paths === undefined || rule.paths.includes(request.path))

const currentWindow = (
  windows: Map<string, Window>,
  key: string,
  rule: LimitRule,
  at: number,
): Window => {
  const length = rule.seconds * 1000
  const known = windows.get(key)
  const startedAt = at - (at % length)
  if (known?.startedAt === startedAt) return known
  const follows = known?.startedAt === startedAt - length
  const window = { startedAt, count: 0, previous: follows ? known.count : 0 }
  windows.set(key, window)
  return window
}

const usedIn = (window: Window, rule: LimitRule, at: number): number => {
  const length = rule.seconds * 1000
  const overlap = 1 - (at - window.startedAt) / length
  return window.count + Math.ceil(window.previous * overlap)
}

const tooMany = (rule: LimitRule): VenueAnswer => ({
  ...refuse(429, 'Too Many Requests', { retry_after_seconds: rule.seconds }),
  headers: { 'retry-after': String(rule.seconds) },
})
