import {
  appendFileSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { exportJournal } from './export-journal.js'
import { collect } from './fixtures/collect.js'
import { numberedEntries } from './fixtures/numbered-entry.js'
import { temporaryFolder } from './fixtures/temporary-folder.js'
import { openJournal } from './open-journal.js'
import type { Damage } from './read/damage.js'
import { verifyJournal } from './verify-journal.js'

/** Three flushes of thirty entries, in one segment: blocks of twenty lines each. */
const written = async (): Promise<Readonly<{ folder: string; segment: string }>> => {
  const folder = temporaryFolder()
  const journal = await openJournal({ folder })
  for (const first of [1, 31, 61]) {
    journal.append(numberedEntries(first, first + 29))
    await journal.flush()
  }
  await journal.close()
  const [file] = readdirSync(join(folder, 'segments'))
  return { folder, segment: join(folder, 'segments', file ?? '') }
}

const flipByte = (file: string, position: number): void => {
  const bytes = readFileSync(file)
  bytes[position] = (bytes[position] ?? 0) ^ 0xff
  writeFileSync(file, bytes)
}

test('a sound journal is reported as such', async () => {
  const { folder } = await written()
  expect(await verifyJournal(folder)).toEqual({
    folder,
    entries: 90,
    firstSeq: 1,
    lastSeq: 90,
    gaps: [],
    expired: [],
    damaged: [],
    unfinishedBytes: 0,
  })
})

test('a folder without a journal is an error that names it', async () => {
  const folder = temporaryFolder()
  await expect(verifyJournal(folder)).rejects.toMatchObject({
    code: 'no-data',
    message: expect.stringContaining(folder),
  })
})

test('missing seqs are gaps', async () => {
  const folder = temporaryFolder()
  const journal = await openJournal({ folder })
  journal.append([...numberedEntries(3, 5), ...numberedEntries(9, 9), ...numberedEntries(12, 13)])
  await journal.close()
  expect((await verifyJournal(folder)).gaps).toEqual([
    { from: 6, to: 8 },
    { from: 10, to: 11 },
  ])
})

test('the torn tail of an interrupted write is recognised, and cut off by the next opening', async () => {
  const { folder, segment } = await written()
  appendFileSync(segment, readFileSync(segment).subarray(0, 100))
  expect(await verifyJournal(folder)).toMatchObject({ damaged: [], unfinishedBytes: 100 })
  const journal = await openJournal({ folder })
  expect(journal.recovered).toEqual({ droppedBytes: 100, damaged: [] })
  journal.append(numberedEntries(91, 120))
  expect(await collect(journal.read(0))).toEqual(numberedEntries(1, 120))
  await journal.close()
})

test('a flipped byte in a segment is named by file and line; the rest is kept', async () => {
  const { folder, segment } = await written()
  flipByte(segment, Math.floor(statSync(segment).size / 2))
  const report = await verifyJournal(folder)
  expect(report.damaged).toEqual([
    {
      file: segment,
      line: 21,
      problem: expect.stringMatching(/does not unzip/),
      firstSeq: 31,
      lastSeq: 59,
    },
  ])
  expect(report).toMatchObject({ entries: 70, gaps: [] })

  await expect(collect(exportJournal(folder))).rejects.toMatchObject({
    code: 'journal-corrupt',
    message: expect.stringMatching(/line 21/),
    context: { file: segment, line: 21 },
  })
  const damage: Damage[] = []
  const saved = await collect(exportJournal(folder, { onDamage: (it) => void damage.push(it) }))
  expect(damage).toEqual(report.damaged)
  const lost = (seq: number): boolean => seq >= 31 && seq <= 59 && seq % 3 !== 0
  expect(saved).toEqual(numberedEntries(1, 90).filter(({ seq }) => !lost(seq)))
})

test('a truncated segment is reported, trading can go on, and reading past the damage is refused', async () => {
  const { folder, segment } = await written()
  truncateSync(segment, statSync(segment).size - 10)
  const report = await verifyJournal(folder)
  expect(report.damaged).toMatchObject([{ file: segment, line: 41, firstSeq: 61, lastSeq: 89 }])

  const journal = await openJournal({ folder })
  expect(journal.recovered.damaged).toMatchObject([{ file: segment }])
  journal.append(numberedEntries(91, 95))
  await journal.flush()
  expect(await collect(journal.read(90))).toEqual(numberedEntries(91, 95))
  await expect(collect(journal.read(0))).rejects.toMatchObject({ code: 'journal-corrupt' })
  await journal.close()
  expect((await verifyJournal(folder)).damaged).toEqual(report.damaged)
})

test('a row whose text was changed is named by its seq, though it is still JSON', async () => {
  const { folder } = await written()
  const file = join(folder, 'journal.sqlite')
  const database = new DatabaseSync(file)
  database.exec(`UPDATE entries SET line = replace(line, '"at":1', '"at":2') WHERE seq = 12`)
  database.close()
  expect((await verifyJournal(folder)).damaged).toEqual([
    { file, line: 12, problem: 'fails its checksum', firstSeq: 12, lastSeq: 12 },
  ])
})

test('an unreadable database is damage to verify and an error to open', async () => {
  const { folder } = await written()
  const file = join(folder, 'journal.sqlite')
  writeFileSync(file, 'this is no database, and never was one'.repeat(200))
  const report = await verifyJournal(folder)
  expect(report.damaged).toMatchObject([{ file, line: 0 }])
  await expect(openJournal({ folder })).rejects.toMatchObject({
    code: 'journal-corrupt',
    message: expect.stringContaining(file),
  })
})

test('pages of the database that were overwritten are damage, not a crash', async () => {
  const folder = temporaryFolder()
  const journal = await openJournal({ folder })
  journal.append(numberedEntries(1, 3_000))
  await journal.close()
  const file = join(folder, 'journal.sqlite')
  const bytes = readFileSync(file)
  bytes.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 8_192)
  writeFileSync(file, bytes)
  const report = await verifyJournal(folder)
  expect(report.damaged.length).toBeGreaterThan(0)
  expect(report.damaged.every((damage) => damage.file === file)).toBe(true)
})
