import { crc32 } from 'node:zlib'
import { messageOf, type Stamped } from '@bot/core'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { decodeEntry } from '../entry/entry.js'
import { type EntryRow, listRows } from '../store/tables.js'
import type { OnDamage } from './damage.js'

const PAGE = 1_000

/** Reads the entries that live in the database, in order; a damaged row is reported and left out. */
export function* readRows(
  database: DatabaseSyncInstance,
  file: string,
  range: Readonly<{ after: number; until: number }>,
  onDamage: OnDamage,
): Generator<Stamped, void, undefined> {
  for (let after = range.after; ; ) {
    let rows: readonly EntryRow[]
    try {
      rows = listRows(database, after, range.until, PAGE)
    } catch (cause) {
      const problem = `and what follows cannot be read: ${messageOf(cause)}`
      onDamage({ file, line: after + 1, problem, firstSeq: after + 1, lastSeq: range.until })
      return
    }
    for (const row of rows) {
      const entry = row.crc === crc32(row.line) ? decodeEntry(row.line) : 'fails its checksum'
      if (typeof entry !== 'string' && entry.seq === row.seq) yield entry
      else {
        const problem = typeof entry === 'string' ? entry : `holds entry ${entry.seq}`
        onDamage({ file, line: row.seq, problem, firstSeq: row.seq, lastSeq: row.seq })
      }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last.seq
  }
}
