import type { MarketId, StreamChange, StreamUpdate, TokenId } from '@bot/core'
import { rememberBest } from './check-best.js'
import { emit, type Sink, type TokenTrack } from './token-track.js'
import { trackBook } from './track-book.js'
import { trackChanges } from './track-changes.js'
import { trackAlive, trackTokenAlive } from './track-gap.js'
import type { TrackTable } from './track-table.js'
import { trackTickMessage } from './track-tick.js'
import { trackTrade } from './track-trade.js'
import { countDropped } from './tracker-counters.js'

/** What an update is judged against. */
export type UpdateContext = Readonly<{
  table: TrackTable
  accepts: (token: TokenId) => boolean
  gapSeconds: number
  connection: string
}>

type Of<K extends StreamUpdate['kind']> = Extract<StreamUpdate, { kind: K }>

/** Works out what one update means, and emits it. */
export const trackUpdate = (update: StreamUpdate, context: UpdateContext, sink: Sink): void => {
  switch (update.kind) {
    case 'book':
      onBook(update, context, sink)
      break
    case 'changes':
      onChanges(update, context, sink)
      break
    case 'trade':
      withToken(update, context, sink, (track) => trackTrade(track, update, sink))
      break
    case 'tick-size':
      withToken(update, context, sink, (track) => trackTickMessage(track, update, sink))
      break
    case 'best':
      withToken(update, context, sink, (track) => {
        if (track.source === context.connection) rememberBest(track, update, sink)
      })
      break
    case 'market-resolved':
      onResolved(update, context, sink)
      break
    case 'execution':
      sink.counters.executions += 1
      emit(sink, { type: 'execution', report: update.report }, update.venueAt)
      break
    case 'market-created':
    case 'notice':
      sink.counters.announcements += 1
  }
}

const onBook = (update: Of<'book'>, context: UpdateContext, sink: Sink): void => {
  if (!context.accepts(update.token)) {
    countDropped(sink.counters, 'token-not-watched')
    return
  }
  const track = context.table.getOrMake(update.token, update.market, sink.at)
  trackTokenAlive(track, context.gapSeconds, sink)
  trackBook(track, context.connection, update, sink)
}

const onChanges = (update: Of<'changes'>, context: UpdateContext, sink: Sink): void => {
  speakForMarket(update.market, context, sink)
  for (const [token, changes] of groupByToken(update.changes)) {
    const track = context.table.get(token)
    if (track !== undefined) {
      trackChanges(track, context.connection, changes, update.venueAt, sink)
    } else if (context.accepts(token)) countDropped(sink.counters, 'change-before-book')
    else countDropped(sink.counters, 'token-not-watched')
  }
}

const groupByToken = (changes: readonly StreamChange[]): ReadonlyMap<TokenId, StreamChange[]> => {
  const groups = new Map<TokenId, StreamChange[]>()
  for (const change of changes) {
    const group = groups.get(change.token)
    if (group === undefined) groups.set(change.token, [change])
    else group.push(change)
  }
  return groups
}

const withToken = (
  update: Readonly<{ token: TokenId; market: MarketId }>,
  context: UpdateContext,
  sink: Sink,
  work: (track: TokenTrack) => void,
): void => {
  speakForMarket(update.market, context, sink)
  if (!context.accepts(update.token)) {
    countDropped(sink.counters, 'token-not-watched')
    return
  }
  const track = context.table.getOrMake(update.token, update.market, sink.at)
  track.aliveAt = sink.at
  work(track)
}

const speakForMarket = (market: MarketId, context: UpdateContext, sink: Sink): void => {
  const group = context.table.market(market)
  if (group !== undefined) trackAlive(group, context.gapSeconds, sink)
}

/** A winner pays one dollar a share, and the others nothing. */
const onResolved = (update: Of<'market-resolved'>, context: UpdateContext, sink: Sink): void => {
  const group = context.table.market(update.market)
  if (group?.resolved === true) {
    sink.counters.duplicates += 1
    return
  }
  if (!update.tokens.includes(update.winner)) {
    countDropped(sink.counters, 'winner-is-no-outcome')
    return
  }
  if (group !== undefined) group.resolved = true
  sink.counters.resolutions += 1
  const payouts = update.tokens.map((token) => (token === update.winner ? 1_000_000 : 0))
  const { market, venueAt } = update
  emit(sink, { type: 'market-resolved', market, payouts, source: 'stream' }, venueAt)
}
