import {
  type Arrived,
  type Command,
  type Engine,
  type JournalPort,
  messageOf,
  type Stamped,
  type TickListener,
} from '@bot/core'

/** What the loop needs. */
export type RunLoopOptions = Readonly<{
  engine: Engine
  journal: JournalPort
  /** Starts a command; it answers with events, never by throwing. */
  perform: (command: Command) => void
  /** Called after each tick, in order. One that throws is reported and the rest goes on. */
  listeners: readonly TickListener[]
  onListenerFailed: (reason: unknown) => void
  /** The journal can't be written: no event is processed and no command performed any more. */
  onHalted: (reason: unknown) => void
}>

/** The one place where events get their order; what a tick wants recorded is the next event. */
export type RunLoop = Readonly<{
  /** Takes what has arrived: numbers it, journals it, processes it, starts what was commanded. */
  take: (arrived: readonly Arrived[]) => void
  lastSeq: () => number
  halted: () => string | undefined
}>

/**
 * Makes the loop: `seq`, append, process, perform. Synchronous; events that arise meanwhile wait their turn.
 *
 * Only this journals. Whoever performs commands flushes the journal before anything leaves the process.
 */
export const createRunLoop = (options: RunLoopOptions): RunLoop => {
  const { engine, journal, perform, listeners } = options
  const queue: Arrived[] = []
  let seq = journal.lastSeq()
  let busy = false
  let halted: string | undefined

  const appendAll = (batch: readonly Stamped[]): boolean => {
    try {
      journal.append(batch)
      return true
    } catch (thrown) {
      halted = messageOf(thrown)
      queue.length = 0
      options.onHalted(thrown)
      return false
    }
  }

  const drain = (): void => {
    while (queue.length > 0) {
      const batch = queue.splice(0).map((arrived): Stamped => ({ seq: ++seq, ...arrived }))
      if (!appendAll(batch)) return
      for (const stamped of batch) {
        const tick = engine.process(stamped)
        for (const listener of listeners) {
          try {
            listener(stamped, tick)
          } catch (thrown) {
            options.onListenerFailed(thrown)
          }
        }
        for (const command of tick.commands) {
          if (command.kind === 'record') queue.push({ at: stamped.at, event: command.event })
          else perform(command)
        }
      }
    }
  }

  return {
    take: (arrived) => {
      if (halted !== undefined) return
      queue.push(...arrived)
      if (busy) return
      busy = true
      try {
        drain()
      } finally {
        busy = false
      }
    },
    lastSeq: () => seq,
    halted: () => halted,
  }
}
