import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { listSegments } from './tables.js'

/**
 * Deletes the segments whose last event is older than `beforeMs`; their ranges stay known.
 *
 * The database forgets them first: a crash in between leaves a file that the next opening removes.
 */
export const expireSegments = (
  database: DatabaseSyncInstance,
  folder: string,
  beforeMs: number,
): void => {
  for (const segment of listSegments(database)) {
    if (segment.expired || segment.lastAt >= beforeMs) continue
    database.exec('BEGIN IMMEDIATE')
    database.prepare('UPDATE segments SET expired = 1 WHERE file = ?').run(segment.file)
    database.prepare('DELETE FROM blocks WHERE file = ?').run(segment.file)
    database.exec('COMMIT')
    rmSync(join(folder, segment.file), { force: true })
  }
}
