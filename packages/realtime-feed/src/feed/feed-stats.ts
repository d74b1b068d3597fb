import type { FeedMode } from '@bot/core'
import type { TrackerCounters } from '../tracker/tracker-counters.js'
import type { WitnessCounts } from './liveness.js'
import type { RecoveryCounts } from './recovery.js'

/** The feed's service level since it started. */
export type FeedStats = Readonly<{
  /** Frames received. */
  messages: number
  /** Refused parts of frames, and parts without effect, by reason. */
  rejected: Readonly<Record<string, number>>
  /** Connections that came back after an outage, and how long they were away together. */
  reconnects: number
  outageSeconds: number
  /** Silences of markets above the limit that ended, and their length together. */
  gaps: number
  gapSeconds: number
  /** How old watched books were, sampled every second: since their last proof of life. */
  stalenessSeconds: Readonly<{ p50: number; p99: number }>
  /** How long dead subscriptions took to come back. */
  recoverySeconds: Readonly<{ p50: number; p99: number }>
  /** Tokens that each step was tried on, and that came back after it. */
  recoveriesTried: RecoveryCounts
  recoveries: Omit<RecoveryCounts, 'polling'>
  deadSubscriptions: number
  witness: WitnessCounts
  pollRounds: number
  pollFailures: number
  listenerErrors: number
  tokensByMode: Readonly<Record<FeedMode, number>>
  tracker: TrackerCounters
}>
