import type { Clock } from '@bot/core'
import type { ExecutionDriver } from '@bot/executor'
import type { Settings } from '../config/settings.js'
import type { Learners } from '../learn/create-learners.js'
import type { Logger } from '../log/create-logger.js'
import type { Venue } from '../venue/venue.js'
import type { CatalogueFeed } from './catalogue-component.js'
import { type Component, type ComponentOptions, startComponent } from './component.js'
import type { Reconciliation } from './reconciliation.js'
import type { ResolutionWatch } from './resolution-watch.js'
import { startTradeStream } from './trade-stream-component.js'

/** What the components work on. */
export type ComponentParts = Readonly<{
  venue: Venue
  settings: Settings
  catalogue: CatalogueFeed
  resolutions: ResolutionWatch
  learners: Learners
  driver: ExecutionDriver
  reconciliation: Reconciliation
  /** Asks the venue after trades of an earlier run that are not settled yet. */
  askAfterEarlier: () => void
  clock: Clock
  log: Logger
}>

/** The parts that work beside the loop, and the one that reads the markets, which may be nudged. */
export type Components = Readonly<{ all: readonly Component[]; markets: Component }>

const SECOND = 1_000

/** Starts everything that reads, learns, compares or saves beside the loop; each may fail without the others. */
export const startComponents = (parts: ComponentParts): Components => {
  const { venue, settings, catalogue, resolutions, learners, driver, reconciliation, clock, log } =
    parts
  const { adaptive, whales, trades, sports } = learners
  const start = (name: string, everySeconds: number, task: ComponentOptions['task']): Component =>
    startComponent({ name, everyMs: everySeconds * SECOND, clock, log, task })
  const markets = start('markets', venue.simulated ? 20 : 120, catalogue.refresh)
  const all = [
    markets,
    start('resolutions', venue.simulated ? 3 : 15, resolutions.refresh),
    ...(whales === undefined ? [] : [start('whales', venue.simulated ? 10 : 30, whales.refresh)]),
    ...(whales === undefined || trades === undefined
      ? []
      : [startTradeStream({ trades, whales, clock, log })]),
    ...(sports === undefined
      ? []
      : [start('sports', 30, sports.refresh), start('odds', 600, sports.refreshOdds)]),
    start('learning', 60, () => {
      if (!settings.adaptiveEnabled) return 'switched off'
      adaptive.passTime(clock.now())
      return 'thresholds adapt'
    }),
    start('reconciliation', 20, async () => {
      parts.askAfterEarlier()
      if (!(await driver.reconcile())) throw new Error('the account could not be read')
      return reconciliation.problem() ?? 'venue and journal agree'
    }),
    start('snapshots', 60, async (signal) => {
      venue.save()
      await learners.saveGently(signal)
      return 'saved'
    }),
  ]
  return { all, markets }
}
