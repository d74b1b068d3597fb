import type { AdaptiveState } from '@bot/adaptive'
import {
  type Arrived,
  type Clock,
  createSeededRandom,
  type JournalPort,
  messageOf,
  type Stamped,
  type Strategy,
  type Tick,
  type View,
} from '@bot/core'
import type { Settings } from '../config/settings.js'
import type { MachineEffects } from '../effects/machine-effects.js'
import type { Logger } from '../log/create-logger.js'
import type { Venue } from '../venue/venue.js'
import { createTradeStream, type TradeStream } from '../whales/trade-stream.js'
import { type AdaptiveLearner, createAdaptiveLearner } from './adaptive-learner.js'
import { saveWhales, saveWhalesGently } from './save-whales.js'
import { createSportsWatcher, type SportsWatcher } from './sports-watcher.js'
import { createWhaleWatcher, type WhalesSnapshot, type WhaleWatcher } from './whale-watcher.js'

/** Whatever learns outside the engine and tells it by facts. What is switched off is absent. */
export type Learners = Readonly<{
  adaptive: AdaptiveLearner
  whales: WhaleWatcher | undefined
  /** Trades as they are pushed; absent where nobody watches wallets, or the venue has no such stream. */
  trades: TradeStream | undefined
  sports: SportsWatcher | undefined
  observe: (stamped: Stamped, tick: Tick) => void
  /** Writes down what must survive a restart, at once. */
  save: () => void
  /** The same without a long pause, while everything goes on. */
  saveGently: (signal: AbortSignal) => Promise<void>
}>

/** What the learners need. */
export type LearnersOptions = Readonly<{
  venue: Venue
  settings: Settings
  strategies: readonly Strategy[]
  journal: JournalPort
  whalesFile: string
  machine: Pick<MachineEffects, 'readFile' | 'writeFile' | 'beginFile'>
  view: () => View
  clock: Clock
  log: Logger
  onEvents: (arrived: readonly Arrived[]) => void
}>

const ADAPTIVE_KEY = 'adaptive'

/** Makes the learners, each from what it had learnt before. */
export const createLearners = (options: LearnersOptions): Learners => {
  const { venue, settings, journal, clock, log, onEvents, whalesFile, machine } = options
  const saved = journal.getMeta(ADAPTIVE_KEY) as AdaptiveState | undefined
  const adaptive = createAdaptiveLearner({
    settings,
    strategies: options.strategies,
    view: options.view,
    onEvents: (arrived) => (settings.adaptiveEnabled ? onEvents(arrived) : undefined),
    log,
    now: clock.now(),
    simulated: venue.simulated,
    save: (state) => journal.setMeta(ADAPTIVE_KEY, state),
    ...(saved === undefined ? {} : { saved }),
  })
  const where = { file: whalesFile, machine }
  const trades = openTradeStream(options)
  const whales = settings.whaleTrackingEnabled
    ? createWhaleWatcher({
        stream: trades,
        venue,
        settings,
        clock,
        log,
        onEvents,
        view: options.view,
        ...savedWhales(options),
      })
    : undefined
  // Simulated markets have no games; real scores would explain nothing there.
  const sports =
    venue.simulated || !settings.espnEnabled
      ? undefined
      : createSportsWatcher({ settings, fetch, clock, log, onEvents })
  return {
    adaptive,
    whales,
    trades,
    sports,
    observe: (stamped, tick) => {
      if (settings.adaptiveEnabled) adaptive.observe(stamped, tick)
      whales?.observe(stamped)
      const { event, at } = stamped
      if (event.type === 'operator' && event.command === 'rollback') {
        adaptive.rollBack(Number(event.argument), at)
      }
    },
    save: () => {
      if (whales !== undefined) saveWhales(whales, where)
    },
    saveGently: async (signal) => {
      if (whales !== undefined) await saveWhalesGently(whales, where, clock, signal)
    },
  }
}

const openTradeStream = ({ venue, settings, clock }: LearnersOptions): TradeStream | undefined =>
  settings.whaleTrackingEnabled && settings.useWebsocket && venue.hosts['rtds'] !== undefined
    ? createTradeStream({
        protocol: venue.reads.activityStream,
        clock,
        random: createSeededRandom(`${settings.seed}:trades`),
        openSocket: venue.openSocket,
      })
    : undefined

const savedWhales = ({
  whalesFile: file,
  machine,
  log,
}: LearnersOptions): Readonly<{ saved?: WhalesSnapshot }> => {
  try {
    const text = machine.readFile(file)
    return text === undefined ? {} : { saved: JSON.parse(text) as WhalesSnapshot }
  } catch (thrown) {
    log.warn({ file }, `Wallets start anew: their snapshot cannot be read: ${messageOf(thrown)}`)
    return {}
  }
}
