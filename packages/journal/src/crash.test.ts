import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { createSeededRandom } from '@bot/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportJournal } from './export-journal.js'
import { collect } from './fixtures/collect.js'
import { numberedEntries } from './fixtures/numbered-entry.js'
import { buildWriter, startWriter } from './fixtures/start-writer.js'
import { temporaryFolder } from './fixtures/temporary-folder.js'
import { openJournal } from './open-journal.js'
import { verifyJournal } from './verify-journal.js'

let script = ''
beforeAll(async () => {
  script = await buildWriter()
}, 60_000)
afterAll(() => rmSync(dirname(script), { recursive: true, force: true }))

test('a killed writer loses at most what was not flushed, again and again', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder()
  const random = createSeededRandom(7)
  for (let round = 0; round < 5; round++) {
    const writer = startWriter(script, folder)
    await writer.opened
    await new Promise((resolve) => setTimeout(resolve, 40 + random() * 200))
    await writer.kill()

    const report = await verifyJournal(folder)
    expect(report.damaged).toEqual([])
    expect(report.gaps).toEqual([])
    expect(report.lastSeq).toBeGreaterThanOrEqual(writer.durable())
    const kept = await collect(exportJournal(folder))
    // A transaction that was committed as the process died may show only to the second reader, after recovery.
    expect(kept.length).toBeGreaterThanOrEqual(report.lastSeq)
    expect(kept).toEqual(numberedEntries(1, kept.length))
  }
  const journal = await openJournal({ folder })
  const last = journal.lastSeq()
  expect(last).toBeGreaterThan(100)
  journal.append(numberedEntries(last + 1, last + 10))
  expect(await collect(journal.read(0))).toEqual(numberedEntries(1, last + 10))
  await journal.close()
})

test('a second writer is refused with the pid of the first, until that one is gone', {
  timeout: 30_000,
}, async () => {
  const folder = temporaryFolder()
  const writer = startWriter(script, folder, 'hold')
  await writer.opened
  const { pid } = writer.child
  await expect(openJournal({ folder })).rejects.toMatchObject({
    code: 'journal-locked',
    context: { pid },
    message: expect.stringContaining(`"kill ${pid}"`),
  })
  await writer.kill()
  const journal = await openJournal({ folder })
  await journal.close()
})

test('a journal is read and verified while another process writes it', {
  timeout: 30_000,
}, async () => {
  const folder = temporaryFolder()
  const writer = startWriter(script, folder)
  await writer.opened
  await expect.poll(writer.durable, { timeout: 10_000 }).toBeGreaterThan(50)
  const durable = writer.durable()
  const entries = await collect(exportJournal(folder))
  expect(entries.length).toBeGreaterThanOrEqual(durable)
  expect(entries).toEqual(numberedEntries(1, entries.length))
  expect(await verifyJournal(folder)).toMatchObject({ damaged: [], gaps: [] })
})
