import {
  applyBookEvent,
  type BookDelta,
  type LevelChange,
  type StreamChange,
  sizeAt,
  type TimeMs,
} from '@bot/core'
import { checkBest } from './check-best.js'
import { doubtBook, reportAfterData } from './report-mode.js'
import { emit, type SeenChanges, type Sink, type TokenTrack } from './token-track.js'
import { proveUndoubted } from './track-book.js'
import { countDropped } from './tracker-counters.js'

/** How many messages a token's memory for duplicates holds. */
const MEMORY = 32

/**
 * Takes all that one message changed in one token's book.
 *
 * Changes before the first whole book of this connection are dropped and counted. A repeated message is counted and
 * only proves life. A new message with an older venue time is applied in the order of arrival, and the book is doubted.
 */
export const trackChanges = (
  track: TokenTrack,
  source: string,
  changes: readonly StreamChange[],
  venueAt: TimeMs,
  sink: Sink,
): void => {
  const refusal = refuse(track, source)
  if (refusal !== undefined) {
    countDropped(sink.counters, refusal)
    return
  }
  track.aliveAt = sink.at
  if (isRepeat(track, changes, venueAt)) {
    sink.counters.duplicates += 1
    proveUndoubted(track, sink)
    return
  }
  if (venueAt < track.book.changedAt) {
    sink.counters.backwards += 1
    doubtBook(track, 'venue-time-backwards', sink)
  }
  const levels = changes.map(({ side, price, size }) => ({ side, price, size }))
  remember(track, { venueAt, levels, hash: lastHash(changes) })
  applyChanges(track, levels, venueAt, sink)
  const caughtUp = track.doubt?.untilVenueAt
  if (caughtUp !== undefined && venueAt >= caughtUp) track.doubt = undefined
  const last = changes[changes.length - 1]
  if (last !== undefined) checkBest(track, last, sink)
  if (track.earlyBest !== undefined && track.earlyBest.venueAt <= venueAt) {
    track.earlyBest = undefined
  }
  reportAfterData(track, sink)
}

const refuse = (track: TokenTrack, source: string): string | undefined => {
  if (track.source === undefined || track.book.status === 'empty') return 'change-before-book'
  return track.source === source ? undefined : 'change-from-another-connection'
}

const applyChanges = (
  track: TokenTrack,
  levels: readonly LevelChange[],
  venueAt: TimeMs,
  sink: Sink,
): void => {
  const { book, token } = track
  if (levels.every((c) => sizeAt(book, c.side, c.price) === c.size)) sink.counters.unchanged += 1
  const event: BookDelta = { type: 'book-delta', token, epoch: book.epoch, changes: levels }
  applyBookEvent(book, event, venueAt, sink.at)
  sink.counters.deltas += 1
  emit(sink, event, venueAt)
}

const remember = (track: TokenTrack, seen: SeenChanges): void => {
  track.recentChanges.push(seen)
  if (track.recentChanges.length > MEMORY) track.recentChanges.shift()
}

/**
 * Tells a repeat: of any remembered message once the venue's time has moved on, else only of the last one. A level may
 * go away and come back within one millisecond, and then the third message looks like the first.
 */
const isRepeat = (
  { book, recentChanges }: TokenTrack,
  changes: readonly StreamChange[],
  venueAt: TimeMs,
): boolean => {
  if (venueAt > book.changedAt) return false
  const candidates = venueAt < book.changedAt ? recentChanges : recentChanges.slice(-1)
  return candidates.some(
    (seen) =>
      seen.venueAt === venueAt &&
      seen.levels.length === changes.length &&
      seen.hash === lastHash(changes) &&
      seen.levels.every((level, i) => sameLevel(level, changes[i])),
  )
}

/** The hash of the token's book after the whole message. */
const lastHash = (changes: readonly StreamChange[]): string | undefined =>
  changes[changes.length - 1]?.hash

const sameLevel = (a: LevelChange, b: StreamChange | undefined): boolean =>
  a.side === b?.side && a.price === b.price && a.size === b.size
