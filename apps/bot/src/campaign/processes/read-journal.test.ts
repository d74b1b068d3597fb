import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleEvents, stampAll } from '@bot/core/testing'
import { openJournal } from '@bot/journal'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../effects/system-clock.js'
import { followJournal, readJournal } from './read-journal.js'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'followed-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entries = stampAll(sampleEvents())

test('follows what becomes durable while the writer goes on, each entry once', async () => {
  const seen: number[] = []
  const follower = followJournal(join(folder, 'journal'), ({ seq }) => void seen.push(seq))
  expect(await follower.catchUp()).toEqual([])
  const journal = await openJournal({ folder: join(folder, 'journal'), clock: systemClock })
  journal.append(entries.slice(0, 3))
  await journal.flush()
  expect(await follower.catchUp()).toEqual(entries.slice(0, 3))
  journal.append(entries.slice(3))
  journal.setMeta('sessions', [{ fromSeq: 1 }])
  await journal.flush()
  expect(await follower.catchUp()).toEqual(entries)
  await journal.close()
  expect(seen).toEqual(entries.map(({ seq }) => seq))
  const whole = await readJournal(join(folder, 'journal'))
  expect(whole.entries()).toEqual(entries)
  expect(whole.meta('sessions')).toEqual([{ fromSeq: 1 }])
})
