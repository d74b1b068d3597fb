import { BotError, messageOf } from '@bot/core'

/**
 * Writes a named value as JSON; `undefined` removes the name.
 *
 * @throws BotError `invalid-argument` for what JSON cannot say.
 */
export const writeMetaValue = (key: string, value: unknown): string | undefined => {
  try {
    return JSON.stringify(value)
  } catch (cause) {
    const text = `Expected the value of ${key} to be plain data, was not: ${messageOf(cause)}`
    throw new BotError('invalid-argument', text, { key }, cause)
  }
}

/** Reads a named value from its JSON. */
export const parseMeta = (text: string | undefined): unknown =>
  text === undefined ? undefined : JSON.parse(text)
