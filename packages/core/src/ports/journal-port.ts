import type { Stamped } from '../events/event.js'

/**
 * Append-only truth, ordered by `seq`.
 */
export type JournalPort = Readonly<{
  /**
   * Takes entries in the order of their `seq`, each one above the last.
   *
   * @throws BotError `journal-write-failed`: the loop stops trading and says so.
   */
  append: (entries: readonly Stamped[]) => void
  /** Resolves when everything appended is durable; awaited before any submit. */
  flush: () => Promise<void>
  /** Yields entries with `seq` above `afterSeq`, in order. */
  read: (afterSeq: number) => AsyncIterable<Stamped>
  /** Keeps a small named value (config, seed, versions, decisions hash) beside the entries. */
  setMeta: (key: string, value: unknown) => void
  getMeta: (key: string) => unknown
  /** The highest `seq` held; 0 when empty. */
  lastSeq: () => number
  close: () => Promise<void>
}>
