import { BotError } from '@bot/core'
import { parseJsonFile } from '../effects/parse-json-file.js'
import { readLines } from '../recording/read-lines.js'

/**
 * Reads a JSON file, plain or gzipped, with or without a byte order mark.
 *
 * @throws BotError `invalid-input-file` naming the file and line when it cannot be read.
 */
export const readJsonFile = async (file: string): Promise<unknown> => {
  const parts: string[] = []
  for await (const item of readLines(file)) {
    if ('problem' in item) {
      throw new BotError('invalid-input-file', `${file}:${item.line}: ${item.problem}`, {
        file,
        line: item.line,
      })
    }
    parts.push(item.text)
  }
  return parseJsonFile(file, parts.join('\n'))
}
