import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { BotError, messageOf } from '@bot/core'
import { decodeText } from '@bot/kalshi'
import { parseJsonFile } from '../effects/parse-json-file.js'
import { itemsIn } from '../scan/items-in.js'

const LISTING = /\.json(?:\.gz)?$/i

/**
 * Reads a saved listing: JSON of any usual encoding, plain or gzipped, a list or a page around one.
 *
 * @throws BotError `invalid-input-file` naming the file when it cannot be read or is no listing
 */
export const readListingFile = (file: string): readonly unknown[] => {
  const items = itemsIn(parseJsonFile(file, readText(file)))
  if (items !== undefined) return items
  throw new BotError('invalid-input-file', `Expected ${file} to hold a list of markets or events`, {
    file,
  })
}

/**
 * Names the listings of a path: the file itself, or every `.json` and `.json.gz` of a folder.
 *
 * @throws BotError `invalid-input-file` for a path that is not there, or a folder without any
 */
export const listingFiles = (path: string): readonly string[] => {
  let files: readonly string[]
  try {
    if (!statSync(path).isDirectory()) return [path]
    files = readdirSync(path).filter((name) => LISTING.test(name))
  } catch (thrown) {
    throw unreadable(path, thrown)
  }
  if (files.length === 0) {
    throw new BotError(
      'invalid-input-file',
      `Expected .json or .json.gz files in ${path}, was none`,
    )
  }
  return [...files].sort().map((name) => join(path, name))
}

const readText = (file: string): string => {
  try {
    const bytes = readFileSync(file)
    return decodeText(file.endsWith('.gz') ? gunzipSync(bytes) : bytes).text
  } catch (thrown) {
    throw unreadable(file, thrown)
  }
}

const unreadable = (file: string, thrown: unknown): BotError =>
  new BotError(
    'invalid-input-file',
    `Expected a listing at ${file}: ${messageOf(thrown)}`,
    { file },
    thrown,
  )
