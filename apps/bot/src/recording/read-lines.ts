import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { messageOf } from '@bot/core'

/** A line of a file, numbered from 1, or what is wrong with the file after its last sound line. */
export type FileLine =
  | Readonly<{ line: number; text: string }>
  | Readonly<{ line: number; problem: string }>

const READ_BYTES = 1_048_576
const UNZIPPED_BYTES = 262_144

/**
 * Yields the lines of a text file in batches, gunzipped when its name ends in `.gz`, without a byte order mark.
 *
 * A truncated or corrupt file yields every sound line first and then one item with the problem; nothing is thrown.
 */
export async function* readLineBatches(path: string): AsyncGenerator<readonly FileLine[]> {
  const file = createReadStream(path, { highWaterMark: READ_BYTES })
  const stream = path.endsWith('.gz')
    ? file.pipe(createGunzip({ chunkSize: UNZIPPED_BYTES }))
    : file
  file.on('error', (thrown) => stream.destroy(thrown))
  let line = 0
  let rest: Buffer[] = []
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf(10)
      rest.push(end < 0 ? chunk : chunk.subarray(0, end))
      if (end < 0) continue
      const texts = Buffer.concat(rest).toString('utf8').split('\n')
      rest = [chunk.subarray(end + 1)]
      yield texts.map((text) => {
        line += 1
        return { line, text: stripMark(text.endsWith('\r') ? text.slice(0, -1) : text, line) }
      })
    }
  } catch (thrown) {
    yield [{ line: line + 1, problem: messageOf(thrown) }]
    return
  }
  const last = Buffer.concat(rest).toString('utf8')
  if (last !== '') yield [{ line: line + 1, text: stripMark(last, line + 1) }]
}

/** Some exports start with a byte order mark. */
const stripMark = (text: string, line: number): string =>
  line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text

/** Yields the lines of a text file one by one, like {@link readLineBatches}. */
export async function* readLines(path: string): AsyncGenerator<FileLine> {
  for await (const batch of readLineBatches(path)) yield* batch
}
