import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createManualClock } from '@bot/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { machineEffects } from '../effects/machine-effects.js'
import { saveWhales, saveWhalesGently } from './save-whales.js'

const inFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'whales-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'below', 'whales.json')
}

/** Wallets whose snapshot is so many parts of a hundred thousand characters. */
const large = (parts: number) => {
  const state = { held: 0, taken: 0 }
  return {
    state,
    hold: () => {
      state.held += 1
      return () => {
        state.held -= 1
      }
    },
    snapshotTexts: function* () {
      for (; state.taken < parts; state.taken++) yield String(state.taken % 10).repeat(100_000)
    },
  }
}

test('a large state is written in parts with pauses, rows on hold, and replaces the old file at its end', async () => {
  const file = inFolder()
  machineEffects.writeFile(file, 'old')
  const [whales, clock] = [large(10), createManualClock()]
  const signal = new AbortController().signal
  const saved = saveWhalesGently(whales, { file, machine: machineEffects }, clock, signal)
  expect(whales.state).toEqual({ held: 1, taken: 2 })
  expect(readFileSync(file, 'utf8')).toBe('old')
  for (let i = 0; i < 4; i++) await clock.advance(1)
  await saved
  expect(whales.state).toEqual({ held: 0, taken: 10 })
  const text = readFileSync(file, 'utf8')
  expect([text.length, text[0], text.at(-1)]).toEqual([1_000_000, '0', '9'])
})

test('stopped in the middle, the old file stays and rows go on', async () => {
  const file = inFolder()
  machineEffects.writeFile(file, 'old')
  const [whales, abort] = [large(10), new AbortController()]
  const where = { file, machine: machineEffects }
  const saved = saveWhalesGently(whales, where, createManualClock(), abort.signal)
  abort.abort()
  await expect(saved).rejects.toMatchObject({ code: 'aborted' })
  expect([whales.state.held, readFileSync(file, 'utf8')]).toEqual([0, 'old'])
  saveWhales(large(3), where)
  expect(readFileSync(file, 'utf8')).toHaveLength(300_000)
})

test('a small state needs no pause, and a machine without parts is given the whole', async () => {
  const files = new Map<string, string>()
  const machine = { writeFile: (file: string, text: string) => void files.set(file, text) }
  const { signal } = new AbortController()
  await saveWhalesGently(large(2), { file: 'f', machine }, createManualClock(), signal)
  expect(files.get('f')).toHaveLength(200_000)
})
