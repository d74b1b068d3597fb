import type { SourceHealth } from './source/source-health.js'

/** A source as users of the first system read it. */
export type SourceStats = Readonly<{
  success_rate: number
  total_requests: number
  last_try: string | null
  status: string
}>

/** Describes sources for people, by name. */
export const describeSources = (
  health: readonly SourceHealth[],
): Readonly<Record<string, SourceStats>> =>
  Object.fromEntries(
    health.map((each) => [
      each.name,
      {
        success_rate: each.successRate,
        total_requests: each.totalRequests,
        last_try: each.lastTry === undefined ? null : new Date(each.lastTry).toISOString(),
        status: each.status,
      },
    ]),
  )
