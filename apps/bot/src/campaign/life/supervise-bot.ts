import { messageOf } from '@bot/core'
import type { Journal } from '@bot/journal'
import type { Config } from '../../config/load-config.js'
import { SETTINGS, type SettingName } from '../../config/settings.js'
import { completeSettings } from '../../runtime/session.js'
import { type RunningBot, startBot } from '../../start-bot.js'
import type { Execution } from '../../venue/execution.js'
import { reachHosts } from '../../venue/polymarket-hosts.js'
import { openSignedExecution } from '../../venue/signed-execution.js'
import type { Venue } from '../../venue/venue.js'
import type { CrashDisk } from '../journal/create-crash-disk.js'
import type { Scenario } from '../scenario/scenario.js'
import type { World } from '../world/open-world.js'
import { createLife, type Life } from './create-life.js'
import { createProblemLog } from './create-problem-log.js'

/** What the supervisor tells. */
export type SupervisorEvent =
  | Readonly<{ kind: 'starting' | 'started' | 'crashed' | 'stopping' | 'stopped' }>
  | Readonly<{ kind: 'start-failed' | 'stop-failed'; reason: string }>

/** What keeps a bot running in a world, as a service manager does. */
export type Supervisor = Readonly<{
  /** The bot, while one runs. */
  bot: () => RunningBot | undefined
  start: () => void
  /** Kills the process, whatever it does, and starts another one later. */
  crash: (keep: number, downMs: number) => void
  /** Stops the bot as SIGTERM does, and starts it again `downMs` after it has ended; `'never'` leaves it at that. */
  restart: (downMs: number | 'never') => void
}>

/** How a bot is made worse on purpose, to see that the checks notice. */
export type Sabotage = Readonly<{
  execution?: (execution: Execution) => Execution
  settings?: Scenario['settings']
  journal?: (journal: Journal) => Journal
}>

type SupervisorParts = Readonly<{
  world: World
  scenario: Scenario
  disk: CrashDisk
  /** Hears what the bot calls fatal: that it stops trading by itself. */
  onFatal: (message: string) => void
  sabotage: Sabotage
  onEvent: (event: SupervisorEvent) => void
}>

/** How long after a failed start the next one is tried. */
const RETRY_MS = 3_000

/** Makes a supervisor; nothing runs before `start`. */
export const superviseBot = (parts: SupervisorParts): Supervisor => {
  const { world, disk, onEvent } = parts
  const files = new Map<string, string>()
  let life: Life | undefined
  let bot: RunningBot | undefined
  let cancelStart: () => void = () => {}
  const end = (keep: number): void => {
    life?.kill()
    life = undefined
    bot = undefined
    disk.crash(keep)
  }
  const startIn = (delayMs: number): void => {
    cancelStart()
    cancelStart = world.clock.after(delayMs, start)
  }
  const start = (): void => {
    const own = createLife(world.effects)
    life = own
    onEvent({ kind: 'starting' })
    void runBot(parts, own, files).then(
      (started) => {
        if (life !== own) return
        bot = started
        onEvent({ kind: 'started' })
      },
      (thrown: unknown) => {
        if (life !== own) return
        end(0)
        onEvent({ kind: 'start-failed', reason: messageOf(thrown) })
        startIn(RETRY_MS)
      },
    )
  }
  const stop = async (own: Life, running: RunningBot): Promise<boolean> => {
    onEvent({ kind: 'stopping' })
    const failed = await running.stop().then(
      () => undefined,
      (thrown: unknown) => messageOf(thrown),
    )
    if (life !== own) return false
    end(0)
    onEvent(failed === undefined ? { kind: 'stopped' } : { kind: 'stop-failed', reason: failed })
    return true
  }
  return {
    bot: () => bot,
    start,
    crash: (keep, downMs) => {
      end(keep)
      onEvent({ kind: 'crashed' })
      startIn(downMs)
    },
    restart: (downMs) => {
      if (life === undefined || bot === undefined) return
      const stopping = stop(life, bot)
      bot = undefined
      void stopping.then((ended) => {
        if (ended && downMs !== 'never') startIn(downMs)
      })
    },
  }
}

const runBot = (
  { world, scenario, disk, onFatal, sabotage }: SupervisorParts,
  life: Life,
  files: Map<string, string>,
): Promise<RunningBot> => {
  const config = configOf(scenario, world, sabotage)
  return startBot({
    config,
    venue: venueOf(world, config, life, sabotage),
    clock: life.clock,
    log: createProblemLog((message) => {
      if (!life.isOver()) onFatal(message)
    }),
    machine: {
      openJournal: async ({ clock }) => {
        const journal = await disk.open(clock)
        return sabotage.journal?.(journal) ?? journal
      },
      monotonic: () => 0,
      readFile: (file) => files.get(file),
      writeFile: (file, text) => void files.set(file, text),
    },
  })
}

/** The same as live trading opens, but for where requests and sockets go. */
const venueOf = (world: World, { settings }: Config, life: Life, sabotage: Sabotage): Venue => {
  const { hosts, reads } = reachHosts(settings, life.fetch, life.clock)
  const { signer, wallet, chain } = world
  const alter = sabotage.execution ?? ((execution) => execution)
  const venue: Venue = {
    name: 'polymarket',
    mode: 'live',
    account: `live-${wallet}`,
    simulated: true,
    label: 'SIMULATED exchange of a scenario',
    reads,
    hosts,
    openSocket: life.openSocket,
    execution: async (parts) =>
      alter(
        await openSignedExecution(parts, {
          venue,
          signer,
          settle: life.alone(chain.settle),
          seed: settings.seed,
          label: 'orders are signed with a throw-away key',
        }),
      ),
    save: () => {},
    close: async () => {},
  }
  return venue
}

const configOf = (scenario: Scenario, world: World, sabotage: Sabotage): Config => {
  const { gamma, clob, data, ws } = world.venue.urls
  const hosts = { gammaUrl: gamma, clobUrl: clob, dataUrl: data, wsUrl: ws }
  return {
    settings: completeSettings({ ...scenario.settings, ...sabotage.settings, ...hosts }),
    sources: Object.fromEntries(
      (Object.keys(SETTINGS) as SettingName[]).map((name) => [name, 'environment']),
    ) as Config['sources'],
    strategies: [],
  }
}
