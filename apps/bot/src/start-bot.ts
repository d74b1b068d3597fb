import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import {
  type Arrived,
  type Clock,
  type Command,
  createSeededRandom,
  messageOf,
  type OrderState,
  parseUsd,
  type Stamped,
  type Tick,
  tokenId,
} from '@bot/core'
import { createDecisionsHash, createRunLoop, restoreAccount, timeStrategies } from '@bot/engine'
import { createExecutionDriver } from '@bot/executor'
import { openJournal } from '@bot/journal'
import { createFeed } from '@bot/realtime-feed'
import type { TrackerSnapshot } from '@bot/whale-tracker'
import type { Config } from './config/load-config.js'
import { sha256 } from './effects/sha256.js'
import { writeFileWhole } from './effects/write-file-whole.js'
import { createAdaptiveLearner } from './learn/adaptive-learner.js'
import { createSportsWatcher } from './learn/sports-watcher.js'
import { createWhaleWatcher } from './learn/whale-watcher.js'
import type { Logger } from './log/create-logger.js'
import { assembleBrain, createPolicy } from './runtime/assemble.js'
import { createCatalogueFeed } from './runtime/catalogue-component.js'
import { createChanges } from './runtime/changes.js'
import { startClockwork } from './runtime/clockwork.js'
import { type Component, startComponent } from './runtime/component.js'
import { createEquityHistory } from './runtime/equity-history.js'
import { stateFiles, stateFolder } from './runtime/journal-folder.js'
import { createLogLines } from './runtime/log-lines.js'
import { lostOrders } from './runtime/lost-orders.js'
import { createReconciliation } from './runtime/reconciliation.js'
import { beginSession, endSession } from './runtime/session.js'
import { shown } from './runtime/shown.js'
import { createStrategyCounts } from './runtime/strategy-counts.js'
import { createUniverse } from './runtime/universe.js'
import { createActivity } from './stats/activity.js'
import { buildStats } from './stats/build-stats.js'
import { createFunnel } from './stats/funnel.js'
import type { StatsSource } from './stats/stats-source.js'
import type { Venue } from './venue/venue.js'
import { VERSION } from './version.js'

/** A bot that runs. */
export type RunningBot = Readonly<{
  stats: StatsSource
  /** How orders are filled, for people. */
  execution: string
  /** Cancels open orders within five seconds, writes everything down and ends every part. */
  stop: () => Promise<void>
}>

/** What a bot is started with: every effect comes in from outside. */
export type BotParts = Readonly<{ config: Config; venue: Venue; clock: Clock; log: Logger }>

const SLICE = 64
const OVERRUN_MS = 50
const CANCEL_MS = 5_000
const SAVE_MS = 60_000
const RECONCILE_MS = 20_000
const ODDS_MS = 600_000
const ACCOUNT = 'paper'

/**
 * Starts the bot: the composition root. Nothing else knows which parts there are.
 *
 * @throws BotError `journal-locked` when another bot uses the folder, `journal-corrupt` when it cannot be read.
 */
