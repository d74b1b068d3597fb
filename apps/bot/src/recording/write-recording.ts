import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { BotError, messageOf } from '@bot/core'

/** One line of a recording as it is written. */
export type WrittenLine = Readonly<
  { t: number; c: string } & (
    | { d: unknown }
    | { raw: string }
    | { e: 'open' | 'close'; code?: number }
  )
>

/** A recording that is being written. */
export type RecordingWriter = Readonly<{
  write: (line: WrittenLine) => void
  /** Ends the file and writes the manifest; returns how many lines it has. */
  close: (manifest: Readonly<Record<string, unknown>>) => Promise<number>
}>

/**
 * Starts a recording in a new folder.
 *
 * @throws BotError `invalid-argument` when the folder holds a recording already or cannot be written.
 */
export const startRecording = (folder: string, markets: readonly unknown[]): RecordingWriter => {
  const file = join(folder, 'frames.jsonl.gz')
  if (existsSync(file)) {
    throw new BotError(
      'invalid-argument',
      `Expected a new folder, ${folder} holds a recording already`,
      { folder },
    )
  }
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'markets.json'), JSON.stringify(markets, null, 1))
  } catch (thrown) {
    throw new BotError(
      'invalid-argument',
      `Expected a folder that can be written, was ${folder}: ${messageOf(thrown)}`,
      { folder },
      thrown,
    )
  }
  const gzip = createGzip()
  const target = createWriteStream(file)
  gzip.pipe(target)
  let lines = 0
  return {
    write: (line) => {
      lines += 1
      gzip.write(`${JSON.stringify(line)}\n`)
    },
    close: async (manifest) => {
      gzip.end()
      await finished(target).catch(async () => once(target, 'close'))
      writeFileSync(
        join(folder, 'manifest.json'),
        JSON.stringify({ format: 1, frames: lines, ...manifest }, null, 1),
      )
      return lines
    },
  }
}
