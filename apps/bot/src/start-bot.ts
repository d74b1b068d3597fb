import {
  type Arrived,
  type Clock,
  type Event,
  messageOf,
  type OrderState,
  type Stamped,
  type Tick,
  tokenId,
  wait,
} from '@bot/core'
import { createRunLoop, restoreAccount, timeStrategies } from '@bot/engine'
import { compareAccount, createExecutionDriver, type Difference } from '@bot/executor'
import type { Journal } from '@bot/journal'
import type { Feed } from '@bot/realtime-feed'
import type { Config } from './config/load-config.js'
import { type MachineEffects, machineEffects } from './effects/machine-effects.js'
import { withinTime } from './effects/within-time.js'
import { createLearners } from './learn/create-learners.js'
import { killFileOf, watchKillFile } from './live/kill-file.js'
import type { Logger } from './log/create-logger.js'
import { confirmedRelations } from './relations/read-relation-file.js'
import { assembleBrain, createPolicy } from './runtime/assemble.js'
import { createCatalogueFeed } from './runtime/catalogue-component.js'
import { createChanges } from './runtime/changes.js'
import { startClockwork } from './runtime/clockwork.js'
import { stateFiles, stateFolder } from './runtime/journal-folder.js'
import { createKnownMarkets } from './runtime/known-markets.js'
import { lostOrders } from './runtime/lost-orders.js'
import { openFeed } from './runtime/open-feed.js'
import { createRecentOrders } from './runtime/recent-orders.js'
import { createReconciliation } from './runtime/reconciliation.js'
import { createRecords } from './runtime/records.js'
import { createResolutionWatch } from './runtime/resolution-watch.js'
import { beginSession, endSession, startingCash } from './runtime/session.js'
import { shown } from './runtime/shown.js'
import { startComponents } from './runtime/start-components.js'
import { createUniverse, type Universe } from './runtime/universe.js'
import { settledOnPaper, unsettledOrders } from './runtime/unsettled-orders.js'
import { buildStats } from './stats/build-stats.js'
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
export type BotParts = Readonly<{
  config: Config
  venue: Venue
  clock: Clock
  log: Logger
  /** Default the real machine. */
  machine?: MachineEffects
}>

const SLICE = 64
const OVERRUN_MS = 50
const CANCEL_MS = 5_000
const CANCEL_AGAIN_MS = 250

/**
 * Starts the bot: the composition root. Nothing else knows which parts there are.
 *
 * @throws BotError `journal-locked` when another bot uses the folder, `journal-corrupt` when it cannot be read.
 */
