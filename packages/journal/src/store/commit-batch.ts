import { crc32 } from 'node:zlib'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { EncodedEntry } from '../entry/entry.js'
import type { SegmentWrite } from './segment-writer.js'

/** What one transaction makes true together. */
export type Batch = Readonly<{
  rows: readonly EncodedEntry[]
  market: SegmentWrite | undefined
  meta: ReadonlyMap<string, string | undefined>
}>

/** Commits a batch durably and whole: the segment's new bytes count from here on, or never. */
export const commitBatch = (database: DatabaseSyncInstance, batch: Batch): void => {
  database.exec('BEGIN IMMEDIATE')
  try {
    const insert = database.prepare('INSERT INTO entries (seq, line, crc) VALUES (?, ?, ?)')
    for (const { seq, line } of batch.rows) insert.run(seq, line, crc32(line))
    if (batch.market !== undefined) recordWrite(database, batch.market)
    for (const [key, text] of batch.meta) writeMeta(database, key, text)
    database.exec('COMMIT')
  } catch (cause) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw cause
  }
}

const recordWrite = (database: DatabaseSyncInstance, { block, segment }: SegmentWrite): void => {
  database
    .prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(
      block.firstSeq,
      block.lastSeq,
      block.file,
      block.start,
      block.bytes,
      block.firstLine,
      block.lines,
    )
  database
    .prepare('INSERT OR REPLACE INTO segments VALUES (?, ?, ?, ?, ?, ?, ?, 0)')
    .run(
      segment.file,
      segment.firstSeq,
      segment.lastSeq,
      segment.firstAt,
      segment.lastAt,
      segment.bytes,
      segment.lines,
    )
}

const writeMeta = (database: DatabaseSyncInstance, key: string, text: string | undefined): void => {
  if (text === undefined) database.prepare('DELETE FROM meta WHERE key = ?').run(key)
  else database.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, text)
}
