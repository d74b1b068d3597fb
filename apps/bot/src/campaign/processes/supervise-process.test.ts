import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ProcessSupervisor, superviseProcess } from './supervise-process.js'

let folder = ''
let supervisor: ProcessSupervisor | undefined
const fatal = vi.fn<(message: string) => void>()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervised-'))
  fatal.mockClear()
})

afterEach(async () => {
  await supervisor?.end()
  rmSync(folder, { recursive: true, force: true })
})

const PATIENCE = { timeout: 60_000, interval: 20 }

/** Supervises a small program instead of a bot. */
const supervise = (code: string): ProcessSupervisor => {
  const args = ['-e', code]
  supervisor = superviseProcess({ args, folder, env: {}, onFatal: fatal })
  supervisor.start()
  return supervisor
}

const UP = `console.log(JSON.stringify({ url: 'http://127.0.0.1:' + process.pid }));`
const STAY = `setInterval(() => {}, 1000);`
const STOP = `process.on('SIGTERM', () => process.exit(0));`

const kinds = ({ events }: ProcessSupervisor) => events().map(({ kind }) => kind)
const untilUp = (own: ProcessSupervisor): Promise<void> =>
  vi.waitFor(() => expect(own.url()).toBeDefined(), PATIENCE)

test('kills a program and starts another one', async () => {
  const own = supervise(UP + STAY)
  await untilUp(own)
  const first = own.url()
  await own.crash(0)
  expect(own.url()).toBeUndefined()
  await untilUp(own)
  expect(own.url()).not.toBe(first)
  expect(kinds(own)).toEqual(['started', 'crashed', 'started'])
  expect(fatal).not.toHaveBeenCalled()
}, 120_000)

test('leaves a program dead until it is started again', async () => {
  const own = supervise(UP + STAY)
  await untilUp(own)
  await own.crash('never')
  expect(own.url()).toBeUndefined()
  expect(await own.restart('never')).toBe('was-not-up')
  own.start()
  await untilUp(own)
}, 120_000)

test('tells a clean stop from one that failed', async () => {
  const clean = supervise(STOP + UP + STAY)
  await untilUp(clean)
  expect(await clean.restart('never')).toBe('stopped')
  const failing = supervise(`process.on('SIGTERM', () => process.exit(3)); ${UP} ${STAY}`)
  await untilUp(failing)
  expect(await failing.restart('never')).toEqual({ failed: expect.stringContaining('exit 3') })
}, 120_000)

test('tries again what failed to start, and counts why', async () => {
  const own = supervise(`console.log('(port-in-use; see docs/errors.md#port-in-use)')`)
  await vi.waitFor(() => expect(own.failedStarts()).toEqual({ 'port-in-use': 2 }), PATIENCE)
  expect(kinds(own)).toEqual(['start-failed', 'start-failed'])
  expect(fatal).not.toHaveBeenCalled()
}, 120_000)

test('hears what a program calls fatal, and that one ended by itself', async () => {
  supervise(`${UP} console.log(JSON.stringify({ level: 60, msg: 'halted' })); `)
  await vi.waitFor(() => expect(fatal).toHaveBeenCalledTimes(2), PATIENCE)
  expect(fatal).toHaveBeenCalledWith('halted')
  expect(fatal).toHaveBeenCalledWith(expect.stringContaining('ended by itself with 0'))
}, 120_000)
