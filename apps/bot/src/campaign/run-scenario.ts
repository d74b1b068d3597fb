import { parseUsd, timeMs } from '@bot/core'
import { completeSettings } from '../runtime/session.js'
import { partsWork } from '../soak/parts-work.js'
import { basketStories } from './checks/basket-story.js'
import { type BotBooks, openBotBooks } from './checks/bot-books.js'
import { checkActions } from './checks/check-actions.js'
import { agrees, checkBalances } from './checks/check-balances.js'
import { checkBaskets } from './checks/check-baskets.js'
import { checkFills, fillsAt } from './checks/check-fills.js'
import { checkJournal } from './checks/check-journal.js'
import { createLimitCheck } from './checks/check-limits.js'
import { createPostCheck } from './checks/check-posts.js'
import { openExchangeLedger, tradesOf } from './checks/exchange-ledger.js'
import type { Report, Violation } from './checks/violation.js'
import { watchExits } from './checks/watch-exits.js'
import { countScenario, failedStartsIn, type TimedEvent } from './count-scenario.js'
import { createTrace, type Trace } from './create-trace.js'
import { type CrashDisk, createCrashDisk } from './journal/create-crash-disk.js'
import { type Sabotage, type Supervisor, superviseBot } from './life/supervise-bot.js'
import { aimFault } from './scenario/aim-fault.js'
import type { Moment, Scenario } from './scenario/scenario.js'
import type { ScenarioResult } from './scenario-result.js'
import { createVirtualClock } from './time/create-virtual-clock.js'
import { openWorld, type World } from './world/open-world.js'

/** How long a stop may take, in milliseconds of the scenario. */
const STOP_MS = 30_000
const STEP_MS = 500

/** A day of no meaning, some hours before midnight. */
const START = timeMs(Date.UTC(2026, 4, 5, 9))

/** What the parts of a run share. */
type Stage = Readonly<{
  scenario: Scenario
  world: World
  disk: CrashDisk
  books: BotBooks
  supervisor: Supervisor
  trace: Trace
  report: Report
  /** What the supervisor told, in its order. */
  told: readonly TimedEvent[]
}>

/**
 * Runs the whole bot through a scenario on virtual time, and checks everything that must hold.
 *
 * Nothing here depends on the machine: the same scenario gives the same result.
 */
export const runScenario = async (
  scenario: Scenario,
  sabotage: Sabotage = {},
): Promise<ScenarioResult & Readonly<{ lines: readonly string[] }>> => {
  const violations: Violation[] = []
  const stage = openStage(scenario, sabotage, violations)
  const { world, trace, disk, report, books } = stage
  const stopListening = hearRejections(report)
  try {
    stage.supervisor.start()
    await makeTrouble(stage)
    const faults = faultHits(world)
    const recoveryMs = await recover(stage)
    await settle(stage)
    await stopForGood(stage)
    for (const hash of await checkJournal(disk, report)) trace.note(`decided ${hash}`)
    trace.note(`cash ${world.exchange.balances(world.wallet).cash}`)
    const counts = countScenario({ world, books, entries: disk.entries(), told: stage.told })
    const { seed } = scenario
    const lines = trace.lines()
    const failedStarts = failedStartsIn(stage.told)
    const result = { seed, violations, faults, counts, failedStarts, recoveryMs }
    return { ...result, trace: trace.hash(), lines }
  } finally {
    stopListening()
    await world.venue.close()
  }
}

const openStage = (scenario: Scenario, sabotage: Sabotage, violations: Violation[]): Stage => {
  const clock = createVirtualClock(START)
  const trace = createTrace(clock)
  const world = openWorld(scenario, clock, trace.note)
  const report: Report = (rule, detail) => {
    trace.note(`VIOLATION ${rule}: ${detail}`)
    violations.push({ rule, at: world.clock.now(), detail })
  }
  const disk = createCrashDisk('in memory')
  const settings = completeSettings(scenario.settings)
  const books = openBotBooks(parseUsd(settings.startingBalance, 'nearest'), disk.entries)
  watchOrderEntry(world, books, settings, trace, report)
  const exits = watchExits(world, report)
  const told: TimedEvent[] = []
  const supervisor = superviseBot({
    ...{ world, scenario, disk, sabotage },
    onFatal: (message) => {
      // Fills that were not told yet look like somebody else's: what counts is that both sides agree in the end.
      if (!message.includes('foreign activity')) report('halted-itself', message)
    },
    onEvent: (event) => {
      told.push({ ...event, at: clock.now() })
      trace.note('reason' in event ? `${event.kind}: ${event.reason}` : event.kind)
      exits.observe(event)
    },
  })
  return { scenario, world, disk, books, supervisor, trace, report, told }
}

