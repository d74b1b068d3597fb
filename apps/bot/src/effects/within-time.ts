import type { Clock } from '@bot/core'

/** Waits for something, but not for ever; leaves no timer that would keep the process alive. */
export const withinTime = (done: Promise<void>, clock: Clock, mostMs: number): Promise<void> => {
  let cancel: () => void = () => {}
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(mostMs, resolve)
  })
  return Promise.race([done, late]).finally(cancel)
}
