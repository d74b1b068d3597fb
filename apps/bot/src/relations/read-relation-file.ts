import { readFileSync } from 'node:fs'
import { parseRelationFile, type Relation, type RelationFile } from '@bot/arbitrage'
import { BotError, messageOf } from '@bot/core'

/**
 * Reads a file of relations, with what may be traded, what waits for a person, and what is refused.
 *
 * @throws BotError `invalid-input-file` naming the file when it cannot be read or is no such file.
 */
export const readRelationFile = (file: string): RelationFile => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (thrown) {
    throw new BotError(
      'invalid-input-file',
      `Expected a file of relations at ${file}: ${messageOf(thrown)}`,
      { file },
      thrown,
    )
  }
  try {
    return parseRelationFile(text.replace(/^\uFEFF/, ''))
  } catch (thrown) {
    throw new BotError('invalid-input-file', `${file}: ${messageOf(thrown)}`, { file }, thrown)
  }
}

/**
 * Reads the relations that persons confirmed; none without a file. Entries that only wait are left out.
 *
 * @throws BotError `invalid-input-file` for a file that cannot be read, or that holds an entry which is none.
 */
export const confirmedRelations = (file: string | undefined): readonly Relation[] => {
  if (file === undefined) return []
  const { confirmed, refused } = readRelationFile(file)
  const [first] = refused
  if (first === undefined) return confirmed
  throw new BotError(
    'invalid-input-file',
    `Expected relations in ${file}, entry ${first.entry + 1} is refused: ${first.reason}; mend or remove it (bot relations check ${file})`,
    { file, refused },
  )
}
