import type { Stamped, Strategy, Tick, View } from '@bot/core'
import { createDecisionsHash, type DecisionsHash } from '@bot/engine'
import { sha256 } from '../effects/sha256.js'
import type { Logger } from '../log/create-logger.js'
import { type Activity, createActivity } from '../stats/activity.js'
import { createFunnel, type FunnelCounter } from '../stats/funnel.js'
import { createEquityHistory, type EquityHistory } from './equity-history.js'
import { createLogLines } from './log-lines.js'
import { createStrategyCounts, type StrategyCounts } from './strategy-counts.js'

/** What is written down of a run for people: nothing here is read by what decides. */
export type Records = Readonly<{
  activity: Activity
  funnel: FunnelCounter
  counts: StrategyCounts
  hash: DecisionsHash
  equityHistory: EquityHistory
  observe: (stamped: Stamped, tick: Tick) => void
}>

/** Starts the records of a run. */
export const createRecords = (
  view: () => View,
  strategies: readonly Strategy[],
  log: Logger,
): Records => {
  const counts = createStrategyCounts()
  const strategyOf = (owner: string): string => counts.basketOwner(owner) ?? owner
  const activity = createActivity(view, strategyOf)
  const funnel = createFunnel(strategyOf)
  const hash = createDecisionsHash(sha256())
  const equityHistory = createEquityHistory()
  const logLines = createLogLines(log, strategies)
  return {
    activity,
    funnel,
    counts,
    hash,
    equityHistory,
    observe: (stamped, tick) => {
      hash.add(stamped, tick)
      // Who owns a basket is learnt first: the others name it.
      counts.observe(stamped, tick)
      funnel.add(stamped, tick)
      activity.add(stamped, tick)
      logLines.observe(stamped, tick)
      if (stamped.event.type === 'timer') equityHistory.sample(stamped.at, view())
    },
  }
}
