import { existsSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf, parseUsd, type Stamped, timeMs } from '@bot/core'
import type { FaultState } from '@bot/sim/server'
import { completeSettings } from '../../runtime/session.js'
import { partsWork } from '../../soak/parts-work.js'
import type { Health, StatusReport } from '../../stats/stats-source.js'
import { type BotBooks, openBotBooks } from '../checks/bot-books.js'
import { agrees, checkBalances } from '../checks/check-balances.js'
import { checkFills } from '../checks/check-fills.js'
import { checkJournal } from '../checks/check-journal.js'
import type { Report, Violation } from '../checks/violation.js'
import type { Moment, Scenario } from '../scenario/scenario.js'
import type { ScenarioCounts, ScenarioResult } from '../scenario-result.js'
import { ask, tell } from './ask.js'
import { judgeLimits } from './judge-limits.js'
import { openProcessWorld, type ProcessWorld } from './open-process-world.js'
import { readJournal } from './read-journal.js'
import { type ProcessSupervisor, superviseProcess } from './supervise-process.js'

/** What a new wallet gets at the simulated exchange. */
const START = parseUsd('1000')
const POLL_MS = 250
/** The venue cancels what a silent client left open after 10 s; a little more for two clocks and whole seconds. */
const SILENCE_MS = 12_000
/** In one of so many scenarios the bot stays dead for long enough that the venue must cancel its orders. */
const SILENT_EVERY = 4

type Stage = Readonly<{
  scenario: Scenario
  world: ProcessWorld
  supervisor: ProcessSupervisor
  report: Report
  note: (what: string) => void
}>

/**
 * Runs a bot in live mode and an exchange, each in a process of its own, through a scenario in real time, and checks
 * what must hold by the exchange's answers and the journal's files.
 */
export const runProcessScenario = async (
  scenario: Scenario,
  cli: string,
): Promise<ScenarioResult & Readonly<{ lines: readonly string[] }>> => {
  const began = Date.now()
  const lines: string[] = []
  const note = (what: string): void => void lines.push(`${Date.now() - began} ${what}`)
  const violations: Violation[] = []
  const report: Report = (rule, detail) => {
    note(`VIOLATION ${rule}: ${detail}`)
    violations.push({ rule, at: timeMs(Date.now()), detail })
  }
  const world = await openProcessWorld(scenario, cli)
  const supervisor = superviseProcess({
    ...{ cli, folder: world.folder, env: world.env },
    onFatal: (message) => {
      note(`fatal: ${message}`)
      // Fills that were not told yet look like somebody else's: what counts is that both sides agree in the end.
      if (!message.includes('foreign activity')) report('halted-itself', message)
    },
  })
  const stage: Stage = { scenario, world, supervisor, report, note }
  try {
    supervisor.start()
    await waitUntil(scenario.patienceMs, async () => supervisor.url() !== undefined)
    note('up')
    await makeTrouble(stage)
    if (scenario.seed % SILENT_EVERY === 0) await fallSilent(stage)
    const faults = await faultHits(world)
    const recoveryMs = await recover(stage)
    await settle(stage)
    await stopForGood(stage)
    const counts = await judge(stage, Date.now() - began)
    const { seed } = scenario
    return { seed, violations, faults, counts, recoveryMs, trace: '', lines }
  } finally {
    await supervisor.end()
    await world.close()
    if (violations.length === 0) rmSync(world.folder, { recursive: true, force: true })
    else note(`its journal and data stay in ${world.folder}`)
  }
}

const makeTrouble = async (stage: Stage): Promise<void> => {
  const { scenario } = stage
  const began = Date.now()
  for (const moment of scenario.moments) {
    await sleep(Math.max(0, began + moment.at - Date.now()))
    await act(moment, stage)
  }
  await sleep(Math.max(0, began + scenario.troubleMs - Date.now()))
}

const act = async (moment: Moment, { world, supervisor, report, note }: Stage): Promise<void> => {
  note(JSON.stringify(moment))
  if (moment.kind === 'fault') {
    if (moment.fault.kind !== 'tick-change') await tell(`${world.sim}/_sim/faults`, moment.fault)
  } else if (moment.kind === 'crash') await supervisor.crash(moment.downMs)
  else {
    const outcome = await supervisor.restart(moment.downMs)
    note(JSON.stringify(outcome))
    if (typeof outcome === 'object') report('did-not-stop', outcome.failed)
  }
}

const fallSilent = async ({ world, supervisor, report, note }: Stage): Promise<void> => {
  note('falls silent')
  await ask(`${world.sim}/_sim/faults`, () => ({ method: 'DELETE' }))
  await supervisor.crash(SILENCE_MS + 1_000)
  const diedAt = Date.now()
  await sleep(SILENCE_MS)
  const left = (await world.account.openOrders()).filter(({ createdAt }) => createdAt < diedAt)
  if (left.length > 0)
    report('orders-left-open', `after silence: ${left.map(({ id }) => id).join(', ')}`)
}

const faultHits = async ({ sim }: ProcessWorld): Promise<Readonly<Record<string, number>>> => {
  const set = (await ask(`${sim}/_sim/faults`)) as readonly FaultState[]
  const hits: Record<string, number> = {}
  for (const { fault, hits: struck } of set) {
    const name = `${fault.scope} ${fault.kind}`
    hits[name] = (hits[name] ?? 0) + Math.max(struck, fault.kind === 'restart' ? 1 : 0)
  }
  return hits
}

