import { BotError } from '../error/bot-error.js'
import type { Clock } from '../ports/clock.js'

/**
 * Waits on an injected clock.
 *
 * @throws BotError `aborted` as soon as the signal aborts; the timer is gone then too.
 */
export const wait = (clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (): void => {
      cancel()
      reject(new BotError('aborted', 'Waiting was aborted', {}, signal?.reason))
    }
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', fail)
      resolve()
    })
    if (signal?.aborted === true) fail()
    else signal?.addEventListener('abort', fail, { once: true })
  })
