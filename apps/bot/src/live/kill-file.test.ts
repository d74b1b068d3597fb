import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createManualClock } from '@bot/core/testing'
import { afterAll, expect, test } from 'vitest'
import { killFileOf, watchKillFile } from './kill-file.js'

const folder = mkdtempSync(join(tmpdir(), 'bot-kill-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a kill file stops trading once each time it appears', () => {
  const file = killFileOf({ killFile: undefined, dataFolder: folder })
  const clock = createManualClock()
  let kills = 0
  const stop = watchKillFile(file, clock, () => {
    kills += 1
  })
  clock.advance(3_000)
  expect(kills).toBe(0)
  writeFileSync(file, '')
  clock.advance(3_000)
  expect(kills).toBe(1)
  rmSync(file)
  clock.advance(2_000)
  writeFileSync(file, 'again')
  clock.advance(2_000)
  expect(kills).toBe(2)
  stop()
})

test('a file that lies there at the start stops trading at once', () => {
  const file = join(folder, 'STOP')
  writeFileSync(file, '')
  let kills = 0
  watchKillFile(killFileOf({ killFile: file, dataFolder: folder }), createManualClock(), () => {
    kills += 1
  })()
  expect(kills).toBe(1)
})
