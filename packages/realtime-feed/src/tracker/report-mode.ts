import type { FeedMode, TimeMs } from '@bot/core'
import { emit, type Sink, type TokenTrack } from './token-track.js'

/**
 * Emits `feed-status` when a token's mode changed, or when a gap that ended is still untold.
 *
 * A gap is told with the first mode that has data again.
 */
export const reportMode = (track: TokenTrack, mode: FeedMode, reason: string, sink: Sink): void => {
  const flows = mode !== 'stale' && mode !== 'down'
  const gapSeconds = flows ? track.untoldGapSeconds : 0
  if (mode === track.mode && gapSeconds === 0) return
  track.mode = mode
  if (flows) track.untoldGapSeconds = 0
  else if (track.book.status === 'live') track.book.status = 'stale'
  const why = gapSeconds > 0 ? 'gap-ended' : reason
  emit(sink, { type: 'feed-status', token: track.token, status: mode, gapSeconds, reason: why })
}

/**
 * Doubts a book: it is stale until a snapshot, an equal witness or a matching best price clears it, or a change at or
 * after `untilVenueAt`.
 */
export const doubtBook = (
  track: TokenTrack,
  reason: string,
  sink: Sink,
  untilVenueAt?: TimeMs,
): void => {
  const doubt = { reason, since: sink.at }
  track.doubt ??= untilVenueAt === undefined ? doubt : { ...doubt, untilVenueAt }
}

/**
 * Says what holds after data came over a socket: `stale` while the book is doubted, else `live`.
 *
 * Repeats `stale` after each change of a doubted book, because the reducer takes a change for a proof of life.
 */
export const reportAfterData = (track: TokenTrack, sink: Sink): void => {
  if (track.doubt === undefined) {
    reportMode(track, 'live', 'data', sink)
    return
  }
  track.mode = 'live'
  reportMode(track, 'stale', track.doubt.reason, sink)
}
