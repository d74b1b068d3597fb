import { messageOf } from '@bot/core'

/** One thing that was looked at, in a sentence. `advice` says what to do when it is not well. */
export type Check = Readonly<{
  name: string
  /** `failed` stops live trading, and the bot where it needs this; `skipped` was not looked at, and says why. */
  state: 'ok' | 'warning' | 'failed' | 'skipped'
  detail: string
  advice?: string
}>

/** Looks; what is thrown becomes a failed check. */
export const check = async (
  name: string,
  advice: string,
  look: () => Promise<Omit<Check, 'name'>>,
): Promise<Check> => {
  try {
    return { name, ...(await look()) }
  } catch (thrown) {
    return { name, state: 'failed', detail: messageOf(thrown), advice }
  }
}
