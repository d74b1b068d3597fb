import { bestAsk, bestBid, PRICE_ONE, type Price, type TimeMs } from '@bot/core'
import type { BestPrices } from './best-prices.js'
import { doubtBook } from './report-mode.js'
import type { Sink, TokenTrack } from './token-track.js'

const REASON = 'best-price-mismatch'

/**
 * Holds the book against the best prices that came with its change, and doubts it while they differ.
 *
 * The venue says an empty side as 0 (no bid) or 1 (no ask); a price it left out is not compared.
 */
export const checkBest = (track: TokenTrack, best: BestPrices, sink: Sink): void => {
  if (best.bestBid === undefined && best.bestAsk === undefined) return
  if (agrees(track, best)) {
    if (track.doubt?.reason === REASON) track.doubt = undefined
    return
  }
  sink.counters.bestMismatches += 1
  doubtBook(track, REASON, sink)
}

/**
 * Remembers best prices that came apart from a change: these may run ahead of the change they speak of, so they are
 * compared only when some time has passed.
 */
export const rememberBest = (
  track: TokenTrack,
  best: BestPrices & Readonly<{ venueAt: TimeMs }>,
  sink: Sink,
): void => {
  if (best.venueAt < track.book.changedAt || track.book.status === 'empty') return
  track.earlyBest = { best, venueAt: best.venueAt, since: sink.at }
}

/** Compares the remembered best prices once they are older than `graceMs`. */
export const checkEarlyBest = (track: TokenTrack, graceMs: number, sink: Sink): void => {
  const early = track.earlyBest
  if (early === undefined || sink.at - early.since < graceMs) return
  track.earlyBest = undefined
  checkBest(track, early.best, sink)
}

const agrees = ({ book }: TokenTrack, stated: BestPrices): boolean =>
  same(stated.bestBid, bestBid(book), 0) && same(stated.bestAsk, bestAsk(book), PRICE_ONE)

const same = (stated: Price | undefined, ours: Price | undefined, none: number): boolean =>
  stated === undefined || stated === (ours ?? none)
