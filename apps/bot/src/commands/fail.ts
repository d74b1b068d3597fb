import { isBotError, messageOf } from '@bot/core'

/** Writes a failure for a person: the message and the code, never a stack trace for a known error. */
export const describeFailure = (thrown: unknown): string => {
  if (isBotError(thrown))
    return `${thrown.message}\n(${thrown.code}; see docs/errors.md#${thrown.code})\n`
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown)
  return `An unexpected failure, please report it:\n${stack}\n`
}
