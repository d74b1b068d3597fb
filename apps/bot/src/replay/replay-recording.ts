import { performance } from 'node:perf_hooks'
import type { Relation } from '@bot/arbitrage'
import {
  type Command,
  type JournalPort,
  parseUsd,
  type Stamped,
  type Strategy,
  type Tick,
  usdToNumber,
} from '@bot/core'
import { backtest, createAccountState, createDecisionsHash, createRunLoop } from '@bot/engine'
import { createExecutionDriver } from '@bot/executor'
import { createMemoryJournal } from '@bot/journal'
import { createPaperVenue } from '@bot/sim'
import type { Settings } from '../config/settings.js'
import { sha256 } from '../effects/sha256.js'
import type { Damage, Recording } from '../recording/read-recording.js'
import { assembleBrain } from '../runtime/assemble.js'
import { valueEquity } from '../stats/equity.js'
import { type Census, createCensus } from './census.js'
import { createDecisionCounts, type DecisionCounts } from './decision-counts.js'
import { recordingTape } from './recording-tape.js'

/** One recording's numbers. Dollars as numbers; `pnl` is equity less the starting balance. */
export type RecordingReport = Readonly<{ name: string }> &
  Census &
  DecisionCounts &
  Readonly<{
    scans: number
    fees: number
    pnl: number
    /** Commands that the paper venue did not carry out, such as a cancel that came after the fill. */
    failedCommands: number
    decisionsHash: string
  }>

/** A recording's report, and what does not belong to it because it is not the same twice. */
export type ReplayedRecording = Readonly<{
  report: RecordingReport
  damage: readonly Damage[]
  events: number
  seconds: number
}>

/** How a recording is run. */
export type ReplayOptions = Readonly<{
  settings: Settings
  extraStrategies: readonly Strategy[]
  relations: readonly Relation[]
  /** Where to keep what happened; default in memory, and forgotten. */
  journal?: JournalPort
  /** Milliseconds until a paper order reaches the book. */
  latencyMs?: number
}>

const SLICE = 64

/** Runs one recording through the same loop as a live run, with the paper venue filling orders. */
export const replayRecording = async (
  recording: Recording,
  options: ReplayOptions,
): Promise<ReplayedRecording> => {
  const { settings } = options
  const start = parseUsd(settings.startingBalance, 'nearest')
  const account = createAccountState(start)
  const brain = assembleBrain({
    settings,
    extraStrategies: options.extraStrategies,
    relations: options.relations,
    start: account,
  })
  const view = brain.engine.view()
  const venue = createPaperVenue({
    startingCash: start,
    latencyMs: options.latencyMs ?? 250,
    seed: settings.seed,
    marketOf: view.marketOf,
  })
  const journal = options.journal ?? createMemoryJournal()
  const census = createCensus(recording.markets)
  const counts = createDecisionCounts()
  const hash = createDecisionsHash(sha256())
  const damage: Damage[] = []
  let now = view.now
  let failedCommands = 0
  const perform = (command: Command): void => void driver.perform(command)
  const onTick = (stamped: Stamped, tick: Tick): void => {
    now = stamped.at
    hash.add(stamped, tick)
    counts.add(stamped, tick)
    venue.observe(stamped)
  }
  const loop = createRunLoop({
    engine: brain.engine,
    journal,
    perform,
    listeners: [onTick],
    onListenerFailed: (thrown) => {
      throw thrown
    },
    onHalted: (thrown) => {
      throw thrown
    },
  })
  const driver = createExecutionDriver({
    port: venue.port,
    onEvents: loop.take,
    flush: journal.flush,
    now: () => now,
    orderOf: account.order,
    onFailure: () => {
      failedCommands += 1
    },
  })
  const started = performance.now()
  const result = await backtest({
    engine: brain.engine,
    loop,
    tape: recordingTape(recording, census, (found) => damage.push(found)),
    scanEveryMs: settings.scanIntervalSeconds * 1000,
    sliceSize: SLICE,
    idle: driver.idle,
    busy: () => driver.inFlight() > 0,
  })
  await driver.close()
  const seconds = (performance.now() - started) / 1000
  const equity = valueEquity(view)
  const report: RecordingReport = {
    name: recording.name,
    ...census.result(),
    ...counts.result(),
    scans: result.scans,
    fees: usdToNumber(view.ledger.fees),
    pnl: usdToNumber((equity.total - start) as typeof start),
    failedCommands,
    decisionsHash: hash.result().hash,
  }
  return { report, damage, events: loop.lastSeq(), seconds }
}
