/**
 * Append-only truth by seq: in memory, or on disk in SQLite with segments of market data.
 *
 * @packageDocumentation
 */
export { createMemoryJournal } from './create-memory-journal.js'
export { type ExportOptions, exportJournal } from './export-journal.js'
export type { JournalOptions } from './journal-options.js'
export { type Journal, openJournal, type Recovery } from './open-journal.js'
export { type JournalReader, openJournalReader } from './open-journal-reader.js'
export type { Damage, OnDamage } from './read/damage.js'
export type { SeqRange } from './read/seq-range.js'
export { type JournalReport, verifyJournal } from './verify-journal.js'
