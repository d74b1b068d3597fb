import { BotError } from '../error/bot-error.js'
import type { Clock } from '../ports/clock.js'

/** How long a task may take, who else may stop it, and what it is called in errors. */
export type Deadline = Readonly<{
  clock: Clock
  timeoutMs: number
  signal: AbortSignal
  path: string
}>

/**
 * Runs a task with a signal of its own, which aborts at the deadline, with the caller's signal, and at the end.
 *
 * @throws BotError `request-timed-out` or `aborted` for these two, else what the task threw.
 */
export const withDeadline = async <T>(
  { clock, timeoutMs, signal, path }: Deadline,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const own = new AbortController()
  let timedOut = false
  const stop = (): void => own.abort()
  const cancelTimer = clock.after(timeoutMs, () => {
    timedOut = true
    stop()
  })
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    return await task(own.signal)
  } catch (cause) {
    if (timedOut) {
      throw new BotError(
        'request-timed-out',
        `Expected an answer from ${path} within ${timeoutMs} ms, was none; check the network`,
        { path, timeoutMs },
        cause,
      )
    }
    if (signal.aborted) {
      throw new BotError('aborted', `The request to ${path} was aborted`, { path }, signal.reason)
    }
    throw cause
  } finally {
    cancelTimer()
    signal.removeEventListener('abort', stop)
    stop()
  }
}