export const startBot = async ({ config, venue, clock, log }: BotParts): Promise<RunningBot> => {
  const { settings } = config
  const startedAt = clock.now()
  const files = stateFiles(stateFolder(settings, venue.name, ACCOUNT))
  const journal = await openJournal({ folder: files.journal, clock })
  if (journal.recovered.droppedBytes > 0) {
    log.warn(
      { bytes: journal.recovered.droppedBytes },
      'The last run ended in the middle of a write; what was flushed is kept',
    )
  }
  const start = parseUsd(settings.startingBalance, 'nearest')
  const policy = createPolicy(settings)
  const account = await restoreAccount(start, shown(journal.read(0), policy.remember))
  const left = account.openOrders()
  const resumed = journal.lastSeq() > 0

  const emit = (arrived: readonly Arrived[]): void => loop.take(arrived)
  const brain = assembleBrain({
    settings,
    extraStrategies: config.strategies,
    start: account,
    policy,
    wrap: (strategies) =>
      timeStrategies(strategies, {
        budgetMs: OVERRUN_MS,
        monotonic: () => performance.now(),
        onOverran: (strategy, millis) =>
          emit([{ at: clock.now(), event: { type: 'strategy-overran', strategy, millis } }]),
      }),
  })
  const view = brain.engine.view
  beginSession(journal, settings, brain.strategies, VERSION)

  const execution = await venue.execution({
    view,
    account,
    orderById: account.orderById,
    onReportsMissed: () => lookUp(view().orders),
    lastSeq: journal.lastSeq(),
    clock,
    log,
  })
  const universe = createUniverse(view, settings)
  const counts = createStrategyCounts()
  const strategyOf = (owner: string): string => counts.basketOwner(owner) ?? owner
  const activity = createActivity(view, strategyOf)
  const funnel = createFunnel(strategyOf)
  const hash = createDecisionsHash(sha256())
  const equityHistory = createEquityHistory()
  const logLines = createLogLines(log, brain.strategies)
  const changes = createChanges((thrown) =>
    log.error({ err: thrown }, 'A listener of changes failed'),
  )
  const learner = createAdaptiveLearner({
    settings,
    strategies: brain.strategies,
    view,
    onEvents: (arrived) => (settings.adaptiveEnabled ? emit(arrived) : undefined),
    log,
    now: startedAt,
    simulated: venue.simulated,
    save: (state) => journal.setMeta('adaptive', state),
    ...savedAdaptive(journal.getMeta('adaptive')),
  })
  const whales = settings.whaleTrackingEnabled
    ? createWhaleWatcher({
        venue,
        settings,
        clock,
        log,
        onEvents: emit,
        ...savedWhales(files.whales, log),
      })
    : undefined
  // Simulated markets have no games; real scores would explain nothing there.
  const sports =
    venue.simulated || !settings.espnEnabled
      ? undefined
      : createSportsWatcher({ settings, fetch, clock, log, onEvents: emit })

  const observe = (stamped: Stamped, tick: Tick): void => {
    hash.add(stamped, tick)
    execution.observe(stamped)
    for (const { key } of tick.wants) universe.want(key)
    const unproven = tick.wants.filter(({ want }) => want === 'book')
    if (unproven.length > 0) feed.prove(unproven.map(({ key }) => tokenId(key)))
    counts.observe(stamped, tick)
    funnel.add(stamped, tick)
    activity.add(stamped, tick)
    logLines.observe(stamped, tick)
    if (settings.adaptiveEnabled) learner.observe(stamped, tick)
    whales?.observe(stamped)
    if (stamped.event.type === 'timer') equityHistory.sample(stamped.at, view())
    reconciliation.observe(stamped)
    changes.observe(stamped, tick)
  }
  const loop = createRunLoop({
    engine: brain.engine,
    journal,
    perform: (command: Command) => void driver.perform(command),
    listeners: [observe],
    onListenerFailed: (thrown) =>
      log.error({ err: thrown }, `A listener failed: ${messageOf(thrown)}`),
    onHalted: (thrown) => log.fatal({ err: thrown }, `Trading is halted: ${messageOf(thrown)}`),
  })
  const lookUp = (orders: readonly OrderState[]): void => {
    for (const { intent } of orders) void driver.perform({ kind: 'lookup', ref: intent.ref })
  }
  const driver = createExecutionDriver({
    port: execution.port,
    onEvents: emit,
    flush: journal.flush,
    now: clock.now,
    orderOf: (ref) => view().orders.find((order) => order.intent.ref === ref),
    onFailure: ({ during, ref, cause }) =>
      log.warn({ during, ref, err: cause }, `Execution: ${during} failed: ${messageOf(cause)}`),
  })
  const reconciliation = createReconciliation({
    view,
    busy: () => driver.inFlight() > 0,
    onMismatch: (differences) => {
      log.fatal(
        { differences },
        'Trading is paused: foreign activity, the venue and the journal disagree',
      )
      emit([
        {
          at: clock.now(),
          event: { type: 'operator', command: 'pause', argument: 'foreign-activity' },
        },
      ])
    },
  })
  if (execution.keepsOrders) lookUp(left)
  else emit(lostOrders(left, startedAt))
  learner.resume(startedAt)

  const feed = createFeed({
    protocol: venue.reads.stream,
    reader: venue.reads.readBooks,
    clock,
    random: createSeededRandom(`${settings.seed}:feed`),
    onEvents: emit,
    useSocket: settings.useWebsocket,
    fastPollSeconds: settings.websocketFallbackPollSeconds,
  })
  feed.on('reconnected', ({ outageSeconds }) =>
    log.info({ outageSeconds }, `WebSocket reconnected after ${Math.round(outageSeconds)}s outage`),
  )
  feed.on('status', (report) =>
    log.info({ route: report.route, tokens: report.tokensByMode }, `Feed: ${report.route}`),
  )
  feed.on('problem', ({ kind, message }) => log.debug({ kind }, `Feed: ${message}`))

  const catalogue = createCatalogueFeed({
    venue,
    clock,
    log,
    onEvents: emit,
    held: universe.held,
    onRefreshed: () => {
      const { added, removed } = universe.update(catalogue.markets())
      if (removed.length > 0) feed.unwatch(removed)
      if (added.length > 0) feed.watch(added)
    },
  })
  const components: Component[] = [
    startComponent({
      name: 'markets',
      everyMs: venue.simulated ? 20_000 : 120_000,
      clock,
      log,
      task: catalogue.refresh,
    }),
    ...(whales === undefined
      ? []
      : [
          startComponent({
            name: 'whales',
            everyMs: venue.simulated ? 10_000 : 30_000,
            clock,
            log,
            task: whales.refresh,
          }),
        ]),
    ...(sports === undefined
      ? []
      : [
          startComponent({ name: 'sports', everyMs: 30_000, clock, log, task: sports.refresh }),
          startComponent({ name: 'odds', everyMs: ODDS_MS, clock, log, task: sports.refreshOdds }),
        ]),
    startComponent({
      name: 'learning',
      everyMs: 60_000,
      clock,
      log,
      task: () => {
        if (settings.adaptiveEnabled) learner.passTime(clock.now())
        return settings.adaptiveEnabled ? 'thresholds adapt' : 'switched off'
      },
    }),
    startComponent({
      name: 'reconciliation',
      everyMs: RECONCILE_MS,
      clock,
      log,
      task: async () => {
        if (!(await driver.reconcile())) throw new Error('the account could not be read')
        return reconciliation.problem() ?? 'venue and journal agree'
      },
    }),
    startComponent({
      name: 'snapshots',
      everyMs: SAVE_MS,
      clock,
      log,
      task: () => {
        venue.save()
        if (whales !== undefined)
          writeFileWhole(files.whales, JSON.stringify(whales.tracker.snapshot()))
        return 'saved'
      },
    }),
  ]
  feed.on('announcement', ({ kind }) => {
    if (kind === 'market-created') components[0]?.nudge()
  })
  const clockwork = startClockwork({
    engine: brain.engine,
    loop,
    clock,
    scanEveryMs: settings.scanIntervalSeconds * 1000,
    sliceSize: SLICE,
    firstScan: 0,
    onScanned: () => {},
  })
  log.info({ cascade: settings.cascadeEnabled }, 'Dynamic Strategy Engine: Enabled')
  log.info(
    { strategies: brain.strategies.map((each) => each.name), resumed, seq: journal.lastSeq() },
    'All dynamic systems initialized successfully',
  )

  const stats = buildStats({
    config,
    venue,
    brain,
    feed,
    journal,
    activity,
    funnel,
    counts,
    learner,
    whales,
    now: clock.now,
    startedAt,
    seq: loop.lastSeq,
    halted: () => loop.halted() ?? reconciliation.problem(),
    scans: clockwork.scans,
    equityHistory: equityHistory.points,
    components: () => components.map((component) => component.state()),
    sources: () => [...catalogue.chain.health(), ...(sports?.health() ?? [])],
    changes: changes.subscribe,
    command: (command) => emit([{ at: clock.now(), event: { type: 'operator', command } }]),
  })

  const stop = async (): Promise<void> => {
    clockwork.stop()
    for (const component of components) await component.stop()
    if (view().orders.length > 0) {
      emit([{ at: clock.now(), event: { type: 'operator', command: 'cancel-all' } }])
    }
    await withinTime(driver.idle(), clock, CANCEL_MS)
    await feed.close()
    await driver.close()
    await execution.close()
    // A journal or disk that fails is told to the caller, after everything was let go of.
    try {
      if (whales !== undefined)
        writeFileWhole(files.whales, JSON.stringify(whales.tracker.snapshot()))
      endSession(journal, hash.result().hash)
      await journal.flush()
    } finally {
      await journal.close().finally(venue.close)
    }
  }
  return { stats, execution: execution.label, stop }
}

/** Waits for something, but not for ever; leaves no timer that would keep the process alive. */
const withinTime = (done: Promise<void>, clock: Clock, mostMs: number): Promise<void> => {
  let cancel: () => void = () => {}
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(mostMs, resolve)
  })
  return Promise.race([done, late]).finally(cancel)
}

const savedAdaptive = (saved: unknown) =>
  saved === undefined
    ? {}
    : { saved: saved as NonNullable<Parameters<typeof createAdaptiveLearner>[0]['saved']> }

const savedWhales = (file: string, log: Logger): Readonly<{ saved?: TrackerSnapshot }> => {
  try {
    return { saved: JSON.parse(readFileSync(file, 'utf8')) as TrackerSnapshot }
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') {
      log.warn({ file }, `Wallets start anew: their snapshot cannot be read: ${messageOf(thrown)}`)
    }
    return {}
  }
}
