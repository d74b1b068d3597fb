import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event, Stamped } from '@bot/core'
import { createManualClock, journalCases, sampleEvents } from '@bot/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exportJournal } from './export-journal.js'
import { collect } from './fixtures/collect.js'
import { numberedEntries, numberedEntry } from './fixtures/numbered-entry.js'
import { temporaryFolder } from './fixtures/temporary-folder.js'
import { openJournal } from './open-journal.js'
import { openJournalReader } from './open-journal-reader.js'
import { verifyJournal } from './verify-journal.js'

describe('the journal on disk keeps the contract', () => {
  for (const { name, run } of journalCases) {
    test(name, () => run(() => openJournal({ folder: temporaryFolder() })))
  }
})

test('entries and named values are there after closing and opening again', async () => {
  const folder = temporaryFolder()
  const first = await openJournal({ folder })
  first.append(numberedEntries(1, 50))
  first.setMeta('seed', 'abc')
  await first.close()
  const second = await openJournal({ folder })
  expect(second.recovered).toEqual({ droppedBytes: 0, damaged: [] })
  expect(second.lastSeq()).toBe(50)
  expect(second.getMeta('seed')).toBe('abc')
  second.append(numberedEntries(51, 60))
  expect(await collect(second.read(45))).toEqual(numberedEntries(46, 60))
  await second.close()
})

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.constantFrom(...sampleEvents()),
  fc.record({
    type: fc.constant('feed-status' as const),
    token: fc.string({ unit: 'binary' }).map((text) => text as never),
    status: fc.constantFrom('live' as const, 'down' as const),
    gapSeconds: fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0),
    reason: fc.string({ unit: 'grapheme' }),
  }),
  fc.record({
    type: fc.constant('timer' as const),
    name: fc.string({ unit: 'binary' }),
  }),
)
const anySteps = fc.array(
  fc.record({
    events: fc.array(anyEvent, { maxLength: 6 }),
    skip: fc.integer({ min: 1, max: 3 }),
    after: fc.constantFrom('nothing', 'flush', 'reopen'),
  }),
  { maxLength: 12 },
)

test('any sequence of events reads back equal, however it was flushed and reopened', async () => {
  await fc.assert(
    fc.asyncProperty(anySteps, async (steps) => {
      const folder = join(temporaryFolder(), 'journal')
      let journal = await openJournal({ folder, segmentBytes: 300 })
      const appended: Stamped[] = []
      for (const { events, skip, after } of steps) {
        const first = journal.lastSeq() + skip
        const entries = events.map((event, index) => ({ ...numberedEntry(first + index), event }))
        journal.append(entries)
        appended.push(...entries)
        if (after === 'flush') await journal.flush()
        if (after !== 'reopen') continue
        await journal.close()
        journal = await openJournal({ folder, segmentBytes: 300 })
      }
      expect(await collect(journal.read(0))).toEqual(appended)
      await journal.close()
      expect(await collect(exportJournal(folder))).toEqual(appended)
      expect((await verifyJournal(folder)).damaged).toEqual([])
      rmSync(folder, { recursive: true })
    }),
    { numRuns: 40 },
  )
})

test('a batch larger than one block is written whole and in order', async () => {
  const folder = temporaryFolder()
  const journal = await openJournal({ folder })
  journal.append(numberedEntries(1, 20_000))
  await journal.flush()
  const report = await verifyJournal(folder)
  expect(report).toMatchObject({ entries: 20_000, firstSeq: 1, lastSeq: 20_000, gaps: [] })
  await journal.close()
})

test('what was appended is durable after the flush interval without a call', async () => {
  const folder = temporaryFolder()
  const clock = createManualClock()
  const journal = await openJournal({ folder, clock, flushEveryMs: 500 })
  journal.append(numberedEntries(1, 3))
  const reader = openJournalReader(folder)
  clock.advance(499)
  await new Promise(setImmediate)
  expect(reader.lastSeq()).toBe(0)
  clock.advance(1)
  await expect.poll(reader.lastSeq).toBe(3)
  expect(clock.pending()).toBe(0)
  reader.close()
  await journal.close()
})

