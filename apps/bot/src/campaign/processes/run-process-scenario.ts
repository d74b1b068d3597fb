import { existsSync, rmSync } from 'node:fs'
import { timeMs } from '@bot/core'
import type { FaultState } from '@bot/sim/server'
import type { Report, Violation } from '../checks/violation.js'
import type { ScenarioResult } from '../scenario-result.js'
import { ask } from './ask.js'
import { countProcessScenario } from './count-process-scenario.js'
import type { ProcessScenario } from './draw-process-scenario.js'
import { endScenario, recover } from './end-scenario.js'
import { type Evidence, judgeScenario } from './judge-scenario.js'
import { fallSilent, makeTrouble } from './make-trouble.js'
import {
  faucetOf,
  openProcessWorld,
  type ProcessWorld,
  type Programs,
} from './open-process-world.js'
import { type ProcessStage, waitUntil } from './process-stage.js'
import { readJournal } from './read-journal.js'
import { type ProcessSupervisor, superviseProcess } from './supervise-process.js'

/** In one of so many scenarios the bot stays dead for long enough that the venue must cancel its orders. */
const SILENT_EVERY = 4

/**
 * Runs a bot in live mode and an exchange, each in a process of its own, through a scenario in real time, and checks
 * what must hold by the exchange's answers and the journal's files.
 */
export const runProcessScenario = async (
  scenario: ProcessScenario,
  programs: Programs,
): Promise<ScenarioResult & Readonly<{ lines: readonly string[] }>> => {
  const began = Date.now()
  const lines: string[] = []
  const note = (what: string): void => void lines.push(`${Date.now() - began} ${what}`)
  const violations: Violation[] = []
  const report: Report = (rule, detail) => {
    note(`VIOLATION ${rule}: ${detail}`)
    violations.push({ rule, at: timeMs(Date.now()), detail })
  }
  const world = await openProcessWorld(scenario, programs)
  const supervisor = supervise(programs, world, report, note)
  const stage: ProcessStage = { scenario, world, supervisor, report, note }
  try {
    supervisor.start()
    await waitUntil(scenario.patienceMs, async () => supervisor.url() !== undefined)
    note('up')
    await makeTrouble(stage)
    if (scenario.seed % SILENT_EVERY === 0) await fallSilent(stage)
    const faults = await faultHits(world)
    const recoveryMs = await recover(stage)
    await endScenario(stage)
    const evidence = await gather(stage)
    const books = await judgeScenario(evidence, report)
    const planted = ((await ask(`${world.sim}/_sim/planted`)) as readonly unknown[]).length
    const simulatedMs = Date.now() - began
    const counts = countProcessScenario({ evidence, books, supervisor, planted, simulatedMs })
    const { seed } = scenario
    const failedStarts = supervisor.failedStarts()
    return { seed, violations, faults, counts, failedStarts, recoveryMs, trace: '', lines }
  } finally {
    await supervisor.end()
    await world.close()
    if (violations.length === 0) rmSync(world.folder, { recursive: true, force: true })
    else note(`its journal and data stay in ${world.folder}`)
  }
}

const supervise = (
  { cli }: Programs,
  { folder, env }: ProcessWorld,
  report: Report,
  note: (what: string) => void,
): ProcessSupervisor =>
  superviseProcess({
    ...{ args: [cli, 'run', '--json'], folder, env },
    onFatal: (message) => {
      note(`fatal: ${message}`)
      // Fills that were not told yet look like somebody else's: what counts is that both sides agree in the end.
      if (!message.includes('foreign activity')) report('halted-itself', message)
    },
    onFailedStart: (lines) => note(`a start failed: ${lines.join(' | ')}`),
  })

const faultHits = async ({ sim }: ProcessWorld): Promise<Readonly<Record<string, number>>> => {
  const set = (await ask(`${sim}/_sim/faults`)) as readonly FaultState[]
  const hits: Record<string, number> = {}
  for (const { fault, hits: struck } of set) {
    const name = `${fault.scope} ${fault.kind}`
    hits[name] = (hits[name] ?? 0) + Math.max(struck, fault.kind === 'restart' ? 1 : 0)
  }
  return hits
}

const gather = async ({ world, scenario }: ProcessStage): Promise<Evidence> => {
  if (!existsSync(world.journal)) throw new Error('the bot never wrote a journal')
  const { account } = world
  return {
    journal: await readJournal(world.journal),
    balances: await account.balances(),
    fills: await account.fills(),
    actions: await account.actions(),
    openOrders: (await account.openOrders()).map(({ id }) => id),
    settings: scenario.settings,
    start: faucetOf(scenario),
  }
}
