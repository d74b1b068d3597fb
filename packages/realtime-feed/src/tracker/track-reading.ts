import type { BookReading, FeedMode } from '@bot/core'
import { reportMode } from './report-mode.js'
import { holdsLevels } from './same-levels.js'
import type { Sink, TokenTrack } from './token-track.js'
import { proveBook, replaceBook } from './track-book.js'
import { trackTokenAlive } from './track-gap.js'
import { countDropped } from './tracker-counters.js'

/** The source of a book that is polled. */
export const POLLED = 'polled'

/**
 * What a REST book says of the tracked one: `equal`; `older` (the reading lags: it proves nothing); `newer` (the
 * socket missed something, or is about to deliver it); `no-book` (nothing is tracked yet).
 */
export type WitnessVerdict = 'equal' | 'older' | 'newer' | 'no-book'

/**
 * Compares a reading with the tracked book without changing it. An equal one is emitted as a proof of life and clears
 * doubts.
 */
export const witnessReading = (
  track: TokenTrack,
  reading: BookReading,
  gapSeconds: number,
  sink: Sink,
): WitnessVerdict => {
  const { book } = track
  if (book.status === 'empty') return 'no-book'
  const older = reading.venueAt < book.changedAt
  if (!holdsLevels(book, reading)) return older ? 'older' : 'newer'
  if (older && track.doubt !== undefined) return 'older'
  track.doubt = undefined
  trackTokenAlive(track, gapSeconds, sink)
  proveBook(track, sink)
  if (track.source !== undefined && track.source !== POLLED) {
    reportMode(track, 'live', 'witness-equal', sink)
  }
  return 'equal'
}

/**
 * Follows polled books: a different one replaces the book, an equal one proves it. A reading older than the book is
 * dropped and counted, so that a lagging cache never turns the book back.
 */
export const pollReading = (
  track: TokenTrack,
  reading: BookReading,
  mode: Extract<FeedMode, 'polling-fast' | 'polling-slow'>,
  gapSeconds: number,
  sink: Sink,
): void => {
  const { book } = track
  const known = book.status !== 'empty'
  const equal = known && holdsLevels(book, reading)
  if (known && !equal && reading.venueAt < book.changedAt) {
    countDropped(sink.counters, 'reading-older-than-book')
    return
  }
  track.source = POLLED
  trackTokenAlive(track, gapSeconds, sink)
  if (equal && track.tickChangedAt === undefined && !tickMoved(track, reading)) {
    track.doubt = undefined
    proveBook(track, sink)
  } else replaceBook(track, reading, sink)
  reportMode(track, mode, 'polled', sink)
}

const tickMoved = (track: TokenTrack, reading: BookReading): boolean =>
  track.tick !== undefined && reading.tick !== undefined && reading.tick !== track.tick