export const startBot = async (parts: BotParts): Promise<RunningBot> => {
  const { config, venue, clock, log, machine = machineEffects } = parts
  const { settings } = config
  const relations = confirmedRelations(settings.relationsFile)
  const startedAt = clock.now()
  const files = stateFiles(stateFolder(settings, venue.name, venue.account))
  const journal = await machine.openJournal({ folder: files.journal, clock })
  tellRecovery(journal, log)
  const resumed = journal.lastSeq() > 0
  const policy = createPolicy(settings)
  const recent = createRecentOrders((id) => account.orderById(id))
  const markets = createKnownMarkets()
  const account = await restoreAccount(
    startingCash(journal, settings),
    shown(journal.read(0), (stamped) => {
      policy.remember(stamped)
      recent.observe(stamped)
      markets.observe(stamped)
    }),
  )
  const left = account.openOrders()
  const unsettled = unsettledOrders(account)

  let ended = false
  // What comes after the end is asked for at the next start: the session's hash is written, and must stay true.
  const emit = (arrived: readonly Arrived[]): void => {
    if (!ended) loop.take(arrived)
  }
  const happen = (event: Event): void => emit([{ at: clock.now(), event }])
  const brain = assembleBrain({
    settings,
    extraStrategies: config.strategies,
    relations,
    start: account,
    policy,
    wrap: (strategies) =>
      timeStrategies(strategies, {
        budgetMs: OVERRUN_MS,
        monotonic: machine.monotonic,
        onOverran: (strategy, millis) => happen({ type: 'strategy-overran', strategy, millis }),
      }),
  })
  const view = brain.engine.view
  beginSession(journal, settings, brain.strategies, VERSION)
  // Entries must never be durable without the session that they belong to.
  await journal.flush()

  const execution = await venue.execution({
    view,
    account,
    orderById: account.orderById,
    marketOf: (token) => view().marketOf(token) ?? markets.marketOf(token),
    onReportsMissed: () => lookUp([...view().orders, ...unsettledOrders(account), ...recent.all()]),
    lastSeq: journal.lastSeq(),
    clock,
    log,
  })
  const records = createRecords(view, brain.strategies, log)
  const changes = createChanges((thrown) =>
    log.error({ err: thrown }, 'A listener of changes failed'),
  )
  const learners = createLearners({
    venue,
    settings,
    strategies: brain.strategies,
    journal,
    whalesFile: files.whales,
    machine,
    view,
    clock,
    log,
    onEvents: emit,
  })
  const universe = createUniverse(view, settings, relations)
  const resolutions = createResolutionWatch({
    ...{ venue, clock, onEvents: emit },
    market: (id) => view().market(id),
    held: () => [...view().ledger.positions.values()].map((each) => each.market),
  })
  const observe = (stamped: Stamped, tick: Tick): void => {
    execution.observe(stamped)
    serveWants(tick, universe, feed)
    resolutions.observe(tick)
    records.observe(stamped, tick)
    learners.observe(stamped, tick)
    recent.observe(stamped)
    markets.observe(stamped)
    reconciliation.observe(stamped)
    changes.observe(stamped, tick)
  }
  const loop = createRunLoop({
    engine: brain.engine,
    journal,
    perform: (command) => void driver.perform(command),
    listeners: [observe],
    onListenerFailed: (thrown) =>
      log.error({ err: thrown }, `A listener failed: ${messageOf(thrown)}`),
    onHalted: (thrown) => log.fatal({ err: thrown }, `Trading is halted: ${messageOf(thrown)}`),
  })
  const driver = createExecutionDriver({
    port: execution.port,
    onEvents: emit,
    flush: journal.flush,
    now: clock.now,
    clock,
    orderOf: account.order,
    onFailure: ({ during, ref, cause }) =>
      log.warn({ during, ref, err: cause }, `Execution: ${during} failed: ${messageOf(cause)}`),
  })
  const lookUp = (orders: readonly OrderState[]): void => {
    for (const { intent } of new Set(orders)) {
      void driver.perform({ kind: 'lookup', ref: intent.ref })
    }
  }
  const reconciliation = createReconciliation({
    halted: () => brain.policy.status(view())['accountDifferences'] as readonly Difference[],
    differs: (read) =>
      compareAccount(read, view(), (id) => account.orderById(id) !== undefined).length > 0,
    // A report that was lost is found by asking; what is only on its way is asked after in vain.
    onDifference: () => {
      if (driver.inFlight() === 0) lookUp(recent.all())
    },
    onHalt: (differences) =>
      log.fatal(
        { differences },
        'Trading is paused: foreign activity, the venue and the journal disagree',
      ),
  })
  const feed = openFeed({ venue, settings, clock, log, onEvents: emit })
  if (execution.keepsOrders) lookUp([...left, ...unsettled, ...recent.all()])
  else emit([...settledOnPaper(unsettled, startedAt), ...lostOrders(left, startedAt)])
  // The policy asks after what it sent itself; nobody but us after trades of an earlier run.
  const earlier = new Set(unsettled.map(({ intent }) => intent.ref))
  learners.adaptive.resume(startedAt)

  const catalogue = createCatalogueFeed({
    venue,
    clock,
    log,
    onEvents: emit,
    complete: markets.complete,
    held: () => new Set([...universe.held(), ...(learners.whales?.awaited() ?? [])]),
    onRefreshed: () => {
      const { added, removed } = universe.update(catalogue.markets())
      if (removed.length > 0) feed.unwatch(removed)
      if (added.length > 0) feed.watch(added)
    },
  })
  const components = startComponents({
    venue,
    settings,
    catalogue,
    resolutions,
    learners,
    driver,
    reconciliation,
    askAfterEarlier: () =>
      lookUp(unsettledOrders(account).filter(({ intent }) => earlier.has(intent.ref))),
    clock,
    log,
  })
  feed.on('announcement', ({ kind }) => {
    if (kind === 'market-created') components.markets.nudge()
  })
  const clockwork = startClockwork({
    engine: brain.engine,
    loop,
    clock,
    scanEveryMs: settings.scanIntervalSeconds * 1000,
    sliceSize: SLICE,
  })
  const stopWatchingKillFile = watchKillFile(killFileOf(settings), clock, (file) => {
    log.fatal({ file }, 'Trading is stopped: the kill file is there')
    happen({ type: 'operator', command: 'kill', argument: 'kill-file' })
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
    activity: records.activity,
    funnel: records.funnel,
    counts: records.counts,
    learner: learners.adaptive,
    whales: learners.whales,
    now: clock.now,
    startedAt,
    seq: loop.lastSeq,
    halted: () => loop.halted() ?? reconciliation.problem(),
    scans: clockwork.scans,
    equityHistory: records.equityHistory.points,
    components: () => [
      ...components.all.map((component) => component.state()),
      ...(execution.state === undefined ? [] : [{ name: 'orders', ...execution.state() }]),
    ],
    sources: () => [...catalogue.chain.health(), ...(learners.sports?.health() ?? [])],
    changes: changes.subscribe,
    command: (command, argument) =>
      happen({ type: 'operator', command, ...(argument === undefined ? {} : { argument }) }),
  })

  /** What was under way at the first cancel may turn up open after it: cancels until nothing is, or time is up. */
  const cancelOpen = async (): Promise<void> => {
    const until = clock.now() + CANCEL_MS
    if (view().orders.length > 0) happen({ type: 'operator', command: 'cancel-all' })
    for (;;) {
      await withinTime(driver.idle(), clock, until - clock.now())
      if (view().orders.length === 0 || clock.now() >= until) return
      happen({ type: 'operator', command: 'cancel-all' })
      await wait(clock, CANCEL_AGAIN_MS)
    }
  }
  const stop = async (): Promise<void> => {
    clockwork.stop()
    stopWatchingKillFile()
    for (const component of components.all) await component.stop()
    await cancelOpen()
    await feed.close()
    await driver.close()
    await execution.close()
    // A journal or disk that fails is told to the caller, after everything was let go of.
    try {
      learners.save()
      ended = true
      endSession(journal, records.hash.result().hash)
      await journal.flush()
    } finally {
      await journal.close().finally(venue.close)
    }
  }
  return { stats, execution: execution.label, stop }
}

const tellRecovery = (journal: Journal, log: Logger): void => {
  const bytes = journal.recovered.droppedBytes
  if (bytes === 0) return
  log.warn({ bytes }, 'The last run ended in the middle of a write; what was flushed is kept')
}

/** Remembers what strategies wait for, and has quiet books proven that a decision waits for. */
const serveWants = (tick: Tick, universe: Universe, feed: Feed): void => {
  for (const { key } of tick.wants) universe.want(key)
  const unproven = tick.wants.filter(({ want }) => want === 'book')
  if (unproven.length > 0) feed.prove(unproven.map(({ key }) => tokenId(key)))
}
