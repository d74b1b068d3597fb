import type { Clock } from '@bot/core'
import type { Route } from '../http/route.js'
import { refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerRules } from '../server-rules.js'
import { type LimitRule, NETWORK_LIMITS } from './limit-table.js'

/** Counts requests of each network address, delays those that are too many, and refuses them if they stay so. */
export type NetworkLimits = Readonly<{
  /**
   * Counts the request; a 429 with `Retry-After` when a rule is broken. Where the venue queues, the answer comes as
   * late as the rule wants it.
   */
  check: (
    route: Route,
    request: VenueRequest,
  ) => VenueAnswer | undefined | Promise<VenueAnswer | undefined>
}>

/** One bucket of a fixed window: the previous window counts in proportion to what of it still overlaps. */
type Window = { startedAt: number; count: number; previous: number }

type LimitSettings = Pick<ServerRules, 'networkLimits' | 'networkQueueMs'>

/** Makes the counters. A refused request is not counted: waiting as told helps. */
export const createNetworkLimits = (
  { networkLimits, networkQueueMs }: LimitSettings,
  clock: Clock,
): NetworkLimits => {
  const rules =
    networkLimits === true ? NETWORK_LIMITS : networkLimits === false ? [] : networkLimits
  const windows = new Map<string, Window>()
  return {
    check: (route, request) => {
      const own = rules
        .map((rule, index) => ({ rule, key: `${index}|${request.remote}` }))
        .filter(({ rule }) => covers(rule, route, request))
      const waits = own.map(({ rule, key }) =>
        waitIn(currentWindow(windows, key, rule, request.at), rule, request.at),
      )
      const waitMs = Math.max(0, ...waits)
      const broken = own[waits.indexOf(waitMs)]?.rule
      if (waitMs > networkQueueMs && broken !== undefined) return tooMany(broken)
      for (const { rule, key } of own) currentWindow(windows, key, rule, request.at).count += 1
      if (waitMs === 0) return undefined
      return new Promise((resolve) => void clock.after(waitMs, () => resolve(undefined)))
    },
  }
}

const covers = (rule: LimitRule, route: Route, request: VenueRequest): boolean =>
  (rule.host === route.host || (rule.host === 'every' && route.host !== 'sim')) &&
  (rule.method === undefined || rule.method === route.method) &&
  (rule.paths === undefined || rule.paths.some((path) => coversPath(path, request.path)))

/** A path that ends with `*` covers everything below it. */
const coversPath = (rule: string, path: string): boolean =>
  rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : rule === path

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

/** How long until one more request fits: at once, as the previous window slides out, or as this one does. */
const waitIn = (window: Window, rule: LimitRule, at: number): number => {
  if (rule.count === 0) return Number.POSITIVE_INFINITY
  const length = rule.seconds * 1000
  const passed = at - window.startedAt
  const fitsWhen = (current: number, previous: number): number =>
    previous === 0
      ? 0
      : Math.max(0, Math.ceil(length * (1 - (rule.count - 1 - current) / previous)))
  if (window.count < rule.count) {
    const fits = fitsWhen(window.count, window.previous)
    return fits <= passed ? 0 : fits - passed
  }
  return length - passed + fitsWhen(0, window.count)
}

const tooMany = (rule: LimitRule): VenueAnswer => ({
  ...refuse(429, 'Too Many Requests', { retry_after_seconds: rule.seconds }),
  headers: { 'retry-after': String(rule.seconds) },
})
