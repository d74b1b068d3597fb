import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { messageOf } from '@bot/core'

/** A line of a file, numbered from 1, or what is wrong with the file after its last sound line. */
export type FileLine =
  | Readonly<{ line: number; text: string }>
  | Readonly<{ line: number; problem: string }>

/**
 * Yields the lines of a text file, gunzipped when its name ends in `.gz`.
 *
 * A truncated or corrupt file yields every sound line first and then one item with the problem; nothing is thrown.
 */
export async function* readLines(path: string): AsyncGenerator<FileLine> {
  const file = createReadStream(path)
  const stream = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  file.on('error', (thrown) => stream.destroy(thrown))
  let line = 0
  let rest: Buffer[] = []
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let from = 0
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        rest.push(chunk.subarray(from, at))
        line += 1
        yield { line, text: Buffer.concat(rest).toString('utf8').replace(/\r$/, '') }
        rest = []
        from = at + 1
      }
      rest.push(chunk.subarray(from))
    }
  } catch (thrown) {
    yield { line: line + 1, problem: messageOf(thrown) }
    return
  }
  const last = Buffer.concat(rest).toString('utf8')
  if (last !== '') yield { line: line + 1, text: last }
}
