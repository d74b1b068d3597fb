import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { madeMarket, temporaryFolder } from '../fixtures/made-recording.js'
import { openRecording, type RecordedLine } from './read-recording.js'
import { startRecording } from './write-recording.js'

const START = 1_750_000_000_000

test('what is written is read again, with markets and a manifest', async () => {
  const folder = join(temporaryFolder(), 'a', 'new')
  const writer = startRecording(folder, [madeMarket])
  writer.write({ t: START + 1, c: 's1', e: 'open' })
  writer.write({ t: START + 2, c: 's1', d: [{ event_type: 'book' }] })
  writer.write({ t: START + 3, c: 's1', raw: 'no JSON' })
  writer.write({ t: START + 4, c: 's1', e: 'close' })
  expect(await writer.close({ venue: 'sim' })).toBe(4)
  const recording = await openRecording(folder)
  const lines: RecordedLine[] = []
  for await (const batch of recording.lines()) lines.push(...batch)
  expect(lines.map(({ kind }) => kind)).toEqual(['open', 'frame', 'text', 'close'])
  expect(recording.markets).toHaveLength(1)
  expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toEqual({
    format: 1,
    frames: 4,
    venue: 'sim',
  })
})

test('a folder that holds a recording already is not written over', async () => {
  const folder = join(temporaryFolder(), 'once')
  await startRecording(folder, []).close({})
  expect(() => startRecording(folder, [])).toThrow('holds a recording already')
})

test('a folder that cannot be made is refused by name', () => {
  const file = join(temporaryFolder(), 'a-file')
  writeFileSync(file, '')
  expect(() => startRecording(join(file, 'below'), [])).toThrow(
    `Expected a folder that can be written, was ${join(file, 'below')}`,
  )
})
