import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bench, describe } from 'vitest'
import { createMemoryJournal } from './create-memory-journal.js'
import { numberedEntries } from './fixtures/numbered-entry.js'
import { openJournal } from './open-journal.js'

const COUNT = 10_000
const entries = numberedEntries(1, COUNT)

describe(`${COUNT} entries`, () => {
  bench('JSON.stringify of each, the least that keeping them costs', () => {
    let length = 0
    for (const entry of entries) length += JSON.stringify(entry).length
    if (length === 0) throw new Error('nothing was written')
  })

  bench('append to memory', () => {
    createMemoryJournal().append(entries)
  })

  bench('append and flush to disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'journal-bench-'))
    const journal = await openJournal({ folder })
    journal.append(entries)
    await journal.close()
    rmSync(folder, { recursive: true })
  })

  bench('append, flush and read back from disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'journal-bench-'))
    const journal = await openJournal({ folder })
    journal.append(entries)
    let count = 0
    for await (const _entry of journal.read(0)) count += 1
    if (count !== COUNT) throw new Error(`read ${count}`)
    await journal.close()
    rmSync(folder, { recursive: true })
  })
})
