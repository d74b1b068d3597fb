import type { Price, StreamChange, TokenId } from '@bot/core'
import { readPrice } from '../wire/read-price.js'
import { readSize } from '../wire/read-size.js'
import { type FrameSink, type MarketMessage, rejectPart } from './market-message.js'
import { type MarketHeader, readMarketHeader } from './read-header.js'

/**
 * Decodes `price_change` in its three shapes: `price_changes` with a token each (today), `changes` of one token,
 * and a single flat change (both 2025 and before). All entries of a message come as one update.
 */
export const decodePriceChange = (message: MarketMessage, sink: FrameSink): void => {
  const header = readMarketHeader(message, sink)
  if (header === undefined) return
  const changes: StreamChange[] = []
  if (Array.isArray(message.price_changes)) {
    for (const entry of message.price_changes) push(changes, readChange(entry, entry, sink))
  } else if (Array.isArray(message.changes)) {
    for (const entry of message.changes) push(changes, readChange(entry, message, sink))
  } else {
    push(changes, readChange(message, message, sink))
  }
  if (changes.length > 0) addChanges(header, changes, sink)
}

const push = (changes: StreamChange[], change: StreamChange | undefined): void => {
  if (change !== undefined) changes.push(change)
}

/** A market's messages of one instant in one frame are one update, so that no reader sees half of it. */
const addChanges = (
  header: MarketHeader,
  changes: readonly StreamChange[],
  sink: FrameSink,
): void => {
  const { market, venueAt } = header
  const last = sink.updates.at(-1)
  if (last?.kind === 'changes' && last.market === market && last.venueAt === venueAt) {
    const together = last.changes.concat(changes)
    sink.updates[sink.updates.length - 1] = { kind: 'changes', market, venueAt, changes: together }
    return
  }
  sink.updates.push({ kind: 'changes', market, venueAt, changes })
}

type MutableChange = { -readonly [K in keyof StreamChange]: StreamChange[K] }

/** `owner` names token and hash: the entry itself today, the whole message in the 2025 shapes. */
const readChange = (
  value: unknown,
  owner: MarketMessage | null,
  sink: FrameSink,
): StreamChange | undefined => {
  const entry = (value ?? {}) as MarketMessage
  const token = owner?.asset_id
  if (typeof token !== 'string' || token === '') {
    return rejectPart(sink, 'missing-asset-id', { event_type: 'price_change' }, value)
  }
  const price = readPrice(entry.price)
  if (price === undefined) return refuse(sink, 'bad-price', token, entry.price)
  const size = readSize(entry.size)
  if (size === undefined) return refuse(sink, 'bad-size', token, entry.size)
  const side = entry.side === 'BUY' ? 'bid' : entry.side === 'SELL' ? 'ask' : undefined
  if (side === undefined) return refuse(sink, 'bad-side', token, entry.side)
  const change: MutableChange = { token: token as TokenId, side, price, size }
  const hash = owner?.hash
  if (typeof hash === 'string' && hash !== '') change.hash = hash
  const bestBid = readBest(entry.best_bid, token, sink)
  if (bestBid !== undefined) change.bestBid = bestBid
  const bestAsk = readBest(entry.best_ask, token, sink)
  if (bestAsk !== undefined) change.bestAsk = bestAsk
  return change
}

/** The venue writes an absent decimal as "". A bad best is refused alone: the level itself is sound. */
const readBest = (value: unknown, token: string, sink: FrameSink): Price | undefined => {
  if (value === undefined || value === '' || value === null) return undefined
  const best = readPrice(value)
  if (best === undefined) refuse(sink, 'bad-best', token, value)
  return best
}

const refuse = (sink: FrameSink, reason: string, token: string, value: unknown): undefined =>
  rejectPart(sink, reason, { event_type: 'price_change', asset_id: token }, value)
