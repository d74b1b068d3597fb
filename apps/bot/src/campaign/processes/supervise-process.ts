import { setTimeout as sleep } from 'node:timers/promises'
import { causeOfFailedStart } from './failed-start.js'
import { objectOf, type Program, runProgram } from './run-program.js'

/** What the supervisor tells. */
export type ProcessEvent = Readonly<{
  kind: 'started' | 'start-failed' | 'crashed' | 'stopped'
  at: number
}>

/** What keeps a bot running in a process of its own. */
export type ProcessSupervisor = Readonly<{
  /** The address of its stats, while one is up. */
  url: () => string | undefined
  start: () => void
  /** Kills it with SIGKILL, whatever it does, and starts another one later; `'never'` leaves it dead. */
  crash: (downMs: number | 'never') => Promise<void>
  /** Stops it with SIGTERM and starts it again later; `'never'` leaves it at that. Resolves once it has ended. */
  restart: (downMs: number | 'never') => Promise<StopOutcome>
  events: () => readonly ProcessEvent[]
  /** How often a start failed and was tried again, by its cause. */
  failedStarts: () => Readonly<Record<string, number>>
  lastLines: () => readonly string[]
  /** Kills what still runs. */
  end: () => Promise<void>
}>

/** How a stop ended. */
export type StopOutcome = 'stopped' | 'was-not-up' | Readonly<{ failed: string }>

type SupervisorParts = Readonly<{
  /** The program's file and its arguments. */
  args: readonly string[]
  folder: string
  env: Readonly<Record<string, string>>
  /** Hears what the bot calls fatal: that it stops trading by itself. */
  onFatal: (message: string) => void
  /** Hears the last lines of a program that ended before it was up. */
  onFailedStart?: (lines: readonly string[]) => void
}>

const RETRY_MS = 1_000
/** Nothing takes so long but what hangs: a machine with much else to do is no violation. */
const STOP_MS = 240_000
const FATAL = 60

/** Makes a supervisor of a program that says its `url` when it is up; nothing runs before `start`. */
export const superviseProcess = ({
  args,
  folder,
  env,
  onFatal,
  onFailedStart,
}: SupervisorParts): ProcessSupervisor => {
  const events: ProcessEvent[] = []
  let program: Program | undefined
  let url: string | undefined
  const failedStarts: Record<string, number> = {}
  let pending: AbortController | undefined
  const note = (kind: ProcessEvent['kind']): void => void events.push({ kind, at: Date.now() })
  const hear = (line: string): void => {
    const said = objectOf(line)
    if (said?.['level'] === FATAL) onFatal(String(said['msg']))
  }
  const startIn = (delayMs: number): void => {
    pending?.abort()
    const own = new AbortController()
    pending = own
    sleep(delayMs, undefined, { signal: own.signal }).then(start, () => undefined)
  }
  const start = (): void => {
    const own = runProgram({ args, env, cwd: folder, key: 'url', onLine: hear })
    program = own
    own.said.then(
      (said) => {
        if (program !== own) return
        url = String(said['url'])
        note('started')
        void own.ended.then((code) => {
          if (program === own) onFatal(`it ended by itself with ${code}: ${own.lastLines().at(-1)}`)
        })
      },
      () => {
        if (program !== own) return
        program = undefined
        note('start-failed')
        const cause = causeOfFailedStart(own.lastLines())
        failedStarts[cause] = (failedStarts[cause] ?? 0) + 1
        onFailedStart?.(own.lastLines())
        startIn(RETRY_MS)
      },
    )
  }
  const take = (): Program | undefined => {
    const own = program
    program = undefined
    url = undefined
    pending?.abort()
    return own
  }
  return {
    url: () => url,
    start,
    crash: async (downMs) => {
      const own = take()
      own?.signal('SIGKILL')
      await own?.ended
      if (own !== undefined) note('crashed')
      if (downMs !== 'never') startIn(downMs)
    },
    restart: async (downMs) => {
      if (url === undefined) return 'was-not-up'
      const own = take()
      if (own === undefined) return 'was-not-up'
      own.signal('SIGTERM')
      const code = await endWithin(own, STOP_MS)
      if (code === 'late') own.signal('SIGKILL')
      else note('stopped')
      if (downMs !== 'never') startIn(downMs)
      return code === 0
        ? 'stopped'
        : { failed: `exit ${code}: ${own.lastLines().slice(-2).join(' | ')}` }
    },
    events: () => events,
    failedStarts: () => failedStarts,
    lastLines: () => program?.lastLines() ?? [],
    end: async () => {
      const own = take()
      own?.signal('SIGKILL')
      await own?.ended
    },
  }
}

const endWithin = async (
  program: Program,
  mostMs: number,
): Promise<number | undefined | 'late'> => {
  const timer = new AbortController()
  const late = sleep(mostMs, 'late' as const, { signal: timer.signal })
  late.catch(() => undefined)
  return Promise.race([program.ended, late]).finally(() => timer.abort())
}
