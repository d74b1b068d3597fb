import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bestAsk, defineStrategy, parseSize, type Signal, timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import { capturedOutput } from '../fixtures/captured-output.js'
import { madeConfig } from '../fixtures/made-config.js'
import {
  bookFrame,
  changeFrame,
  type MadeRecording,
  madeRecording,
  temporaryFolder,
} from '../fixtures/made-recording.js'
import type { RecordingReport } from '../replay/replay-recording.js'
import type { TotalReport } from '../replay/total-report.js'
import { type ReplayCommand, replayCommand } from './replay-command.js'

const START = 1_750_000_000_000

/** Buys the first outcome whenever its ask is below a half: something to decide, send and fill. */
const buyer = defineStrategy({
  spec: 1,
  name: 'buyer',
  title: 'Buyer',
  priority: 'high',
  thresholds: {},
  interest: { subject: 'market', triggers: ['book', 'scan'], wants: () => true },
  evaluate: ({ markets: [market] }, view) => {
    const token = market?.tokens[0]
    const book = token === undefined ? undefined : view.book(token)
    const ask = book === undefined ? undefined : bestAsk(book)
    if (market === undefined || token === undefined || ask === undefined || ask >= 5000) return []
    const signal: Signal = {
      kind: 'signal',
      strategy: 'buyer',
      token,
      market: market.id,
      side: 'buy',
      entry: 'take',
      limit: ask,
      measured: {},
      edgePerShare: 0.1,
      confidence: 0.9,
      wanted: parseSize('10'),
      expiresAt: timeMs(view.now + 60_000),
      because: `the ask is ${ask / 10_000}`,
    }
    return [signal]
  },
})
const config = madeConfig(
  { marketOnlyEnabled: false, volatilityScalpEnabled: false, minLiquidityUsd: 1 },
  [buyer],
)

const trading = [
  bookFrame(START, '111', [['0.40', '1000']], [['0.42', '1000']]),
  bookFrame(START, '222', [['0.58', '1000']], [['0.60', '1000']]),
  ...Array.from({ length: 200 }, (_, index) =>
    changeFrame(START + 500 + index * 500, '111', 'BUY', '0.39', String(100 + index)),
  ),
]

type Printed = Readonly<{
  recordings: readonly RecordingReport[]
  total: TotalReport
  damaged?: readonly Readonly<{ file: string; line: number; problem: string }>[]
}>

const replayed = async (
  made: readonly MadeRecording[] | readonly string[],
  parts: Partial<ReplayCommand> = {},
) => {
  const folders = made.map((each) => (typeof each === 'string' ? each : madeRecording(each)))
  const command = { folders, json: true, fromJournal: false, ...parts }
  const captured = await capturedOutput(() => replayCommand(command, config))
  return { ...captured, folders, printed: JSON.parse(captured.out) as Printed }
}

test('a recording is one JSON object with every number that is promised', async () => {
  const { code, printed, err } = await replayed([{ lines: trading }])
  expect([code, err]).toEqual([0, ''])
  const [report] = printed.recordings
  for (const name of `name frames rejected books crossedStates gaps naive certified refusals scans signals orders
    fills fees pnl`.split(/\s+/)) {
    expect(report, name).toHaveProperty(name)
    if (name !== 'name') expect(printed.total, name).toHaveProperty(name)
  }
  expect(report).toMatchObject({ name: 'made', frames: 202, books: 2, crossedStates: 0, gaps: 0 })
  expect(report?.orders).toBeGreaterThan(0)
  expect(report?.fills).toBeGreaterThan(0)
  expect(printed.total.decisionsHash).toMatch(/^[0-9a-f]{64}$/)
  expect(printed.total.eventsPerSecond).toBeGreaterThan(0)
})

test('two runs decide the same, a different tape something else', async () => {
  const first = await replayed([{ lines: trading }])
  const again = await replayed([{ lines: trading }])
  const other = await replayed([{ lines: trading.slice(0, 50) }])
  expect(again.printed.recordings).toEqual(first.printed.recordings)
  expect(again.printed.total.decisionsHash).toBe(first.printed.total.decisionsHash)
  expect(other.printed.total.decisionsHash).not.toBe(first.printed.total.decisionsHash)
})

