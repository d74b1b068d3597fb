import type { Violation } from './checks/violation.js'

/** How often things happened in a scenario. */
export type ScenarioCounts = Readonly<{
  simulatedMs: number
  /** Posted orders, each once. */
  orders: number
  sameBytesAgain: number
  /** The wallet's trades at the exchange. */
  fills: number
  failedFills: number
  /** Baskets of which something was filled. */
  baskets: number
  actions: number
  unknownOutcomes: number
  crashes: number
  /** Crashes while a basket had an order or an action out. */
  crashesInBaskets: number
  restarts: number
  failedStarts: number
  planted: number
  journalEntries: number
}>

/** What came of a scenario. */
export type ScenarioResult = Readonly<{
  seed: number
  violations: readonly Violation[]
  /** How often each fault struck, by scope and kind. */
  faults: Readonly<Record<string, number>>
  counts: ScenarioCounts
  /** How often a start failed and was tried again, by its cause. */
  failedStarts: Readonly<Record<string, number>>
  /** From the moment when the last fault was cleared until everything worked; `undefined` when that never came. */
  recoveryMs: number | undefined
  /** A hash over all that happened: the same seed gives the same one. */
  trace: string
}>
