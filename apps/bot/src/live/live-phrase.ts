import { BotError } from '@bot/core'
import type { Settings } from '../config/settings.js'

/** The sentence that live trading must be told, word for word. */
export const LIVE_PHRASE = 'I may lose all the money in this wallet'

/**
 * Lets live trading begin only after the sentence was told: by LIVE_PHRASE, or typed where somebody can be asked.
 *
 * @throws BotError `invalid-config` for anything but the sentence.
 */
export const expectLivePhrase = async (
  { livePhrase }: Pick<Settings, 'livePhrase'>,
  ask?: (question: string) => Promise<string>,
): Promise<void> => {
  const question = `TRADING_MODE=live trades real money. Type "${LIVE_PHRASE}" to go on: `
  const told = livePhrase ?? (await ask?.(question))
  if (told?.trim() === LIVE_PHRASE) return
  throw new BotError(
    'invalid-config',
    `Expected the sentence "${LIVE_PHRASE}" before live trading, ${told === undefined ? 'was nothing' : 'was something else'}; set LIVE_PHRASE to it, or type it when asked. Nothing was started.`,
  )
}
