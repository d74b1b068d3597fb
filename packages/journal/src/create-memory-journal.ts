import { BotError, type JournalPort, type Stamped } from '@bot/core'
import { checkOrder } from './entry/check-order.js'

/**
 * Makes a journal that lives as long as the process: for backtests, replays and tests.
 *
 * It keeps the entries themselves, unbounded. Reading works after `close` too, appending does not.
 */
export const createMemoryJournal = (): JournalPort => {
  const entries: Stamped[] = []
  const meta = new Map<string, unknown>()
  let closed = false
  const lastSeq = (): number => entries.at(-1)?.seq ?? 0
  return {
    append: (batch) => {
      if (closed) throw new BotError('journal-write-failed', 'Expected an open journal, was closed')
      checkOrder(batch, lastSeq())
      for (const entry of batch) entries.push(entry)
    },
    flush: async () => {},
    async *read(afterSeq) {
      const until = lastSeq()
      for (let index = firstAbove(entries, afterSeq); ; index++) {
        const entry = entries[index]
        if (entry === undefined || entry.seq > until) return
        yield entry
      }
    },
    setMeta: (key, value) => void meta.set(key, value),
    getMeta: (key) => meta.get(key),
    lastSeq,
    close: async () => {
      closed = true
    },
  }
}

const firstAbove = (entries: readonly Stamped[], afterSeq: number): number => {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.seq ?? 0) <= afterSeq) low = middle + 1
    else high = middle
  }
  return low
}
