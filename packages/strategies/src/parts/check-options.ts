import { BotError } from '@bot/core'

/**
 * Returns settings that are all above 0.
 *
 * @throws BotError `invalid-argument` naming the first that is not.
 */
export const checkOptions = <T extends Readonly<Record<string, number>>>(settings: T): T => {
  for (const [name, value] of Object.entries(settings)) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new BotError('invalid-argument', `Expected ${name} above 0, was ${value}`, { name })
    }
  }
  return settings
}
