import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isBotError, messageOf } from '@bot/core'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Damage } from './read/damage.js'
import { readEntries } from './read/read-entries.js'
import { type SeqRange, subtractRanges } from './read/seq-range.js'
import { type JournalFiles, journalFiles } from './store/journal-files.js'
import { openDatabase } from './store/open-database.js'
import { listSegments, readLastSeq, type Segment } from './store/tables.js'

/**
 * What a check of a journal found.
 *
 * `gaps` are seqs that are neither there, nor expired, nor in a damaged part. `expired` are the ranges whose market
 * data the retention deleted. `unfinishedBytes` belong to a write that a crash interrupted (or that is going on):
 * they were never durable and the next opening cuts them off. A journal is sound when `damaged` and `gaps` are empty.
 */
export type JournalReport = Readonly<{
  folder: string
  entries: number
  firstSeq: number
  lastSeq: number
  gaps: readonly SeqRange[]
  expired: readonly SeqRange[]
  damaged: readonly Damage[]
  unfinishedBytes: number
}>

/**
 * Reads all of a journal and says what is there and what is not.
 *
 * Takes no lock, changes nothing, and works while the journal is being written.
 *
 * @throws BotError `no-data` when there is no journal in the folder.
 */
export const verifyJournal = async (folder: string): Promise<JournalReport> => {
  const files = journalFiles(folder)
  const empty = { folder, entries: 0, firstSeq: 0, lastSeq: 0, gaps: [], expired: [] }
  let database: DatabaseSyncInstance
  try {
    database = openDatabase(files.database, true)
  } catch (cause) {
    if (!isBotError(cause, 'journal-corrupt')) throw cause
    const damaged = [{ file: files.database, line: 0, problem: messageOf(cause) }]
    return { ...empty, damaged, unfinishedBytes: 0 }
  }
  try {
    return await check(files, database)
  } catch (cause) {
    const damaged = [{ file: files.database, line: 0, problem: messageOf(cause) }]
    return { ...empty, damaged, unfinishedBytes: 0 }
  } finally {
    database.close()
  }
}

const check = async (
  files: JournalFiles,
  database: DatabaseSyncInstance,
): Promise<JournalReport> => {
  const damaged: Damage[] = checkDatabase(files, database)
  const segments = listSegments(database)
  const range = { after: 0, until: readLastSeq(database) }
  const missing: SeqRange[] = []
  let entries = 0
  let firstSeq = 0
  let lastSeq = 0
  for await (const { seq } of readEntries(database, files, range, (it) => damaged.push(it))) {
    if (entries === 0) firstSeq = seq
    else if (seq > lastSeq + 1) missing.push({ from: lastSeq + 1, to: seq - 1 })
    else if (seq <= lastSeq) damaged.push(outOfOrder(files, seq, lastSeq))
    entries += 1
    lastSeq = seq
  }
  if (entries > 0 && lastSeq < range.until) missing.push({ from: lastSeq + 1, to: range.until })
  const expired = segments.filter((it) => it.expired).map(rangeOf)
  const explained = [...expired, ...damaged.flatMap(lostRange)]
  const gaps = missing.flatMap((gap) => subtractRanges(gap, explained))
  const unfinishedBytes = countUnfinished(files, segments)
  const { folder } = files
  return { folder, entries, firstSeq, lastSeq, gaps, expired, damaged, unfinishedBytes }
}

const checkDatabase = (files: JournalFiles, database: DatabaseSyncInstance): Damage[] => {
  const rows = database.prepare('PRAGMA quick_check').all() as Readonly<{ quick_check: string }>[]
  return rows
    .filter((row) => row.quick_check !== 'ok')
    .map((row) => ({ file: files.database, line: 0, problem: row.quick_check }))
}

const outOfOrder = (files: JournalFiles, seq: number, last: number): Damage => ({
  file: files.database,
  line: seq,
  problem: `comes after entry ${last}`,
  firstSeq: seq,
  lastSeq: seq,
})

const rangeOf = ({ firstSeq, lastSeq }: Segment): SeqRange => ({ from: firstSeq, to: lastSeq })

const lostRange = ({ firstSeq, lastSeq }: Damage): SeqRange[] =>
  firstSeq === undefined || lastSeq === undefined ? [] : [{ from: firstSeq, to: lastSeq }]

const countUnfinished = (files: JournalFiles, segments: readonly Segment[]): number =>
  segments
    .filter((segment) => !segment.expired)
    .map((segment) => {
      const path = join(files.segments, segment.file)
      return existsSync(path) ? Math.max(0, statSync(path).size - segment.bytes) : 0
    })
    .reduce((sum, bytes) => sum + bytes, 0)