const watchOrderEntry = (
  world: World,
  books: BotBooks,
  limits: Parameters<typeof createLimitCheck>[0]['limits'],
  trace: Trace,
  report: Report,
): void => {
  const { exchange, wallet } = world
  const posts = createPostCheck(books, report)
  const ledger = openExchangeLedger(tradesOf(exchange, wallet), books)
  const limitCheck = createLimitCheck({ limits, books, ledger, report })
  world.orders.onPost((posted) => {
    posts.check(posted)
    limitCheck.check(posted)
    trace.note(`post ${books.byWire.get(posted.body)?.id}`)
  })
  exchange.subscribe((event) => {
    if (event.type !== 'trade' && event.type !== 'trade-status') return
    const { taker, makers, id, status } = event.trade
    if ([taker, ...makers].some(({ owner }) => owner === wallet)) trace.note(`${status} ${id}`)
  })
}

const makeTrouble = async ({ scenario, world, supervisor, trace }: Stage): Promise<void> => {
  const { clock, start } = world
  for (const moment of scenario.moments) {
    await clock.pass(Math.max(0, start + moment.at - clock.now()))
    trace.note(JSON.stringify(moment))
    act(moment, world, supervisor)
  }
  await clock.pass(Math.max(0, start + scenario.troubleMs - clock.now()))
}

const act = (moment: Moment, world: World, supervisor: Supervisor): void => {
  if (moment.kind === 'fault') {
    const fault = aimFault(moment.fault, moment.aim, world.exchange, world.wallet)
    if (fault !== undefined) world.venue.faults.set(fault)
  } else if (moment.kind === 'crash') supervisor.crash(moment.keep, moment.downMs)
  else supervisor.restart(moment.downMs)
}

const faultHits = ({ venue }: World): Readonly<Record<string, number>> => {
  const hits: Record<string, number> = {}
  for (const { fault, hits: struck } of venue.faults.list()) {
    const name = `${fault.scope} ${fault.kind}`
    hits[name] = (hits[name] ?? 0) + Math.max(struck, fault.kind === 'restart' ? 1 : 0)
  }
  return hits
}

/** Passes time until something holds; tells whether it came to that. */
const passUntil = async (
  { world: { clock }, books }: Stage,
  mostMs: number,
  holds: () => boolean,
): Promise<boolean> => {
  const end = clock.now() + mostMs
  while (clock.now() < end) {
    await clock.pass(STEP_MS)
    books.catchUp()
    if (holds()) return true
  }
  return false
}

const recover = async (stage: Stage): Promise<number | undefined> => {
  const { world, supervisor, books, trace, report } = stage
  const { clock, venue, chain } = world
  venue.faults.clear()
  chain.calm()
  const since = clock.now()
  const works = (): boolean => {
    const bot = supervisor.bot()
    if (bot === undefined || books.accountReadAt() <= since) return false
    return partsWork(bot) && books.markets.silentTokens().length === 0
  }
  const recovered = await passUntil(stage, stage.scenario.patienceMs, works)
  trace.note(recovered ? 'works again' : 'does not work again')
  if (recovered) return clock.now() - since
  const bot = supervisor.bot()
  const { reasons } = bot?.stats.health() ?? { reasons: ['no bot runs'] }
  const { feed, components } = bot?.stats.status() ?? {}
  report(
    'not-recovered',
    JSON.stringify({
      reasons,
      silent: books.markets.silentTokens(),
      tokens: feed?.tokens,
      components,
    }),
  )
  return undefined
}

/** Lets everything under way come to its end without new entries, and compares both sides to the last millionth. */
const settle = async (stage: Stage): Promise<void> => {
  const { scenario, world, supervisor, books, disk, report } = stage
  const { exchange, wallet } = world
  supervisor.bot()?.stats.command('pause')
  const haveEnded = (): boolean =>
    basketStories(disk.entries()).every(({ ended }) => ended !== undefined)
  await passUntil(
    stage,
    scenario.patienceMs,
    () =>
      exchange.openOrders(wallet).length === 0 &&
      agrees(exchange.balances(wallet), books) &&
      haveEnded(),
  )
  const entries = disk.entries()
  const fills = fillsAt(exchange, wallet)
  checkBalances(exchange.balances(wallet), books, report)
  checkFills(fills, books, report)
  checkBaskets({ entries, fills, books, report })
  checkActions(world.chain.done(), entries, report)
}

const stopForGood = async (stage: Stage): Promise<void> => {
  const { supervisor, told, report } = stage
  if (supervisor.bot() === undefined) return
  supervisor.restart('never')
  if (!(await passUntil(stage, STOP_MS, () => told.at(-1)?.kind === 'stopped')))
    report('did-not-stop', JSON.stringify(told.at(-1)))
}

const hearRejections = (report: Report): (() => void) => {
  const hear = (reason: unknown): void =>
    report('unhandled-rejection', reason instanceof Error ? (reason.stack ?? '') : String(reason))
  process.on('unhandledRejection', hear)
  return () => void process.off('unhandledRejection', hear)
}
