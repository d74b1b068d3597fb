import type { BookReading, FeedMode, TimeMs } from '@bot/core'
import { doubtBook, reportMode } from './report-mode.js'
import { holdsLevels } from './same-levels.js'
import type { Sink, TokenTrack } from './token-track.js'
import { proveBook, replaceBook } from './track-book.js'
import { trackTokenAlive } from './track-gap.js'
import { countDropped } from './tracker-counters.js'

/** The source of a book that is polled. */
export const POLLED = 'polled'

/**
 * What a REST book says of the tracked one: `equal`; `older` (the reading lags) or `overtaken` (data came while it was
 * read): it proves nothing; `newer` (the socket missed something, or is about to deliver it); `no-book` (nothing is
 * tracked yet).
 */
export type WitnessVerdict = 'equal' | 'older' | 'overtaken' | 'newer' | 'no-book'

/** Why a book is doubted that REST shows otherwise. */
export const WITNESS_DIFFERS = 'witness-differs'

/**
 * Compares a reading with the tracked book without changing it.
 *
 * An equal one is a proof of life and clears doubts. A newer one makes the book stale: until the change that REST saw
 * arrives, if it was only on its way, else until the book comes anew.
 */
export const witnessReading = (
  track: TokenTrack,
  reading: BookReading,
  { askedAt, gapSeconds }: Readonly<{ askedAt: TimeMs; gapSeconds: number }>,
  sink: Sink,
): WitnessVerdict => {
  const { book, source } = track
  if (book.status === 'empty') return 'no-book'
  const older = reading.venueAt < book.changedAt
  const socket = source !== undefined && source !== POLLED
  if (!holdsLevels(book, reading)) {
    if (older) return 'older'
    const later = reading.venueAt > book.changedAt
    if (later && track.aliveAt > askedAt) return 'overtaken'
    const onItsWay = later ? reading.venueAt : undefined
    doubtBook(track, WITNESS_DIFFERS, sink, onItsWay)
    if (socket) reportMode(track, 'stale', WITNESS_DIFFERS, sink)
    return 'newer'
  }
  if (older && track.doubt !== undefined) return 'older'
  track.doubt = undefined
  trackTokenAlive(track, gapSeconds, sink)
  proveBook(track, sink)
  if (socket) reportMode(track, 'live', 'witness-equal', sink)
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
