import { applyBookEvent, type BookSnapshot, type Level, type Price, type TimeMs } from '@bot/core'
import { doubtBook, reportAfterData } from './report-mode.js'
import { holdsLevels } from './same-levels.js'
import { emit, type Sink, type TokenTrack } from './token-track.js'
import { trackTick } from './track-tick.js'

/** A whole book, from a socket or from REST. */
export type WholeBook = Readonly<{
  venueAt: TimeMs
  bids: readonly Level[]
  asks: readonly Level[]
  tick?: Price
}>

/**
 * Takes a whole book that came over a socket.
 *
 * It is applied in the order of arrival, which is the venue's order for one token. Only an older book that came
 * before, word for word, is left out: applying it would undo the changes since.
 */
export const trackBook = (
  track: TokenTrack,
  source: string,
  whole: WholeBook,
  sink: Sink,
): void => {
  if (track.source !== source) track.freshEpoch = true
  track.source = source
  const older = !track.freshEpoch && whole.venueAt < track.book.changedAt
  if (older && repeatsLastBook(track, whole)) {
    sink.counters.duplicates += 1
    proveUndoubted(track, sink)
    return
  }
  const differs = older && !holdsLevels(track.book, whole)
  if (older) sink.counters.backwards += 1
  track.lastBook = whole
  replaceBook(track, whole, sink)
  if (differs) doubtBook(track, 'venue-time-backwards', sink)
  reportAfterData(track, sink)
}

/** Replaces the book, and clears every doubt. Starts a new epoch when one is due. */
export const replaceBook = (track: TokenTrack, whole: WholeBook, sink: Sink): void => {
  trackTick(track, whole.tick, whole.venueAt, sink)
  const { book, token } = track
  const epoch = book.epoch + (track.freshEpoch ? 1 : 0)
  const { bids, asks, venueAt } = whole
  const event: BookSnapshot = { type: 'book-snapshot', token, epoch, bids, asks }
  applyBookEvent(book, event, venueAt, sink.at)
  track.freshEpoch = false
  track.tickChangedAt = undefined
  track.doubt = undefined
  track.earlyBest = undefined
  sink.counters.snapshots += 1
  emit(sink, event, venueAt)
}

/** Takes a repeated message as a proof of life, unless the book is doubted: what is doubted needs more than that. */
export const proveUndoubted = (track: TokenTrack, sink: Sink): void => {
  if (track.doubt !== undefined) return
  proveBook(track, sink)
  reportAfterData(track, sink)
}

/** Emits that the unchanged book is current. */
export const proveBook = (track: TokenTrack, sink: Sink): void => {
  const { book, token } = track
  book.provenAliveAt = sink.at
  sink.counters.proven += 1
  emit(sink, { type: 'book-proven', token, epoch: book.epoch })
  if (book.status === 'stale') book.status = 'live'
}

const repeatsLastBook = (track: TokenTrack, whole: WholeBook): boolean => {
  const last = track.lastBook
  return (
    last !== undefined &&
    last.venueAt === whole.venueAt &&
    sameList(last.bids, whole.bids) &&
    sameList(last.asks, whole.asks)
  )
}

const sameList = (a: readonly Level[], b: readonly Level[]): boolean =>
  a.length === b.length &&
  a.every((level, i) => level.price === b[i]?.price && level.size === b[i]?.size)
