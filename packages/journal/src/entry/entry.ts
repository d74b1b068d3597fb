import { BotError, type Event, type Stamped, type TimeMs } from '@bot/core'

/** A stamped event as it is kept: its JSON line, and where it belongs. */
export type EncodedEntry = Readonly<{ seq: number; at: TimeMs; line: string; marketData: boolean }>

const MARKET_DATA: ReadonlySet<Event['type']> = new Set([
  'book-snapshot',
  'book-delta',
  'book-proven',
  'feed-status',
  'trade-printed',
])

/** Writes an entry as one JSON line. @throws BotError `journal-write-failed` for what JSON cannot say. */
export const encodeEntry = (entry: Stamped): EncodedEntry => {
  try {
    const line = JSON.stringify(entry)
    return {
      seq: entry.seq,
      at: entry.at,
      line,
      marketData: MARKET_DATA.has(entry.event.type),
    }
  } catch (cause) {
    throw new BotError(
      'journal-write-failed',
      `Expected entry ${entry.seq} to be plain data, was ${entry.event.type} that JSON cannot write`,
      { seq: entry.seq },
      cause,
    )
  }
}

/**
 * Reads an entry from its JSON line, and checks that it is the one that was expected there.
 *
 * Returns what is wrong as text when it is not.
 */
export const decodeEntry = (line: string): Stamped | string => {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'is no JSON'
  }
  if (typeof value !== 'object' || value === null) return 'is no entry'
  const { seq, event } = value as Readonly<{ seq?: unknown; event?: unknown }>
  if (!Number.isSafeInteger(seq) || typeof event !== 'object' || event === null) {
    return 'is no entry'
  }
  return value as Stamped
}
