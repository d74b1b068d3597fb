import { BotError, type Clock, type JournalPort, type Stamped } from '@bot/core'
import { createMemoryJournal, type Journal } from '@bot/journal'

/** A disk in memory for one journal, with an explicit boundary of what is durable. */
export type CrashDisk = Readonly<{
  /** Opens the journal with what is durable, as a process that starts does. */
  open: (clock: Clock) => Promise<Journal>
  /** Ends the process that has it open: what was not flushed is lost, but for a part that `keep` (0 to 1) names. */
  crash: (keep: number) => void
  /** What is durable now. */
  entries: () => readonly Stamped[]
  meta: (key: string) => unknown
}>

/** As the journal on disk: what was appended is written at the latest after this long. */
const FLUSH_EVERY_MS = 1_000

/**
 * Makes an empty disk.
 *
 * It keeps the promises of the journal on disk and no more: after a crash there is exactly a prefix of what was
 * appended, at least up to the last flush; named values are as durable as entries; a second writer is refused.
 */
export const createCrashDisk = (folder: string): CrashDisk => {
  const entries: Stamped[] = []
  const meta = new Map<string, unknown>()
  let writer: Writer | undefined
  return {
    open: async (clock) => {
      if (writer !== undefined)
        throw new BotError('journal-locked', 'Expected one writer, was two', { folder })
      const opened = createWriter(entries, meta, clock, () => {
        if (writer === opened) writer = undefined
      })
      writer = opened
      return { ...opened.journal, folder, recovered: { droppedBytes: 0, damaged: [] } }
    },
    crash: (keep) => {
      writer?.crash(keep)
      writer = undefined
    },
    entries: () => entries,
    meta: (key) => meta.get(key),
  }
}

type Writer = Readonly<{ journal: JournalPort; crash: (keep: number) => void }>

const createWriter = (
  durable: Stamped[],
  durableMeta: Map<string, unknown>,
  clock: Clock,
  onClosed: () => void,
): Writer => {
  const waiting = new Map<string, unknown>()
  const memory = createMemoryJournal()
  memory.append(durable)
  let pending: Stamped[] = []
  let ended = false
  let cancel: (() => void) | undefined
  const write = (): void => {
    cancel?.()
    cancel = undefined
    durable.push(...pending)
    pending = []
    for (const [key, value] of waiting) durableMeta.set(key, value)
    waiting.clear()
  }
  const wake = (): void => {
    cancel ??= clock.after(FLUSH_EVERY_MS, write)
  }
  const flush = async (): Promise<void> => {
    // A disk takes its time: what happens in between is not durable because somebody asked before.
    await new Promise<void>((resolve) => clock.after(1, resolve))
    if (!ended) write()
  }
  const journal: JournalPort = {
    ...memory,
    append: (entries) => {
      memory.append(entries)
      pending.push(...entries)
      wake()
    },
    flush,
    setMeta: (key, value) => {
      waiting.set(key, structuredClone(value))
      wake()
    },
    getMeta: (key) => (waiting.has(key) ? waiting.get(key) : durableMeta.get(key)),
    close: async () => {
      await flush()
      ended = true
      await memory.close()
      onClosed()
    },
  }
  return {
    journal,
    crash: (keep) => {
      cancel?.()
      ended = true
      durable.push(...pending.slice(0, Math.floor(pending.length * keep)))
      void memory.close()
    },
  }
}
