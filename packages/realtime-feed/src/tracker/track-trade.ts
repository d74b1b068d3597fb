import type { StreamUpdate } from '@bot/core'
import { emit, type Sink, type TokenTrack } from './token-track.js'

type Trade = Extract<StreamUpdate, { kind: 'trade' }>

/** How many trades a token's memory for duplicates holds. */
const MEMORY = 64

/**
 * Emits a printed trade once. Only a trade that names its transaction can be known as a repeat: without one, two equal
 * trades of one millisecond are two.
 */
export const trackTrade = (track: TokenTrack, trade: Trade, sink: Sink): void => {
  const { token, side, exchanged, venueAt } = trade
  if (trade.transaction !== undefined && trade.transaction !== '') {
    const name = `${trade.transaction} ${venueAt} ${side} ${exchanged.size} ${exchanged.notional}`
    if (track.recentTrades.includes(name)) {
      sink.counters.duplicates += 1
      return
    }
    track.recentTrades.push(name)
    if (track.recentTrades.length > MEMORY) track.recentTrades.shift()
  }
  sink.counters.trades += 1
  emit(sink, { type: 'trade-printed', token, side, exchanged }, venueAt)
}
