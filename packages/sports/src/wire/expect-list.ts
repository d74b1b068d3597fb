import { BotError } from '@bot/core'

/**
 * Takes a list out of an answer.
 *
 * @throws BotError `unexpected-response` when there is none.
 */
export const expectList = (value: unknown, what: string): readonly unknown[] => {
  if (Array.isArray(value)) return value
  throw new BotError(
    'unexpected-response',
    `Expected ${what}, was ${value === null ? 'null' : typeof value}; the source may have changed`,
    { what },
  )
}
