import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, createSeededRandom, wait } from '@bot/core'
import { createScaledClock } from '@bot/core/testing'
import { verifyJournal } from '@bot/journal'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../config/load-config.js'
import { systemClock } from '../effects/system-clock.js'
import { replayJournal } from '../replay/replay-journal.js'
import { stateFiles, stateFolder } from '../runtime/journal-folder.js'
import { type RunningBot, startBot } from '../start-bot.js'
import { openSim } from '../venue/open-sim.js'
import { breakVenue } from './fixtures/break-venue.js'
import { createCountingLog } from './fixtures/counting-log.js'
import { lostTokens } from './fixtures/lost-tokens.js'
import { partsWork } from './parts-work.js'

const numberOf = (name: string, fallback: number): number => Number(process.env[name] ?? fallback)
const MINUTES = numberOf('LONG_MINUTES', 5)
const SEED = numberOf('LONG_SEED', 1)
/** How many times as fast as the machine's clock everything runs: the venue, the bot and their timeouts. */
const SPEED = numberOf('LONG_SPEED', 4)
/** Seconds of the faster clock between two faults. */
const FAULT_SECONDS = numberOf('LONG_FAULT_SECONDS', 10)
/** Milliseconds of the faster clock in which everything must work again. */
const RECOVERY_MS = 180_000
/** What is said before two reconciliations have passed may be from before the last fault. */
const FRESH_MS = 45_000
const SAMPLES = 10
const MEGABYTE = 1_048_576

const data = mkdtempSync(join(tmpdir(), 'bot-soak-'))
const rejections: string[] = []
const onRejection = (reason: unknown): void => void rejections.push(String(reason))
beforeAll(() => void process.on('unhandledRejection', onRejection))
afterAll(() => {
  process.off('unhandledRejection', onRejection)
  rmSync(data, { recursive: true, force: true })
})

/** Collects garbage where node was started with `--expose-gc`, and reads the heap in megabytes. */
const heapMegabytes = (): number => {
  globalThis.gc?.()
  return Math.round(process.memoryUsage().heapUsed / MEGABYTE)
}

/** Whether everything works: all parts, and all but the markets without a book are live. */
const worksAgain = (bot: RunningBot): boolean => {
  const { live, stale, down } = bot.stats.status().feed.tokens
  return partsWork(bot) && live > 9 * (stale + down)
}

/** Waits until everything works again; returns the seconds of the faster clock that took. */
const recover = async (bot: RunningBot, clock: Clock): Promise<number | undefined> => {
  const since = clock.now()
  while (clock.now() - since < RECOVERY_MS) {
    const fresh = clock.now() - since >= FRESH_MS
    if (fresh && worksAgain(bot)) return Math.round((clock.now() - since) / 1000)
    await wait(clock, 1_000)
  }
  return undefined
}

const numbersOf = ({ stats }: RunningBot) => {
  const { feed, scans, equityUsd, feesUsd, markets, components } = stats.status()
  const { ok, reasons } = stats.health()
  const { steps } = stats.funnel()
  return { ok, reasons, feed, scans, equityUsd, feesUsd, markets, components, steps }
}

/** Runs the bot over the failing venue, stops it, and reads what its journal says. */
const soak = async () => {
  const clock = createScaledClock(systemClock, SPEED)
  const environment = { VENUE: 'sim', BOT_DATA_FOLDER: data, BOT_SEED: String(SEED) }
  const config = await loadConfig(environment, data)
  const { log, counts } = createCountingLog()
  const folder = stateFolder(config.settings, 'sim', 'paper')
  const venue = await openSim({ seed: SEED, clock, fetch, folder, log: () => {} })
  const bot = await startBot({ config, venue, clock, log })
  const heap: number[] = []
  const faults = await breakVenue(venue, {
    clock,
    random: createSeededRandom(`soak:${SEED}`),
    everyMs: FAULT_SECONDS * 1_000,
    minutes: MINUTES,
    onRound: (share) => {
      if (share * SAMPLES >= heap.length + 1) heap.push(heapMegabytes())
    },
  })
  const recoverySeconds = await recover(bot, clock)
  heap.push(heapMegabytes())
  const numbers = numbersOf(bot)
  await bot.stop()
  const { journal } = stateFiles(folder)
  const written = await verifyJournal(journal)
  const { sessions } = await replayJournal(journal, [])
  const lost = await lostTokens(journal)
  const warnings = Object.fromEntries(counts)
  return { faults, heap, recoverySeconds, lost, numbers, written, sessions, warnings, rejections }
}

test(
  `the bot trades for ${MINUTES} minutes at ${SPEED}-fold speed on a venue that keeps failing (seed ${SEED})`,
  async () => {
    const result = await soak()
    const settings = { minutes: MINUTES, seed: SEED, speed: SPEED, faultSeconds: FAULT_SECONDS }
    process.stdout.write(`${JSON.stringify({ ...settings, ...result }, null, 1)}\n`)
    const { heap, numbers, written, sessions } = result
    expect(rejections).toEqual([])
    expect(numbers.reasons).toEqual([])
    expect(result.recoverySeconds, 'everything works again after the last fault').toBeDefined()
    expect(result.lost, 'tokens of tradable markets without data').toEqual([])
    expect([written.damaged, written.gaps]).toEqual([[], []])
    expect(sessions.map(({ matches }) => matches)).toEqual([true])
    expect(sessions[0]?.events).toBeGreaterThan(MINUTES * 1_000)
    expect(Object.keys(result.warnings).filter((text) => /^60|listener/i.test(text))).toEqual([])
    expect(heap.at(-1), 'megabytes of heap').toBeLessThan((heap[1] ?? 0) * 2 + 100)
  },
  MINUTES * 120_000 + 300_000,
)
