import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { messageOf, type Stamped } from '@bot/core'
import { decodeEntry } from '../entry/entry.js'
import type { Block } from '../store/tables.js'
import type { OnDamage } from './damage.js'

const decompress = promisify(gunzip)

/**
 * Reads the entries of one block. Its checksum is gzip's own: a block is sound as a whole or not at all.
 *
 * A damaged block is reported and yields nothing.
 */
export const readBlock = async (
  folder: string,
  block: Block,
  onDamage: OnDamage,
): Promise<readonly Stamped[]> => {
  const file = join(folder, block.file)
  const damaged = (line: number, problem: string): readonly Stamped[] => {
    const { firstSeq, lastSeq } = block
    onDamage({ file, line, problem, firstSeq, lastSeq })
    return []
  }
  let text: string
  try {
    text = String(await decompress(await readBytes(file, block.start, block.bytes)))
  } catch (cause) {
    return damaged(block.firstLine, `does not unzip: ${messageOf(cause)}`)
  }
  const lines = text.split('\n').slice(0, -1)
  if (lines.length !== block.lines) {
    return damaged(block.firstLine, `begins ${lines.length} lines, expected ${block.lines}`)
  }
  const entries: Stamped[] = []
  for (const [index, line] of lines.entries()) {
    const entry = decodeEntry(line)
    if (typeof entry === 'string') return damaged(block.firstLine + index, entry)
    entries.push(entry)
  }
  if (entries[0]?.seq === block.firstSeq && entries.at(-1)?.seq === block.lastSeq) return entries
  return damaged(block.firstLine, `holds other entries than ${block.firstSeq} to ${block.lastSeq}`)
}

const readBytes = async (file: string, start: number, length: number): Promise<Uint8Array> => {
  const handle = await open(file, 'r')
  try {
    const bytes = Buffer.alloc(length)
    const { bytesRead } = await handle.read(bytes, 0, length, start)
    if (bytesRead < length) {
      throw new Error(
        `the file ends ${length - bytesRead} bytes early, at byte ${start + bytesRead}`,
      )
    }
    return bytes
  } finally {
    await handle.close()
  }
}
