import type { FeedMode, TimeMs, TokenId } from '@bot/core'
import { checkEarlyBest } from './check-best.js'
import { reportMode } from './report-mode.js'
import type { Sink, TokenTrack } from './token-track.js'

/** Makes a token's book stale or down; the next whole book starts a new epoch. */
export const loseTrack = (
  track: TokenTrack,
  mode: Extract<FeedMode, 'stale' | 'down'>,
  reason: string,
  sink: Sink,
): void => {
  track.freshEpoch = true
  track.earlyBest = undefined
  reportMode(track, mode, reason, sink)
}

/** Makes every book stale that follows the connection, and lets go of the connection. */
export const leaveConnection = (
  tracks: Iterable<TokenTrack>,
  connection: string,
  reason: string,
  sink: Sink,
): void => {
  for (const track of tracks) {
    if (track.source !== connection) continue
    track.source = undefined
    loseTrack(track, 'stale', reason, sink)
  }
}

/**
 * Makes books stale that time alone makes doubtful: silent for too long, or not what the venue said they are. A settled
 * market is silent by right.
 */
export const passTime = (
  tracks: Iterable<TokenTrack>,
  limits: Readonly<{ gapSeconds: number; doubtGraceMs: number }>,
  sink: Sink,
): void => {
  for (const track of tracks) {
    checkEarlyBest(track, limits.doubtGraceMs, sink)
    if (track.mode !== 'live' || track.market.resolved) continue
    const silent = sink.at - track.market.aliveAt > limits.gapSeconds * 1000
    if (track.doubt !== undefined) reportMode(track, 'stale', track.doubt.reason, sink)
    else if (silent) reportMode(track, 'stale', 'silent', sink)
  }
}

/** Names the tokens whose book must be asked for again: doubted, or without a book since a tick change. */
export const findWanted = (
  tracks: Iterable<TokenTrack>,
  before: number,
): ReadonlyMap<TokenId, string> => {
  const isDue = (since: TimeMs | undefined): boolean => since !== undefined && since <= before
  const wanted = new Map<TokenId, string>()
  for (const { token, doubt, tickChangedAt, market } of tracks) {
    if (market.resolved) continue
    if (doubt !== undefined && isDue(doubt.since)) wanted.set(token, doubt.reason)
    else if (isDue(tickChangedAt)) wanted.set(token, 'tick-changed')
  }
  return wanted
}
