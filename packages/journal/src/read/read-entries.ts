import { messageOf, type Stamped } from '@bot/core'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { JournalFiles } from '../store/journal-files.js'
import { type Block, listBlocks } from '../store/tables.js'
import type { OnDamage } from './damage.js'
import { readBlock } from './read-block.js'
import { readRows } from './read-rows.js'

const PAGE = 200

/** Yields all entries above `after` and up to `until`, rows and segments merged by seq. */
export async function* readEntries(
  database: DatabaseSyncInstance,
  files: JournalFiles,
  range: Readonly<{ after: number; until: number }>,
  onDamage: OnDamage,
): AsyncGenerator<Stamped, void, undefined> {
  const rows = readRows(database, files.database, range, onDamage)
  let row = rows.next()
  for await (const entries of readBlocks(database, files, range, onDamage)) {
    for (const entry of entries) {
      if (entry.seq <= range.after || entry.seq > range.until) continue
      for (; row.done !== true && row.value.seq < entry.seq; row = rows.next()) yield row.value
      yield entry
    }
  }
  for (; row.done !== true; row = rows.next()) yield row.value
}

async function* readBlocks(
  database: DatabaseSyncInstance,
  files: JournalFiles,
  range: Readonly<{ after: number; until: number }>,
  onDamage: OnDamage,
): AsyncGenerator<readonly Stamped[], void, undefined> {
  for (let after = range.after; ; ) {
    let blocks: readonly Block[]
    try {
      blocks = listBlocks(database, after, range.until, PAGE)
    } catch (cause) {
      const problem = `does not tell where segments are: ${messageOf(cause)}`
      onDamage({ file: files.database, line: 0, problem })
      return
    }
    for (const block of blocks) yield await readBlock(files.segments, block, onDamage)
    const last = blocks.at(-1)
    if (last === undefined || blocks.length < PAGE) return
    after = last.lastSeq
  }
}