test('the census counts crossed states, naive sums and gaps', async () => {
  const { printed } = await replayed([
    {
      lines: [
        bookFrame(START, '111', [['0.40', '10']], [['0.42', '10']]),
        bookFrame(START, '222', [['0.58', '10']], [['0.60', '10']]),
        // The second side falls behind: asks of 0.42 and 0.57 sum below one.
        changeFrame(START + 61_000, '222', 'SELL', '0.57', '10'),
        changeFrame(START + 61_000, '222', 'SELL', '0.57', '0'),
        changeFrame(START + 62_000, '111', 'BUY', '0.42', '10'),
      ],
    },
  ])
  expect(printed.recordings[0]).toMatchObject({
    frames: 5,
    books: 2,
    gaps: 1,
    crossedStates: 2,
    naive: 1,
    certified: 0,
  })
})

test('refused parts of frames are counted by reason, one a frame', async () => {
  const bad = {
    t: START + 1,
    d: [
      { event_type: 'book', asset_id: '111', market: 'game', timestamp: 'x', bids: [], asks: [] },
      { event_type: 'book', asset_id: '111', market: 'game', timestamp: 'x', bids: [], asks: [] },
      { event_type: 'mystery' },
    ],
  }
  const raw = { t: START + 2, raw: 'no JSON' }
  const { code, printed } = await replayed([{ lines: [...trading, bad, raw] }])
  const rejected = printed.recordings[0]?.rejected ?? {}
  expect(code).toBe(0)
  expect(rejected['not-json']).toBe(1)
  expect(Object.values(rejected).every((count) => count === 1)).toBe(true)
  expect(Object.keys(rejected).length).toBeGreaterThanOrEqual(2)
})

test('frames that come twice change no book and no trade', async () => {
  const book = bookFrame(START, '111', [['0.40', '1000']], [['0.42', '1000']])
  const once = await replayed([{ lines: [book] }])
  const twice = await replayed([{ lines: [book, book] }])
  expect(twice.printed.recordings[0]).toMatchObject({ frames: 2, books: 2 })
  expect(once.printed.recordings[0]?.fills).toBe(1)
  expect(twice.printed.recordings[0]?.fills).toBe(once.printed.recordings[0]?.fills)
  expect(twice.printed.recordings[0]?.pnl).toBe(once.printed.recordings[0]?.pnl)
})

test('a tape whose time steps back is run to its end', async () => {
  const back = [...trading.slice(0, 100), changeFrame(START - 5_000, '111', 'BUY', '0.38', '7')]
  const { code, printed } = await replayed([{ lines: [...back, ...trading.slice(100)] }])
  expect(code).toBe(0)
  expect(printed.recordings[0]?.frames).toBe(203)
})

test('a connection that closes makes its books unusable until they come anew', async () => {
  const on = <T extends object>(line: T) => ({ ...line, c: 'a' })
  const open = { t: START - 2, c: 'a', e: 'open' }
  const book = on(bookFrame(START, '111', [['0.40', '1000']], [['0.42', '1000']]))
  const change = on(changeFrame(START + 1_000, '111', 'BUY', '0.39', '1'))
  const closed = { t: START + 1, c: 'a', e: 'close' }
  const fills = async (lines: readonly object[]): Promise<number | undefined> =>
    (await replayed([{ lines }])).printed.recordings[0]?.fills
  expect(await fills([open, book, change])).toBe(1)
  expect(await fills([open, book, closed, change])).toBe(0)
})

test('a damaged recording is named by file and line, its sound part and the others are kept', async () => {
  const lines = [...trading.slice(0, 10), '{"t":17', ...trading.slice(10)]
  const { code, err, printed, folders } = await replayed([{ lines }, { lines: trading }])
  const file = join(folders[0] ?? '', 'frames.jsonl.gz')
  expect(code).toBe(1)
  expect(err).toContain(`${file}:11: `)
  expect(printed.damaged).toEqual([{ file, line: 11, problem: expect.any(String) as string }])
  expect(printed.recordings.map(({ frames }) => frames)).toEqual([202, 202])
})

