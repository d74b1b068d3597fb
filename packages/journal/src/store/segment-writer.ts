import { existsSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { EncodedEntry } from '../entry/entry.js'
import type { Block, Segment } from './tables.js'

const compress = promisify(gzip)

/** When a segment is full: whichever comes first, by the events' own time. */
export type SegmentLimits = Readonly<{ segmentBytes: number; segmentMs: number }>

/** What one write added: its block, and its segment as it is now. */
export type SegmentWrite = Readonly<{ block: Block; segment: Segment; rotated: boolean }>

/** Writes blocks of market data, one after another, into rotating files. */
export type SegmentWriter = Readonly<{
  /** Resolves when the block is on the disk. Entries are not empty and in order. */
  write: (entries: readonly EncodedEntry[]) => Promise<SegmentWrite>
  close: () => Promise<void>
}>

/**
 * Makes a writer that goes on with `last`, when that is given and not full.
 *
 * Nothing is overwritten: what a crash left behind the last recorded block was cut off before.
 */
export const createSegmentWriter = (
  folder: string,
  limits: SegmentLimits,
  last: Segment | undefined,
): SegmentWriter => {
  let segment = last
  let handle: FileHandle | undefined
  const fits = (at: number): boolean =>
    segment !== undefined &&
    segment.bytes < limits.segmentBytes &&
    at - segment.firstAt < limits.segmentMs
  const openFor = async (entry: EncodedEntry): Promise<boolean> => {
    if (fits(entry.at)) {
      handle ??= await open(join(folder, segment?.file ?? ''), 'r+')
      return false
    }
    await handle?.close()
    handle = undefined
    segment = newSegment(entry)
    handle = await open(join(folder, segment.file), 'w')
    await syncFolder(folder)
    return true
  }
  return {
    write: async (entries) => {
      const [first] = entries
      const final = entries.at(-1)
      if (first === undefined || final === undefined) throw new RangeError('no entries to write')
      const rotated = await openFor(first)
      const before = segment ?? newSegment(first)
      const bytes = await compress(`${entries.map((entry) => entry.line).join('\n')}\n`)
      await writeSynced(handle, bytes, before.bytes)
      const block = blockOf(before, first.seq, final.seq, bytes.length, entries.length)
      segment = grown(before, block, final.at)
      return { block, segment, rotated }
    },
    close: async () => {
      await handle?.close()
      handle = undefined
    },
  }
}

const newSegment = (entry: EncodedEntry): Segment => ({
  file: `${String(entry.seq).padStart(16, '0')}.ndjson.gz`,
  firstSeq: entry.seq,
  lastSeq: entry.seq,
  firstAt: entry.at,
  lastAt: entry.at,
  bytes: 0,
  lines: 0,
  expired: false,
})

const blockOf = (
  { file, bytes: start, lines: before }: Segment,
  firstSeq: number,
  lastSeq: number,
  bytes: number,
  lines: number,
): Block => ({ file, firstSeq, lastSeq, start, bytes, firstLine: before + 1, lines })

const grown = (segment: Segment, block: Block, lastAt: number): Segment => ({
  ...segment,
  lastSeq: block.lastSeq,
  lastAt: Math.max(segment.lastAt, lastAt),
  bytes: segment.bytes + block.bytes,
  lines: segment.lines + block.lines,
})

const writeSynced = async (
  handle: FileHandle | undefined,
  bytes: Uint8Array,
  position: number,
): Promise<void> => {
  if (handle === undefined) throw new Error('the segment is not open')
  let written = 0
  while (written < bytes.length) {
    const rest = bytes.length - written
    written += (await handle.write(bytes, written, rest, position + written)).bytesWritten
  }
  await handle.datasync()
}

const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What opening a folder found on the disk. */
export type SegmentState = Readonly<{
  /** The segment to go on with; `undefined` begins a new one. */
  last: Segment | undefined
  /** Bytes of an unfinished write that were cut off. */
  droppedBytes: number
  /** The last segment, when it is shorter than what was recorded of it, or gone. */
  short: Segment | undefined
}>

/** Cuts off what an interrupted write left behind, so that the files hold exactly what the database knows. */
export const repairSegments = (folder: string, segments: readonly Segment[]): SegmentState => {
  const kept = new Set(segments.filter((segment) => !segment.expired).map(({ file }) => file))
  let droppedBytes = 0
  for (const file of readdirSync(folder)) {
    if (kept.has(file) || !file.endsWith('.ndjson.gz')) continue
    droppedBytes += statSync(join(folder, file)).size
    rmSync(join(folder, file))
  }
  const newest = segments.at(-1)
  if (newest === undefined || newest.expired)
    return { last: undefined, droppedBytes, short: undefined }
  const path = join(folder, newest.file)
  const size = existsSync(path) ? statSync(path).size : 0
  if (size < newest.bytes) return { last: undefined, droppedBytes, short: newest }
  if (size > newest.bytes) truncateSync(path, newest.bytes)
  return { last: newest, droppedBytes: droppedBytes + size - newest.bytes, short: undefined }
}
