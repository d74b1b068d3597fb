import { type Clock, messageOf } from '@bot/core'
import type { Logger } from '../log/create-logger.js'

/** How a part of the bot does. */
export type ComponentState = Readonly<{
  name: string
  state: 'running' | 'failed' | 'off'
  detail: string
}>

/** A part that does something again and again, and may fail without harming the others. */
export type Component = Readonly<{
  name: string
  state: () => ComponentState
  /** Does it now, unless it is doing it already. */
  nudge: () => void
  stop: () => Promise<void>
}>

/** What a component does and how often. */
export type ComponentOptions = Readonly<{
  name: string
  everyMs: number
  clock: Clock
  log: Logger
  task: (signal: AbortSignal) => Promise<string | undefined> | string | undefined
}>

/**
 * Starts a component: its task runs at once and then at every interval, never twice at a time.
 *
 * A task that throws is counted, logged when it starts to fail and when it works again, and tried again in time.
 */
export const startComponent = (options: ComponentOptions): Component => {
  const { name, everyMs, clock, log, task } = options
  const abort = new AbortController()
  let state: ComponentState = { name, state: 'running', detail: 'starting' }
  let failures = 0
  let running: Promise<void> | undefined
  let cancel: () => void = () => {}

  const once = async (): Promise<void> => {
    try {
      const detail = await task(abort.signal)
      if (failures > 0) log.info({ component: name, failures }, `${name} works again`)
      failures = 0
      state = { name, state: 'running', detail: detail ?? 'ok' }
    } catch (thrown) {
      if (abort.signal.aborted) return
      failures += 1
      state = { name, state: 'failed', detail: messageOf(thrown) }
      if (failures === 1)
        log.warn({ component: name, err: thrown }, `${name} failed: ${messageOf(thrown)}`)
    }
  }
  const run = (): void => {
    if (running !== undefined || abort.signal.aborted) return
    cancel()
    running = once().finally(() => {
      running = undefined
      if (!abort.signal.aborted) cancel = clock.after(everyMs, run)
    })
  }
  run()
  return {
    name,
    state: () => state,
    nudge: run,
    stop: async () => {
      abort.abort()
      cancel()
      await running
    },
  }
}
