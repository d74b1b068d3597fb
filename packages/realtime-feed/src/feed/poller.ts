import type { BookReading, Clock, TokenId } from '@bot/core'
import { absentFrom, type BooksRead } from './read-books.js'

/** How fast a poller goes: fast until it fails again and again or is told to slow down. */
export type PollPace = 'polling-fast' | 'polling-slow'

/** What a poller works with. */
export type PollerOptions = Readonly<{
  clock: Clock
  /** When the first round is. */
  firstMs: number
  fastMs: number
  slowMs: number
  /** Which tokens have no live socket now. */
  wanted: () => readonly TokenId[]
  read: (tokens: readonly TokenId[]) => Promise<BooksRead>
  onReadings: (readings: readonly BookReading[], pace: PollPace) => void
  /** A whole round had no book for these tokens. */
  onAbsent: (tokens: readonly TokenId[]) => void
  /** A round failed in part or wholly, `inARow` times now. */
  onFailure: (failures: readonly unknown[], inARow: number, tokens: readonly TokenId[]) => void
}>

/** A running poller. */
export type Poller = Readonly<{
  rounds: () => number
  /** How many rounds in a row have failed now. */
  failed: () => number
  close: () => void
}>

/** So many failed rounds in a row slow the poller down; so many good ones make it fast again. */
export const ROUNDS_TO_CHANGE_PACE = 3

/** Starts to poll the wanted tokens; a round begins only when the one before has ended. */
export const createPoller = (options: PollerOptions): Poller => {
  const { clock, fastMs, slowMs, wanted, read, onReadings, onAbsent, onFailure } = options
  let pace: PollPace = 'polling-fast'
  let failed = 0
  let good = 0
  let rounds = 0
  let closed = false
  let cancel = (): void => {}
  const judge = (result: BooksRead, tokens: readonly TokenId[]): void => {
    if (result.failures.length === 0) {
      failed = 0
      good += 1
      if (good >= ROUNDS_TO_CHANGE_PACE) pace = 'polling-fast'
      return
    }
    good = 0
    failed += 1
    if (result.rateLimited || failed >= ROUNDS_TO_CHANGE_PACE) pace = 'polling-slow'
    onFailure(result.failures, failed, tokens)
  }
  const round = async (): Promise<void> => {
    const tokens = wanted()
    if (tokens.length === 0) {
      pace = 'polling-fast'
      failed = 0
      return
    }
    rounds += 1
    const result = await read(tokens)
    if (closed) return
    judge(result, tokens)
    onReadings(result.readings, pace)
    if (result.failures.length === 0) onAbsent(absentFrom(result.readings, tokens))
  }
  const schedule = (delayMs = pace === 'polling-fast' ? fastMs : slowMs): void => {
    if (closed) return
    cancel = clock.after(delayMs, () => {
      void round()
        .catch((error: unknown) => onFailure([error], failed, []))
        .finally(() => schedule())
    })
  }
  schedule(options.firstMs)
  return {
    rounds: () => rounds,
    failed: () => failed,
    close: () => {
      closed = true
      cancel()
    },
  }
}