test('a folder that is no recording is named, and the others are run', async () => {
  const { code, err, printed } = await replayed([
    'no-such-folder',
    madeRecording({ lines: trading }),
  ])
  expect(code).toBe(1)
  expect(err).toContain('no-such-folder: Expected a recording folder with frames.jsonl.gz')
  expect(printed.recordings).toHaveLength(1)
})

test('an empty recording gives zeros, not a failure', async () => {
  const { code, printed } = await replayed([{ lines: [] }])
  expect(code).toBe(0)
  expect(printed.recordings[0]).toMatchObject({ frames: 0, books: 0, scans: 0, pnl: 0 })
})

test('for people it is a table with the refusals and the hash below', async () => {
  const folders = [madeRecording({ lines: trading })]
  const { out } = await capturedOutput(() =>
    replayCommand({ folders, json: false, fromJournal: false }, config),
  )
  expect(out).toMatch(/^name +frames +books/)
  expect(out).toMatch(/\nmade +202 +2 /)
  expect(out).toMatch(/\ndecisions [0-9a-f]{64}, \d+ events\/s\n$/)
})

test('no folder at all is refused', async () => {
  await expect(replayed([])).rejects.toMatchObject({ code: 'invalid-argument' })
})

type PrintedJournals = Readonly<{
  journals: readonly Readonly<{
    folder: string
    sessions: readonly Readonly<{ matches: boolean | null; fills: number; events: number }>[]
  }>[]
  total: Readonly<{ decisionsHash: string }>
}>

const fromJournal = async (folders: readonly string[]) => {
  const command = { folders, json: true, fromJournal: true }
  const captured = await capturedOutput(() => replayCommand(command, config))
  return { ...captured, printed: JSON.parse(captured.out) as PrintedJournals }
}

test('a journal of a replay decides the same again; a folder of journals stands for all of them', async () => {
  const journal = temporaryFolder()
  const run = await replayed([{ lines: trading }], { journal })
  const again = await fromJournal([join(journal, 'made')])
  expect(again.code).toBe(0)
  expect(again.printed.journals[0]?.sessions).toMatchObject([
    { matches: true, fills: run.printed.total.fills },
  ])
  expect(again.printed.total.decisionsHash).toBe(run.printed.total.decisionsHash)
  const parent = await fromJournal([journal])
  expect(parent.printed).toEqual(again.printed)
})

test('a journal folder that is in use is not written over', async () => {
  const journal = temporaryFolder()
  await replayed([{ lines: trading }], { journal })
  const { code, err } = await replayed([{ lines: trading }], { journal })
  expect(code).toBe(1)
  expect(err).toContain('Expected an empty journal folder')
})

test('replaying with other strategies than those of the run is refused by name', async () => {
  const journal = temporaryFolder()
  await replayed([{ lines: trading }], { journal })
  const { code, err } = await capturedOutput(() =>
    replayCommand({ folders: [journal], json: true, fromJournal: true }, madeConfig()),
  )
  expect(code).toBe(1)
  expect(err).toContain('The run used strategies that are not here: buyer')
})

test('a folder without a journal is refused with what a journal is', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'empty'))
  for (const none of [folder, join(folder, 'missing')]) {
    await expect(fromJournal([none])).rejects.toMatchObject({
      code: 'invalid-input-file',
      message: `Expected a journal, or a folder of journals, was ${none}. A journal is a folder with journal.sqlite.`,
    })
  }
})

test('one broken journal among others is named, and the others are decided again', async () => {
  const journal = temporaryFolder()
  await replayed([{ lines: trading }], { journal })
  mkdirSync(join(journal, 'broken'))
  writeFileSync(join(journal, 'broken', 'journal.sqlite'), 'this is no database')
  const { code, err, printed } = await fromJournal([journal])
  expect(code).toBe(1)
  expect(err).toContain(join(journal, 'broken'))
  expect(printed.journals.map(({ sessions }) => sessions.length)).toEqual([0, 1])
})
