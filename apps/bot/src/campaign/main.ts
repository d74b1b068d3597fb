import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort } from 'node:worker_threads'
import { messageOf } from '@bot/core'
import { drawProcessScenario } from './processes/draw-process-scenario.js'
import { runProcessScenario } from './processes/run-process-scenario.js'
import { serveExchange } from './processes/serve-exchange.js'
import { summaryLines } from './report/print-summary.js'
import { summarise } from './report/summarise.js'
import { runInWorkers, type WorkerAnswer } from './run-in-workers.js'
import { runScenario } from './run-scenario.js'
import { runTogether } from './run-together.js'
import { drawScenario } from './scenario/draw-scenario.js'
import type { ScenarioResult } from './scenario-result.js'

const USAGE = `Usage: campaign [options]

Runs the whole bot through seeded faults, crashes and restarts of a simulated exchange, and checks what must never
happen. Ends with 0 when nothing did, with 1 when something did, with 2 when it was not understood.

  --scenarios N   how many; default 500, or 25 with --processes
  --seed S        the first seed; default 1. The same seed is the same scenario
  --processes     the bot and the exchange each in a process of its own, in real time over HTTP and sockets, the bot
                  killed with SIGKILL; without it everything runs in this process on virtual time
  --workers W     how many at a time; default one a core, or 5 with --processes
  --json FILE     writes the summary there too
  --trace         prints all that happened in each scenario, one scenario at a time
  --help          prints this

Examples:
  campaign --scenarios 2000 --seed 100000 --json summary.json
  campaign --scenarios 1 --seed 42 --trace`

type Options = Readonly<{
  scenarios: number
  seed: number
  processes: boolean
  workers: number
  json: string | undefined
  trace: boolean
}>

const readOptions = (): Options | 'help' => {
  const { values } = parseArgs({
    options: {
      scenarios: { type: 'string' },
      seed: { type: 'string', default: '1' },
      processes: { type: 'boolean', default: false },
      workers: { type: 'string' },
      json: { type: 'string' },
      trace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { processes, json, trace } = values
  if (values.help) return 'help'
  const scenarios = count('--scenarios', values.scenarios ?? (processes ? '25' : '500'))
  const workers = count(
    '--workers',
    values.workers ?? String(processes ? PROCESSES_AT_ONCE : availableParallelism()),
  )
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed))
    throw new Error(`Expected a whole number for --seed, was "${values.seed}"`)
  return { scenarios, seed, processes, workers, json, trace }
}

/** Real time does not repeat itself: a scenario that failed is told at once, but shortly. */
const SHORT = 120
/** Real time is mostly waiting. */
const PROCESSES_AT_ONCE = 5

const count = (name: string, text: string): number => {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new Error(`Expected a whole number above 0 for ${name}, was "${text}"`)
}

const seedsOf = ({ scenarios, seed }: Options): readonly number[] =>
  Array.from({ length: scenarios }, (_, index) => seed + index)

/** The built `bot` command beside this program, and this one, which is the exchange of a scenario, too. */
const PROGRAMS = {
  cli: fileURLToPath(new URL('../cli.js', import.meta.url)),
  campaign: fileURLToPath(import.meta.url),
}

type Traced = ScenarioResult & Readonly<{ lines: readonly string[] }>

const runOne = ({ processes }: Options, seed: number): Promise<Traced> =>
  processes
    ? runProcessScenario(drawProcessScenario(seed), PROGRAMS)
    : runScenario(drawScenario(seed))

const run = async (options: Options): Promise<readonly ScenarioResult[]> => {
  const { processes, workers, trace } = options
  const results: ScenarioResult[] = []
  const take = (result: ScenarioResult): void => {
    results.push(result)
    for (const { rule, detail } of result.violations)
      process.stdout.write(`seed ${result.seed}: ${rule}: ${detail.slice(0, 300)}\n`)
    if (results.length % (processes ? 10 : 50) === 0)
      process.stdout.write(`${results.length} scenarios done\n`)
  }
  const seeds = seedsOf(options)
  if (!trace && !processes) {
    const module = new URL(import.meta.url)
    await runInWorkers({ module, seeds, workers, onResult: take })
    return results
  }
  await runTogether(seeds, trace ? 1 : workers, async (seed) => {
    const { lines, ...result } = await runOne(options, seed)
    if (trace) process.stdout.write(`${lines.join('\n')}\n`)
    else if (processes && result.violations.length > 0)
      process.stdout.write(`${lines.map((line) => line.slice(0, SHORT)).join('\n')}\n`)
    take(result)
  })
  return results
}

const main = async (): Promise<void> => {
  const options = readOptions()
  if (options === 'help') {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const started = Date.now()
  const mode = options.processes ? 'processes' : 'in process on virtual time'
  const summary = summarise(mode, await run(options))
  const seconds = Math.round((Date.now() - started) / 1000)
  process.stdout.write(`${summaryLines(summary).join('\n')}\n`)
  process.stdout.write(`Took ${seconds} s, ${options.workers} at a time\n`)
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ ...summary, seconds }, null, 2)}\n`)
  process.exitCode = summary.violations.length === 0 ? 0 : 1
}

const mainOrUsage = (): Promise<void> =>
  main().catch((thrown: unknown) => {
    process.stderr.write(`campaign: ${messageOf(thrown)}\nSee campaign --help.\n`)
    process.exitCode = 2
  })

/** A worker answers each seed with the result of its scenario. */
const serve = (port: NonNullable<typeof parentPort>): void => {
  port.on('message', async (seed: number) => {
    const { lines: _lines, ...result } = await runScenario(drawScenario(seed))
    const answer: WorkerAnswer = { result }
    port.postMessage(answer)
  })
}

const [, , task, given = ''] = process.argv
if (parentPort !== null && !isMainThread) serve(parentPort)
else if (task === 'exchange') await serveExchange(given)
else await mainOrUsage()
