import { BotError, type Clock, type TimeMs } from '@bot/core'

/** How a journal on disk is kept. Everything but the folder has a default. */
export type JournalOptions = Readonly<{
  /** Where it lives; made when absent. One writer at a time. */
  folder: string
  /** Times the background flush only; nothing that is written depends on it. The machine's by default. */
  clock?: Clock
  /** Write what was appended at the latest after this many milliseconds, 1,000 by default. */
  flushEveryMs?: number
  /** A segment of market data is full at this many bytes, 64 MiB by default. */
  segmentBytes?: number
  /** ... or when it spans this many milliseconds of event time, an hour by default. */
  segmentMs?: number
  /** Market data older than this many days before the newest is deleted, 3 by default. Other entries stay. */
  retentionDays?: number
}>

/** Options with nothing left out. */
export type JournalSettings = Required<JournalOptions>

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** One day in milliseconds times the retention. */
export const retentionMs = (settings: JournalSettings): number => settings.retentionDays * DAY_MS

const systemClock: Clock = {
  now: () => Date.now() as TimeMs,
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs).unref()
    return () => clearTimeout(timer)
  },
}

/**
 * Fills in the defaults.
 *
 * @throws BotError `invalid-argument` naming the first option that is not allowed.
 */
export const completeOptions = (options: JournalOptions): JournalSettings => {
  const settings: JournalSettings = {
    clock: systemClock,
    flushEveryMs: 1_000,
    segmentBytes: 64 * 1024 * 1024,
    segmentMs: HOUR_MS,
    retentionDays: 3,
    ...options,
  }
  for (const name of ['flushEveryMs', 'segmentBytes', 'segmentMs', 'retentionDays'] as const) {
    const value = settings[name]
    if (!(Number.isFinite(value) && value > 0)) {
      throw new BotError('invalid-argument', `Expected ${name} above 0, was ${value}`, {
        name,
        value,
      })
    }
  }
  if (settings.folder === '') {
    throw new BotError('invalid-argument', 'Expected a folder for the journal, was empty')
  }
  return settings
}
