import { BotError, type Clock } from '@bot/core'

/** How long a task may take, who else may stop it, and what it is called in errors. */
export type Deadline = Readonly<{
  clock: Clock
  timeoutMs: number
  signal: AbortSignal
  path: string
}>

/**
 * Runs a task with a signal that aborts at the deadline or with the caller's.
 *
 * @throws BotError `request-timed-out` or `aborted` for these two, else what the task threw.
 */
export const withDeadline = async <T>(
  { clock, timeoutMs, signal, path }: Deadline,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const late = new AbortController()
  const cancelTimer = clock.after(timeoutMs, () => late.abort())
  try {
    return await task(AbortSignal.any([late.signal, signal]))
  } catch (cause) {
    if (late.signal.aborted) {
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
  }
}
