import type { MarketTrack, Sink, TokenTrack } from './token-track.js'

/**
 * Notes that a market has data now. A silence longer than the limit is a gap: counted once for the market, told with
 * each token's next data, and the next whole book of each token starts a new epoch.
 */
export const trackAlive = (market: MarketTrack, gapSeconds: number, sink: Sink): void => {
  const silentMs = sink.at - market.aliveAt
  market.aliveAt = sink.at
  if (silentMs <= gapSeconds * 1000) return
  const seconds = Math.floor(silentMs / 1000)
  sink.counters.gaps += 1
  sink.counters.gapSeconds += seconds
  for (const track of market.tokens) {
    track.freshEpoch = true
    track.untoldGapSeconds += seconds
  }
}

/** Notes that something spoke for one token: a frame or a witness. */
export const trackTokenAlive = (track: TokenTrack, gapSeconds: number, sink: Sink): void => {
  trackAlive(track.market, gapSeconds, sink)
  track.aliveAt = sink.at
}
