import { BotError, messageOf } from '@bot/core'

/** Says that a file is not what it should be. */
export const badFile = (expected: string, path: string, cause?: unknown): BotError => {
  const why = cause === undefined ? '' : ` (${messageOf(cause).split('\n')[0]})`
  const message = `Expected ${expected}, was ${path}${why}; give rows instead`
  return new BotError('invalid-input-file', message, { path }, cause)
}
