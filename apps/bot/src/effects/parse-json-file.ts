import { BotError, messageOf } from '@bot/core'

/**
 * Parses the text of a file, with or without a byte order mark.
 *
 * @throws BotError `invalid-input-file` naming the file when it is no JSON.
 */
export const parseJsonFile = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (thrown) {
    throw new BotError(
      'invalid-input-file',
      `${file} is no JSON: ${messageOf(thrown)}`,
      { file },
      thrown,
    )
  }
}
