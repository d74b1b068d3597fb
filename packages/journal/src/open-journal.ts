import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { BotError, type JournalPort, messageOf, type Stamped } from '@bot/core'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { checkOrder } from './entry/check-order.js'
import { encodeEntry } from './entry/entry.js'
import { parseMeta } from './entry/meta-value.js'
import { completeOptions, type JournalOptions, type JournalSettings } from './journal-options.js'
import { type Damage, refuseDamage } from './read/damage.js'
import { readEntries } from './read/read-entries.js'
import { type BatchWriter, createBatchWriter } from './store/batch-writer.js'
import { type JournalFiles, journalFiles } from './store/journal-files.js'
import { lockFolder } from './store/lock-folder.js'
import { closeDatabase, openDatabase, readingDatabase } from './store/open-database.js'
import {
  createSegmentWriter,
  repairSegments,
  type SegmentState,
  type SegmentWriter,
} from './store/segment-writer.js'
import { listSegments, readLastSeq, readMeta } from './store/tables.js'

const FLUSH_AT_CHARACTERS = 1_048_576
const MOST_WAITING_CHARACTERS = 256 * 1_048_576

/** What opening found: bytes of an interrupted write that were cut off, and damage that is older than that. */
export type Recovery = Readonly<{ droppedBytes: number; damaged: readonly Damage[] }>

/** A journal on disk, with what its opening found. */
export type Journal = JournalPort & Readonly<{ folder: string; recovered: Recovery }>

/**
 * Opens a journal on disk for writing, and makes it when there is none.
 *
 * `append` only buffers; what was appended is written within `flushEveryMs`, at every megabyte, and by `flush`. After
 * a crash exactly what was flushed is there, and never a part of a later batch.
 *
 * @throws BotError `journal-locked` when another process writes it, with its pid; `journal-corrupt` when its
 * database is unreadable; `journal-write-failed` when the folder cannot be made; `invalid-argument` for a bad option.
 */
export const openJournal = async (options: JournalOptions): Promise<Journal> => {
  const settings = completeOptions(options)
  const files = journalFiles(settings.folder)
  makeFolders(files)
  const unlock = lockFolder(files)
  let database: DatabaseSyncInstance | undefined
  try {
    const opened = openDatabase(files.database, false)
    database = opened
    return readingDatabase(files.database, () => {
      const state = repairSegments(files.segments, listSegments(opened))
      return startJournal(files, settings, opened, state, unlock)
    })
  } catch (cause) {
    database?.close()
    unlock()
    throw cause
  }
}

const makeFolders = (files: JournalFiles): void => {
  try {
    mkdirSync(files.segments, { recursive: true })
  } catch (cause) {
    const text = `Expected to make the folder ${files.segments}, failed: ${messageOf(cause)}`
    throw new BotError('journal-write-failed', text, { folder: files.folder }, cause)
  }
}

const startJournal = (
  files: JournalFiles,
  settings: JournalSettings,
  database: DatabaseSyncInstance,
  state: SegmentState,
  unlock: () => void,
): Journal => {
  const segments = createSegmentWriter(files.segments, settings, state.last)
  const writer = createBatchWriter(files, database, segments, settings)
  let lastSeq = readLastSeq(database)
  let closing: Promise<void> | undefined
  const schedule = createFlushTimer(settings, writer)
  return {
    folder: settings.folder,
    recovered: recoveryOf(files, state),
    append: (entries) => {
      expectWritable(files, writer, closing !== undefined)
      checkOrder(entries, lastSeq)
      const encoded = entries.map(encodeEntry)
      writer.add(encoded)
      lastSeq = encoded.at(-1)?.seq ?? lastSeq
      schedule.wake()
    },
    flush: () => writer.flush(),
    read: (afterSeq) => readAfter(files, database, writer, afterSeq, () => lastSeq),
    setMeta: (key, value) => {
      expectWritable(files, writer, closing !== undefined)
      writer.setMeta(key, value)
      schedule.wake()
    },
    getMeta: (key) =>
      writer.waitingMeta.has(key)
        ? parseMeta(writer.waitingMeta.get(key))
        : readingDatabase(files.database, () => parseMeta(readMeta(database, key))),
    lastSeq: () => lastSeq,
    close: () => {
      closing ??= closeAll(schedule.stop, writer, segments, database, unlock)
      return closing
    },
  }
}

async function* readAfter(
  files: JournalFiles,
  database: DatabaseSyncInstance,
  writer: BatchWriter,
  after: number,
  lastSeq: () => number,
): AsyncGenerator<Stamped, void, undefined> {
  const until = lastSeq()
  await writer.flush()
  yield* readEntries(database, files, { after, until }, refuseDamage)
}

const expectWritable = (files: JournalFiles, writer: BatchWriter, closed: boolean): void => {
  const failure = writer.failure()
  if (failure !== undefined) throw failure
  const context = { folder: files.folder }
  if (closed) {
    throw new BotError('journal-write-failed', 'Expected an open journal, was closed', context)
  }
  if (writer.waitingCharacters() > MOST_WAITING_CHARACTERS) {
    const text = `Expected ${files.folder} to keep up, was 256 MiB behind; use a faster disk`
    throw new BotError('journal-write-failed', text, context)
  }
}

const createFlushTimer = (
  { clock, flushEveryMs }: JournalSettings,
  writer: BatchWriter,
): Readonly<{ wake: () => void; stop: () => void }> => {
  let cancel: (() => void) | undefined
  let running = false
  const flush = (): void => {
    if (running) return
    cancel?.()
    cancel = undefined
    running = true
    const done = (): void => {
      running = false
    }
    // A failure is kept by the writer: the next append or flush throws it.
    writer.flush().then(done, done)
  }
  return {
    wake: () => {
      if (writer.waitingCharacters() >= FLUSH_AT_CHARACTERS) flush()
      else cancel ??= clock.after(flushEveryMs, flush)
    },
    stop: () => cancel?.(),
  }
}

const recoveryOf = (files: JournalFiles, { droppedBytes, short }: SegmentState): Recovery => {
  if (short === undefined) return { droppedBytes, damaged: [] }
  const file = join(files.segments, short.file)
  const problem = `and what follows is cut off: expected ${short.bytes} bytes`
  return { droppedBytes, damaged: [{ file, line: 0, problem }] }
}

const closeAll = async (
  stopTimer: () => void,
  writer: BatchWriter,
  segments: SegmentWriter,
  database: DatabaseSyncInstance,
  unlock: () => void,
): Promise<void> => {
  stopTimer()
  try {
    await writer.flush()
  } finally {
    try {
      await segments.close()
      closeDatabase(database)
    } finally {
      unlock()
    }
  }
}
