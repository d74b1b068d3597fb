import type { Price, TimeMs } from '@bot/core'
import { emit, type Sink, type TokenTrack } from './token-track.js'

/**
 * Learns a token's tick. A change is an event, and the next whole book starts a new epoch.
 *
 * The first tick seen is no change: the catalogue knows it. The venue often says a change twice.
 */
export const trackTick = (
  track: TokenTrack,
  tick: Price | undefined,
  venueAt: TimeMs,
  sink: Sink,
): void => {
  if (tick === undefined || tick === track.tick) return
  const first = track.tick === undefined
  track.tick = tick
  if (!first) announceTick(track, tick, venueAt, sink)
}

/** Takes a message that says the tick changed, also when the tick before was not known. */
export const trackTickMessage = (
  track: TokenTrack,
  message: Readonly<{ tick: Price; venueAt: TimeMs }>,
  sink: Sink,
): void => {
  if (message.tick === track.tick) {
    sink.counters.duplicates += 1
    return
  }
  track.tick = message.tick
  announceTick(track, message.tick, message.venueAt, sink)
}

const announceTick = (track: TokenTrack, tick: Price, venueAt: TimeMs, sink: Sink): void => {
  track.freshEpoch = true
  track.tickChangedAt = sink.at
  sink.counters.tickChanges += 1
  emit(sink, { type: 'tick-changed', token: track.token, tick }, venueAt)
}