/** Waits until something holds; tells whether it came to that. */
const waitUntil = async (mostMs: number, holds: () => Promise<boolean>): Promise<boolean> => {
  const end = Date.now() + mostMs
  while (Date.now() < end) {
    if (await holds().catch(() => false)) return true
    await sleep(POLL_MS)
  }
  return false
}

const recover = async (stage: Stage): Promise<number | undefined> => {
  const { world, supervisor, scenario, report, note } = stage
  await ask(`${world.sim}/_sim/faults`, () => ({ method: 'DELETE' }))
  const since = Date.now()
  let seen = 'no bot was up'
  const recovered = await waitUntil(scenario.patienceMs, async () => {
    const url = supervisor.url()
    if (url === undefined) return false
    const health = (await (await fetch(`${url}/health`)).json()) as Health
    const status = (await (await fetch(`${url}/api/status`)).json()) as StatusReport
    seen = JSON.stringify({ health, tokens: status.feed.tokens, components: status.components })
    return partsWork({ stats: { health: () => health, status: () => status } })
  })
  note(recovered ? 'works again' : 'does not work again')
  if (recovered) return Date.now() - since
  report('not-recovered', `${seen} ${supervisor.lastLines().slice(-3).join(' | ')}`)
  return undefined
}

/** Lets everything under way come to its end without new entries. */
const settle = async ({ scenario, world, supervisor, report, note }: Stage): Promise<void> => {
  note(`funnel ${JSON.stringify(await ask(`${supervisor.url()}/api/funnel`).catch(messageOf))}`)
  const command = (name: string): Promise<boolean> =>
    tell(`${supervisor.url()}/api/command`, { command: name })
  await command('pause')
  await command('cancel-all')
  const settled = await waitUntil(scenario.patienceMs, async () => {
    const { entries } = await readJournal(world.journal)
    const books = booksOf(entries())
    const open = await world.account.openOrders()
    return open.length === 0 && agrees(await world.account.balances(), books)
  })
  if (!settled) report('fills-not-settled', 'the venue and the journal did not come to agree')
}

const stopForGood = async ({ world, supervisor, report }: Stage): Promise<void> => {
  const outcome = await supervisor.restart('never')
  if (outcome !== 'stopped') report('did-not-stop', JSON.stringify(outcome))
  const left = await world.account.openOrders()
  if (left.length > 0)
    report('orders-left-open', `after a stop: ${left.map(({ id }) => id).join(', ')}`)
}

const booksOf = (entries: readonly Stamped[]): BotBooks => {
  const books = openBotBooks(START, () => entries)
  books.catchUp()
  return books
}

const judge = async (stage: Stage, simulatedMs: number): Promise<ScenarioCounts> => {
  const { world, scenario, report } = stage
  if (!existsSync(world.journal)) throw new Error('the bot never wrote a journal')
  const journal = await readJournal(world.journal)
  const entries = journal.entries()
  const books = booksOf(entries)
  const fills = await world.account.fills()
  // An exit may have gone out between the agreement and the stop: it counts, but the stop left it unconfirmed.
  checkBalances(await world.account.balances(), books, (rule, detail) => {
    if (rule !== 'fills-not-settled') report(rule, detail)
  })
  checkFills(fills, books, report)
  checkIds(entries, report)
  const limits = completeSettings(scenario.settings)
  judgeLimits({ entries, fills, whole: books, start: START, limits, report })
  await checkJournal(journal, report)
  return count(stage, entries, books, fills, simulatedMs)
}

/** One intent is one order, over all restarts. */
const checkIds = (entries: readonly Stamped[], report: Report): void => {
  const idOf = new Map<string, string>()
  for (const { event } of entries) {
    if (event.type !== 'order-prepared') continue
    const before = idOf.get(event.ref) ?? event.id
    if (before !== event.id)
      report('order-sent-twice', `${event.ref} was signed as ${before} and as ${event.id}`)
    idOf.set(event.ref, event.id)
  }
}

const count = (
  { world, supervisor }: Stage,
  entries: readonly Stamped[],
  books: BotBooks,
  fills: readonly Readonly<{ order: string; trade: string; failed: boolean }>[],
  simulatedMs: number,
): ScenarioCounts => {
  const ended = (kind: 'crashed' | 'stopped'): number =>
    supervisor.events().filter((event) => event.kind === kind).length
  const baskets = fills.flatMap(({ order }) => books.byId.get(order as never)?.intent.basket ?? [])
  const actions = entries.flatMap(({ event }) =>
    event.type === 'settlement' && event.status === 'confirmed' ? [event.ref] : [],
  )
  return {
    simulatedMs,
    orders: books.byId.size,
    sameBytesAgain: 0,
    fills: new Set(fills.map(({ trade }) => trade)).size,
    failedFills: new Set(fills.flatMap(({ trade, failed }) => (failed ? [trade] : []))).size,
    baskets: new Set(baskets).size,
    actions: new Set(actions).size,
    unknownOutcomes: entries.filter(
      ({ event }) => event.type === 'execution' && event.report.status === 'unknown',
    ).length,
    crashes: ended('crashed'),
    restarts: ended('stopped'),
    failedStarts: supervisor.failedStarts(),
    planted: world.maker.planted(),
    journalEntries: entries.length,
  }
}
