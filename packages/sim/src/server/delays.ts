import type { Clock } from '@bot/core'

/** Tasks that wait, all of which can be called off at once. */
export type Delays = Readonly<{
  later: (delayMs: number, task: () => void) => void
  stop: () => void
}>

/** Makes an empty set of waiting tasks. */
export const createDelays = (clock: Clock): Delays => {
  const waiting = new Set<() => void>()
  return {
    later: (delayMs, task) => {
      const cancel = clock.after(delayMs, () => {
        waiting.delete(cancel)
        task()
      })
      waiting.add(cancel)
    },
    stop: () => {
      for (const cancel of waiting) cancel()
      waiting.clear()
    },
  }
}
