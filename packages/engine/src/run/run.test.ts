import {
  type Arrived,
  BotError,
  type Engine,
  type JournalPort,
  type Stamped,
  type Tick,
  timeMs,
} from '@bot/core'
import { expect, test } from 'vitest'
import { backtest } from './backtest.js'
import { createRunLoop } from './create-run-loop.js'
import { scanSlices } from './scan-slices.js'
import { timeStrategies } from './time-strategies.js'

const timer = (at: number, name = 'tape'): Arrived => ({
  at: timeMs(at),
  event: { type: 'timer', name },
})
const quiet = (seq: number): Tick => ({ seq, decisions: [], commands: [], wants: [], audits: [] })

const fakeEngine = (process: Engine['process']): Engine => ({
  process,
  view: () => {
    throw new Error('not used')
  },
  subjects: () => 3,
  strategies: [],
})
const memory = (fail = false): JournalPort & { entries: Stamped[] } => {
  const entries: Stamped[] = []
  return {
    entries,
    append: (batch) => {
      if (fail) throw new BotError('journal-write-failed', 'disk full')
      entries.push(...batch)
    },
    flush: async () => {},
    read: async function* () {
      yield* entries
    },
    setMeta: () => {},
    getMeta: () => undefined,
    lastSeq: () => entries.at(-1)?.seq ?? 0,
    close: async () => {},
  }
}
const loopOf = (engine: Engine, journal: JournalPort, onHalted = (_reason: unknown): void => {}) =>
  createRunLoop({
    engine,
    journal,
    perform: () => {},
    listeners: [],
    onListenerFailed: () => {},
    onHalted,
  })

test('events that arise while one is processed wait their turn and keep their order', () => {
  const journal = memory()
  const seen: string[] = []
  const loop = loopOf(
    fakeEngine((stamped) => {
      if (stamped.event.type === 'timer') seen.push(`${stamped.seq} ${stamped.event.name}`)
      if (stamped.seq === 1) loop.take([timer(3, 'inner')])
      return quiet(stamped.seq)
    }),
    journal,
  )
  loop.take([timer(1, 'a'), timer(2, 'b')])
  expect(seen).toEqual(['1 a', '2 b', '3 inner'])
  expect(journal.entries.map((entry) => entry.seq)).toEqual([1, 2, 3])
})

test('a journal that cannot be written halts the loop before anything is processed', () => {
  let processed = 0
  let reason: unknown
  const loop = loopOf(
    fakeEngine((stamped) => {
      processed += 1
      return quiet(stamped.seq)
    }),
    memory(true),
    (thrown) => {
      reason = thrown
    },
  )
  loop.take([timer(1)])
  loop.take([timer(2)])
  expect(processed).toBe(0)
  expect(loop.halted()).toBe('disk full')
  expect(reason).toBeInstanceOf(BotError)
})

test('a listener that throws is reported and the next one still runs', () => {
  const failures: unknown[] = []
  let heard = 0
  const loop = createRunLoop({
    engine: fakeEngine((stamped) => quiet(stamped.seq)),
    journal: memory(),
    perform: () => {},
    listeners: [
      () => {
        throw new Error('dashboard broke')
      },
      () => {
        heard += 1
      },
    ],
    onListenerFailed: (reason) => failures.push(reason),
    onHalted: () => {},
  })
  loop.take([timer(1)])
  expect(failures).toHaveLength(1)
  expect(heard).toBe(1)
})

test('slices cover every subject once and only the last is last', () => {
  const slices = scanSlices(4, 130, 64)
  expect(slices.map(({ from, to, last }) => [from, to, last])).toEqual([
    [0, 64, false],
    [64, 128, false],
    [128, 130, true],
  ])
  expect(scanSlices(1, 0, 64)).toEqual([
    { type: 'scan-slice', scan: 1, from: 0, to: 0, last: true },
  ])
})

test('a tape makes its scans at exact multiples of the interval, before later moments', async () => {
  const journal = memory()
  const engine = fakeEngine((stamped) => quiet(stamped.seq))
  const loop = loopOf(engine, journal)
  const result = await backtest({
    engine,
    loop,
    tape: [[1_005, 1_900], [3_100]].map((batch) =>
      batch.map((at) => ({ at: timeMs(at), arrived: [timer(at)] })),
    ),
    scanEveryMs: 1_000,
    timerEveryMs: 500,
    sliceSize: 64,
    idle: async () => {},
    busy: () => false,
  })
  const scans = journal.entries.filter((entry) => entry.event.type === 'scan-slice')
  expect(scans.map((entry) => entry.at)).toEqual([2_000, 3_000, 4_000])
  expect(result).toEqual({ moments: 3, scans: 3, from: 1_005, to: 3_100 })
  const timers = journal.entries.filter(
    ({ event }) => event.type === 'timer' && event.name === 'second',
  )
  expect(timers.map((entry) => entry.at)).toEqual([1_500, 2_000, 2_500, 3_000, 3_500, 4_000])
  const order = journal.entries.map((entry) => entry.at)
  expect(order).toEqual([...order].sort((a, b) => a - b))
})

test('timing a strategy reports an overrun and changes nothing else', () => {
  let now = 0
  const overruns: string[] = []
  const [timed] = timeStrategies(
    [
      {
        spec: 1,
        name: 'slow',
        title: 'Slow',
        priority: 'low',
        thresholds: {},
        interest: { subject: 'market', triggers: ['scan'], wants: () => true },
        evaluate: () => {
          now += 80
          return [{ kind: 'want', want: 'book', key: 'x' }]
        },
      },
    ],
    { budgetMs: 50, monotonic: () => now, onOverran: (name, ms) => overruns.push(`${name} ${ms}`) },
  )
  const found = timed?.evaluate({ key: 'x', markets: [], trigger: timer(1).event }, {} as never, {})
  expect(found).toEqual([{ kind: 'want', want: 'book', key: 'x' }])
  expect(overruns).toEqual(['slow 80'])
})

test('what a tick wants recorded is journalled as the next event, at its time, and never performed', () => {
  const journal = memory()
  const performed: string[] = []
  const event = { type: 'basket', basket: 'b', strategy: 's', progress: { stage: 0 } } as const
  const loop = createRunLoop({
    engine: fakeEngine((stamped) => ({
      ...quiet(stamped.seq),
      commands:
        stamped.seq === 1
          ? [
              { kind: 'record', event },
              { kind: 'lookup', ref: 'r' as never },
            ]
          : [],
    })),
    journal,
    perform: (command) => {
      performed.push(command.kind)
      loop.take([timer(8, 'answer')])
    },
    listeners: [],
    onListenerFailed: () => {},
    onHalted: () => {},
  })
  loop.take([timer(7)])
  expect(performed).toEqual(['lookup'])
  expect(journal.entries.map(({ at, event: { type } }) => [at, type])).toEqual([
    [7, 'timer'],
    [7, 'basket'],
    [8, 'timer'],
  ])
})
