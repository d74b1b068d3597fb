import { BotError, messageOf } from '@bot/core'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { EncodedEntry } from '../entry/entry.js'
import { writeMetaValue } from '../entry/meta-value.js'
import { type JournalSettings, retentionMs } from '../journal-options.js'
import { commitBatch } from './commit-batch.js'
import { expireSegments } from './expire-segments.js'
import type { JournalFiles } from './journal-files.js'
import type { SegmentWriter } from './segment-writer.js'
import { createWriteQueue } from './write-queue.js'

/** Brings what was appended to the disk, in order and one batch at a time. */
export type BatchWriter = Readonly<{
  add: (entries: readonly EncodedEntry[]) => void
  setMeta: (key: string, value: unknown) => void
  /** Named values that wait to be written, as JSON. */
  waitingMeta: ReadonlyMap<string, string | undefined>
  waitingCharacters: () => number
  /** Resolves when everything added before is durable. After one failure it fails for ever. */
  flush: () => Promise<void>
  /** What failed; `undefined` while all is well. */
  failure: () => BotError | undefined
}>

/** Makes the writer of a journal's database and segments. */
export const createBatchWriter = (
  files: JournalFiles,
  database: DatabaseSyncInstance,
  segments: SegmentWriter,
  settings: JournalSettings,
): BatchWriter => {
  const queue = createWriteQueue()
  const meta = new Map<string, string | undefined>()
  let failed: BotError | undefined
  let running: Promise<void> = Promise.resolve()

  const writeNext = async (): Promise<boolean> => {
    const entries = queue.take()
    if (entries.length === 0 && meta.size === 0) return false
    const market = entries.filter((entry) => entry.marketData)
    const write = market.length === 0 ? undefined : await segments.write(market)
    const named = new Map(meta)
    commitBatch(database, {
      rows: entries.filter((entry) => !entry.marketData),
      market: write,
      meta: named,
    })
    for (const [key, value] of named) if (meta.get(key) === value) meta.delete(key)
    if (write?.rotated === true) {
      expireSegments(database, files.segments, write.segment.lastAt - retentionMs(settings))
    }
    return true
  }
  const drain = async (): Promise<void> => {
    if (failed !== undefined) throw failed
    try {
      while (await writeNext()) {}
    } catch (cause) {
      failed = writeError(files, cause)
      throw failed
    }
  }
  return {
    add: queue.add,
    setMeta: (key, value) => void meta.set(key, writeMetaValue(key, value)),
    waitingMeta: meta,
    waitingCharacters: queue.characters,
    flush: () => {
      const done = running.then(drain)
      running = done.catch(() => undefined)
      return done
    },
    failure: () => failed,
  }
}

const writeError = (files: JournalFiles, cause: unknown): BotError =>
  new BotError(
    'journal-write-failed',
    `Expected to write to ${files.folder}, failed: ${messageOf(cause)}; free the disk or mend the folder and start again`,
    { folder: files.folder },
    cause,
  )
