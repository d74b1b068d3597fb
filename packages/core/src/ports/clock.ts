import type { TimeMs } from '../brand.js'

/** Time as an effect that is passed in. */
export type Clock = Readonly<{
  /** Returns Unix milliseconds. */
  now: () => TimeMs
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  after: (delayMs: number, task: () => void) => () => void
}>
