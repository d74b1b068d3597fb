import { writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { messageOf } from '@bot/core'
import type { Judgement } from './judge-journal.js'
import { missedLines } from './missed-lines.js'
import { runExecuted } from './run-executed.js'
import { runOverSockets } from './run-over-sockets.js'
import { realisedPart } from './sum-scores.js'

const USAGE = `Usage: executed [options]

Lets a bot that nobody configured trade on a simulated exchange with planted mispricings and traps, and compares what was
planted with what it earned. Ends with 0 when at least 95 % of what fits its limits was realised and no trap was bought,
with 1 when not, with 2 when it was not understood.

  --seeds N       the seeds 1 to N, one after the other; default 1
  --seed S        one seed alone
  --minutes M     how long it trades; default 5
  --sockets       the bot in a process of its own, in real time over HTTP and sockets; without it everything runs in
                  this process on virtual time, and is resolved at the end
  --apart         with --sockets: the exchange in another process, given to the bot by its addresses
  --confirm       a person signs what bot relations propose finds in the listing, and the bot is given that file; over
                  sockets the exchange is in another process then
  --json FILE     writes everything there too

Example:
  node apps/bot/dist/executed/main.js --sockets --seeds 3 --minutes 6`

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url))

const run = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1' },
      seed: { type: 'string' },
      minutes: { type: 'string', default: '5' },
      sockets: { type: 'boolean', default: false },
      apart: { type: 'boolean', default: false },
      confirm: { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  const minutes = above0('--minutes', values.minutes)
  const count = above0('--seeds', values.seeds)
  const seeds =
    values.seed === undefined
      ? Array.from({ length: count }, (_, index) => index + 1)
      : [above0('--seed', values.seed)]
  const confirms = values.confirm
  const exchange = values.apart || confirms ? 'apart' : 'within'
  const results: object[] = []
  let good = true
  for (const seed of seeds) {
    const judgement = values.sockets
      ? await runOverSockets({ exchange, seed, minutes, cli: CLI, confirms })
      : await runExecuted({ seed, minutes, confirms })
    good = tell(seed, judgement) && good
    const { kinds, scores, left } = judgement
    results.push({ seed, realised: realisedPart(kinds), kinds, scores, left })
  }
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 1))
  return good ? 0 : 1
}

const above0 = (name: string, text: string): number => {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`Expected ${name} to be a number above 0, was '${text}'`)
  return value
}

const tell = (seed: number, { kinds, scores, left }: Judgement): boolean => {
  const part = realisedPart(kinds)
  const bought = kinds.filter((kind) => kind.trap && kind.bought > 0)
  const frames = scores.flatMap(({ frameMs }) => frameMs ?? []).sort((a, b) => a - b)
  const load = `load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  say(
    `seed ${seed}: ${(part * 100).toFixed(1)} % realised, ${bought.length} traps bought (${load})`,
  )
  for (const { kind, trap, planted, counted, expected, realised, leftOut } of kinds) {
    if (trap) continue
    say(
      `  ${kind}: ${planted} planted, ${counted} counted, ${expected} expected, ${realised} realised, left out ${JSON.stringify(leftOut)}`,
    )
  }
  const traps = kinds.filter(({ trap }) => trap)
  say(
    `  traps: ${traps.reduce((sum, { planted }) => sum + planted, 0)} planted of ${traps.length} kinds`,
  )
  say(`  first frames: median ${frames[frames.length >> 1]} ms, longest ${frames.at(-1)} ms`)
  for (const line of missedLines(scores)) say(`  missed ${line}`)
  for (const { basket, sets, loose, why } of left)
    say(`  held ${basket}: ${sets} in sets, ${loose} loose, ${why}`)
  return part >= 0.95 && bought.length === 0
}

run().then(
  (code) => process.exit(code),
  (thrown: unknown) => {
    process.stderr.write(`${messageOf(thrown)}\n`)
    process.exit(2)
  },
)
