import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ReplayCommand, replayCommand } from '../commands/replay-command.js'
import { capturedOutput } from '../fixtures/captured-output.js'
import { madeConfig } from '../fixtures/made-config.js'
import { temporaryFolder } from '../fixtures/made-recording.js'
import { realData } from '../fixtures/real-data.js'
import type { RecordingReport } from './replay-recording.js'
import type { TotalReport } from './total-report.js'

const { path, missing, note } = realData('recordings')

type Printed = Readonly<{ recordings: readonly RecordingReport[]; total: TotalReport }>

const run = async (folders: readonly string[], parts: Partial<ReplayCommand> = {}) => {
  const command = { folders, json: true, fromJournal: false, ...parts }
  const { code, out, err } = await capturedOutput(() => replayCommand(command, madeConfig()))
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out) as Printed
}

const PROMISED =
  `name frames rejected books crossedStates gaps naive certified refusals scans signals orders
  fills fees pnl`.split(/\s+/)

test.skipIf(missing)(
  `all real recordings: what they hold is counted, and no naive sum is certified${note}`,
  { timeout: 60_000 },
  async () => {
    const folders = readdirSync(path).map((name) => join(path, name))
    const { recordings, total } = await run(folders)
    expect(recordings).toHaveLength(19)
    for (const report of recordings)
      expect(Object.keys(report)).toEqual(expect.arrayContaining(PROMISED))
    expect(total).toMatchObject({
      frames: 64_768,
      books: 2_121,
      crossedStates: 511,
      naive: 307,
      certified: 0,
      rejected: {},
    })
    expect(total.gaps).toBeGreaterThan(0)
    expect(total.decisionsHash).toMatch(/^[0-9a-f]{64}$/)
    expect(total.eventsPerSecond).toBeGreaterThan(0)
  },
)

test.skipIf(missing)(
  `real recordings: two runs and the journal of one decide the same${note}`,
  { timeout: 60_000 },
  async () => {
    const folders = ['mlb-tor-cle-2025-06-24', 'mlb-tex-bal-2025-06-24'].map((name) =>
      join(path, name),
    )
    const journal = temporaryFolder()
    const first = await run(folders)
    const second = await run(folders, { journal })
    const again = await run(
      folders.map((_, index) => join(journal, second.recordings[index]?.name ?? '')),
      { fromJournal: true },
    )
    expect(second.recordings).toEqual(first.recordings)
    expect(second.total.decisionsHash).toBe(first.total.decisionsHash)
    expect(again.total.decisionsHash).toBe(first.total.decisionsHash)
  },
)