test('a failed write surfaces from flush and from every append after it, and the lock is given back', async () => {
  const folder = temporaryFolder()
  const journal = await openJournal({ folder })
  rmSync(join(folder, 'segments'), { recursive: true })
  journal.append(numberedEntries(1, 3))
  const failure = { code: 'journal-write-failed', context: { folder } }
  await expect(journal.flush()).rejects.toMatchObject(failure)
  expect(() => journal.append(numberedEntries(4, 4))).toThrow(expect.objectContaining(failure))
  await expect(journal.flush()).rejects.toMatchObject(failure)
  await expect(journal.close()).rejects.toMatchObject(failure)
  const again = await openJournal({ folder })
  expect(again.lastSeq()).toBe(0)
  await again.close()
})

test('an entry that JSON cannot write is refused and keeps nothing of its batch', async () => {
  const journal = await openJournal({ folder: temporaryFolder() })
  const [good] = numberedEntries(1, 1)
  const bad = { ...numberedEntry(2), event: { type: 'timer', name: 1n } } as never
  expect(() => journal.append([good as Stamped, bad])).toThrow(/plain data/)
  expect(journal.lastSeq()).toBe(0)
  await journal.close()
})

test('a named value is refused when JSON cannot write it, kept as it was set, and removed by undefined', async () => {
  const folder = temporaryFolder()
  const journal = await openJournal({ folder })
  const config = { mode: 'paper' }
  journal.setMeta('config', config)
  journal.setMeta('gone', 1)
  config.mode = 'live'
  expect(() => journal.setMeta('bad', 1n)).toThrow(/value of bad to be plain data/)
  await journal.flush()
  journal.setMeta('gone', undefined)
  await journal.close()
  expect(() => journal.setMeta('late', 1)).toThrow(/open journal/)
  const reader = openJournalReader(folder)
  expect(reader.getMeta('config')).toEqual({ mode: 'paper' })
  expect(reader.getMeta('gone')).toBeUndefined()
  reader.close()
})

test('a folder that cannot be locked says which file is in the way', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'lock.sqlite'), 'no database at all, only text'.repeat(100))
  await expect(openJournal({ folder })).rejects.toMatchObject({
    code: 'journal-write-failed',
    context: { file: join(folder, 'lock.sqlite') },
  })
})

test('a second opener in the same process is refused too', async () => {
  const folder = temporaryFolder()
  const journal = await openJournal({ folder })
  const locked = { code: 'journal-locked', context: { pid: process.pid } }
  await expect(openJournal({ folder })).rejects.toMatchObject(locked)
  await journal.close()
  const again = await openJournal({ folder })
  await again.close()
})

test.each([
  [{ flushEveryMs: 0 }, /flushEveryMs above 0, was 0/],
  [{ retentionDays: Number.NaN }, /retentionDays above 0, was NaN/],
  [{ folder: '' }, /Expected a folder/],
])('an option that makes no sense is named: %o', async (part, message) => {
  await expect(openJournal({ folder: temporaryFolder(), ...part })).rejects.toThrow(message)
})

test('market data older than the retention is deleted, everything else stays', async () => {
  const folder = temporaryFolder()
  const journal = await openJournal({ folder, retentionDays: 2.5, segmentMs: 3_600_000 })
  const day = 86_400_000
  for (let n = 0; n < 5; n++) {
    const entries = numberedEntries(n * 6 + 1, n * 6 + 6)
    journal.append(entries.map((entry) => ({ ...entry, at: (entry.at + n * day) as never })))
    await journal.flush()
  }
  const kept = await collect(journal.read(0))
  const expected = numberedEntries(1, 30).filter(({ seq }) => seq % 3 === 0 || seq > 12)
  expect(kept.map((entry) => entry.seq)).toEqual(expected.map((entry) => entry.seq))
  const report = await verifyJournal(folder)
  expect(report).toMatchObject({ gaps: [], damaged: [], unfinishedBytes: 0 })
  expect(report.expired).toEqual([
    { from: 1, to: 5 },
    { from: 7, to: 11 },
  ])
  await journal.close()
})
