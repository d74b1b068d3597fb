import type { Arrived, BookReading, TimeMs, TokenId } from '@bot/core'
import type { BookTracker } from '../tracker/book-tracker.js'
import { WITNESS_DIFFERS } from '../tracker/track-reading.js'
import type { BooksRead } from './read-books.js'
import type { Recovery } from './recovery.js'

/** What the check of data liveness works with. */
export type LivenessOptions = Readonly<{
  tracker: BookTracker
  recovery: Recovery
  /** A token without a word for this long is checked against REST. */
  silenceMs: number
  /** Every token is checked this often, silent or not: a change may be lost among others. */
  auditMs: number
  /** A token without a book for this long after its subscription is checked. */
  firstBookMs: number
  now: () => TimeMs
  /** Since when the token's socket is subscribed to it; undefined while it is not. */
  subscribedSince: (token: TokenId) => TimeMs | undefined
  read: (tokens: readonly TokenId[]) => Promise<BooksRead>
  onEvents: (events: readonly Arrived[]) => void
  onFailure: (failures: readonly unknown[]) => void
  onDead: (token: TokenId, reason: string) => void
}>

/** How many witnesses were heard, by what they said. */
export type WitnessCounts = Readonly<{
  asked: number
  failed: number
  equal: number
  older: number
  overtaken: number
  newer: number
  'no-book': number
}>

/** Watches that live sockets carry live data, token by token. */
export type Liveness = Readonly<{
  advance: (tokens: Iterable<TokenId>, now: TimeMs) => void
  /**
   * Asks the witness now, or once the check that runs is over, about tokens that someone is about to decide on; once a
   * second a token at the most.
   */
  prove: (tokens: readonly TokenId[], now: TimeMs) => void
  forget: (tokens: readonly TokenId[]) => void
  counts: () => WitnessCounts
}>

/** A book proven within this time needs no further proof. */
const PROOF_GAP_MS = 1_000

/** Makes the watch. One REST check runs at a time. */
export const createLiveness = (options: LivenessOptions): Liveness => {
  const { tracker, recovery, read, onEvents, onFailure, onDead } = options
  const askedAt = new Map<TokenId, TimeMs>()
  const counts = { asked: 0, failed: 0, equal: 0, older: 0, overtaken: 0, newer: 0, 'no-book': 0 }
  /** Asked for while another check ran. */
  const waiting = new Set<TokenId>()
  let busy = false
  const revive = (token: TokenId, reason: string, now: TimeMs): void => {
    if (recovery.step(token) !== undefined) return
    onDead(token, reason)
    recovery.start(token, reason, now)
  }
  const hear = (reading: BookReading, asked: TimeMs): void => {
    const now = options.now()
    if (!tracker.followsSocket(reading.token)) {
      // A token that REST has no level of may be settled, or not quoted yet: there is nothing to revive.
      const exists = reading.bids.length + reading.asks.length > 0
      if (exists) revive(reading.token, 'no-book-after-subscription', now)
      return
    }
    const { verdict, events } = tracker.witness(reading, now, asked)
    counts[verdict] += 1
    onEvents(events)
  }
  const ask = async (tokens: readonly TokenId[]): Promise<void> => {
    counts.asked += tokens.length
    const asked = options.now()
    const { readings, failures } = await read(tokens)
    if (failures.length > 0) {
      counts.failed += failures.length
      onFailure(failures)
    }
    for (const reading of readings) {
      if (options.subscribedSince(reading.token) !== undefined) hear(reading, asked)
    }
  }
  const begin = (due: readonly TokenId[], now: TimeMs): void => {
    if (busy || due.length === 0) return
    for (const token of due) askedAt.set(token, now)
    busy = true
    void ask(due)
      .catch((error: unknown) => onFailure([error]))
      .finally(() => {
        busy = false
        const next = [...waiting]
        waiting.clear()
        prove(next, options.now())
      })
  }
  const prove = (tokens: readonly TokenId[], now: TimeMs): void => {
    const due = tokens.filter((token) => {
      const recent = Math.max(askedAt.get(token) ?? 0, tracker.aliveAt(token) ?? 0)
      const live = tracker.followsSocket(token) && recovery.step(token) === undefined
      return live && now - recent >= PROOF_GAP_MS
    })
    // Whoever asks may not ask again before a book changes.
    if (busy) for (const token of due) waiting.add(token)
    else begin(due, now)
  }
  const isDue = (token: TokenId, check: Check, since: TimeMs, now: TimeMs): boolean => {
    const asked = askedAt.get(token)
    if (check === 'audit') return now - (asked ?? since) >= options.auditMs
    return check === 'ask' && (asked === undefined || now - asked >= options.silenceMs)
  }
  return {
    advance: (tokens, now) => {
      const doubted = tracker.wanted(now)
      const due: TokenId[] = []
      for (const token of tokens) {
        const since = options.subscribedSince(token)
        if (since === undefined || recovery.step(token) !== undefined) continue
        const doubt = doubted.get(token)
        if (doubt !== undefined) {
          revive(token, doubt === WITNESS_DIFFERS ? 'dead-subscription' : doubt, now)
        } else if (isDue(token, checkToken(token, since, now, options), since, now)) due.push(token)
      }
      begin(due, now)
    },
    prove,
    forget: (tokens) => {
      for (const token of tokens) {
        askedAt.delete(token)
        waiting.delete(token)
      }
    },
    counts: () => ({ ...counts }),
  }
}

/** Which question a token deserves now: one for silence, one now and then, or none. */
type Check = 'ask' | 'audit' | 'none'

const checkToken = (
  token: TokenId,
  since: TimeMs,
  now: TimeMs,
  { tracker, silenceMs, firstBookMs }: LivenessOptions,
): Check => {
  if (tracker.isResolved(token)) return 'none'
  if (!tracker.followsSocket(token)) return now - since >= firstBookMs ? 'ask' : 'none'
  return now - (tracker.aliveAt(token) ?? since) >= silenceMs ? 'ask' : 'audit'
}
