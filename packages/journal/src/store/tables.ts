import type { DatabaseSyncInstance } from '@photostructure/sqlite'

/** A gzip member inside a segment: the lines of one flush, with where they are. `line` counts from 1. */
export type Block = Readonly<{
  file: string
  firstSeq: number
  lastSeq: number
  start: number
  bytes: number
  firstLine: number
  lines: number
}>

/** A file of blocks. `expired` ones are gone from the disk and keep only their range. */
export type Segment = Readonly<{
  file: string
  firstSeq: number
  lastSeq: number
  firstAt: number
  lastAt: number
  bytes: number
  lines: number
  expired: boolean
}>

/** A row of the entries that are not market data. */
export type EntryRow = Readonly<{ seq: number; line: string; crc: number }>

type SegmentRow = Omit<Segment, 'expired'> & Readonly<{ expired: number }>

const SEGMENT = `SELECT file, first_seq AS firstSeq, last_seq AS lastSeq, first_at AS firstAt, last_at AS lastAt,
  bytes, lines, expired FROM segments`
const BLOCK = `SELECT file, first_seq AS firstSeq, last_seq AS lastSeq, start, bytes, first_line AS firstLine, lines
  FROM blocks`

/** Lists all segments in the order of their seq. */
export const listSegments = (database: DatabaseSyncInstance): readonly Segment[] =>
  (database.prepare(`${SEGMENT} ORDER BY first_seq`).all() as SegmentRow[]).map((row) => ({
    ...row,
    expired: row.expired !== 0,
  }))

/** Lists the blocks that hold something above `after` and up to `until`, at most `most` of them. */
export const listBlocks = (
  database: DatabaseSyncInstance,
  after: number,
  until: number,
  most: number,
): readonly Block[] =>
  database
    .prepare(`${BLOCK} WHERE last_seq > ? AND first_seq <= ? ORDER BY first_seq LIMIT ?`)
    .all(after, until, most) as Block[]

/** Lists rows above `after` and up to `until`, at most `most` of them. */
export const listRows = (
  database: DatabaseSyncInstance,
  after: number,
  until: number,
  most: number,
): readonly EntryRow[] =>
  database
    .prepare('SELECT seq, line, crc FROM entries WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?')
    .all(after, until, most) as EntryRow[]

/** Reads a named value as JSON; `undefined` when there is none. */
export const readMeta = (database: DatabaseSyncInstance, key: string): string | undefined => {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(key) as
    | Readonly<{ value: string }>
    | undefined
  return row?.value
}

/** Finds the highest seq of rows and segments; 0 when empty. */
export const readLastSeq = (database: DatabaseSyncInstance): number => {
  const row = database
    .prepare(
      'SELECT max(coalesce((SELECT max(seq) FROM entries), 0), coalesce((SELECT max(last_seq) FROM segments), 0)) AS seq',
    )
    .get() as Readonly<{ seq: number }>
  return row.seq
}
