import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort } from 'node:worker_threads'
import { summaryLines } from './report/print-summary.js'
import { summarise } from './report/summarise.js'
import { runInWorkers, type WorkerAnswer } from './run-in-workers.js'
import { runScenario } from './run-scenario.js'
import { drawScenario } from './scenario/draw-scenario.js'
import type { ScenarioResult } from './scenario-result.js'

const USAGE = `Runs the whole bot through seeded faults, crashes and restarts, and checks what must never happen.

  --scenarios N   how many; default 500, or 25 with --processes
  --seed S        the first seed; default 1
  --processes     real processes over HTTP and sockets, killed with SIGKILL, instead of virtual time
  --workers W     how many at a time
  --json FILE     writes the summary there too
  --trace         prints all that happened in each scenario`

type Options = Readonly<{
  scenarios: number
  seed: number
  processes: boolean
  workers: number
  json: string | undefined
  trace: boolean
}>

const readOptions = (): Options | undefined => {
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
  const scenarios = Number(values.scenarios ?? (processes ? 25 : 500))
  const workers = Number(values.workers ?? (processes ? 3 : availableParallelism()))
  const seed = Number(values.seed)
  const sound = [scenarios, workers].every((value) => Number.isSafeInteger(value) && value > 0)
  if (values.help || !sound || !Number.isSafeInteger(seed)) return undefined
  return { scenarios, seed, processes, workers, json, trace }
}

const seedsOf = ({ scenarios, seed }: Options): readonly number[] =>
  Array.from({ length: scenarios }, (_, index) => seed + index)

const run = async (options: Options): Promise<readonly ScenarioResult[]> => {
  const results: ScenarioResult[] = []
  const take = (result: ScenarioResult): void => {
    results.push(result)
    for (const { rule, detail } of result.violations)
      process.stdout.write(`seed ${result.seed}: ${rule}: ${detail.slice(0, 300)}\n`)
    if (results.length % 50 === 0) process.stdout.write(`${results.length} scenarios done\n`)
  }
  if (!options.trace) {
    const module = new URL(import.meta.url)
    await runInWorkers({
      module,
      seeds: seedsOf(options),
      workers: options.workers,
      onResult: take,
    })
    return results
  }
  for (const seed of seedsOf(options)) {
    const { lines, ...result } = await runScenario(drawScenario(seed))
    process.stdout.write(`${lines.join('\n')}\n`)
    take(result)
  }
  return results
}

const main = async (): Promise<void> => {
  const options = readOptions()
  if (options === undefined) {
    process.stderr.write(`${USAGE}\n`)
    process.exitCode = 2
    return
  }
  const started = Date.now()
  const summary = summarise('in process on virtual time', await run(options))
  process.stdout.write(`${summaryLines(summary).join('\n')}\n`)
  process.stdout.write(`Took ${Math.round((Date.now() - started) / 1000)} s\n`)
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify(summary, null, 2)}\n`)
  process.exitCode = summary.violations.length === 0 ? 0 : 1
}

/** A worker answers each seed with the result of its scenario. */
const serve = (port: NonNullable<typeof parentPort>): void => {
  port.on('message', async (seed: number) => {
    const { lines: _lines, ...result } = await runScenario(drawScenario(seed))
    const answer: WorkerAnswer = { result }
    port.postMessage(answer)
  })
}

if (parentPort !== null && !isMainThread) serve(parentPort)
else await main()
