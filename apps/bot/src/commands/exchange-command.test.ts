import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VenueUrls } from '@bot/sim/server'
import { afterAll, expect, test, vi } from 'vitest'
import { type Captured, capturedOutput } from '../fixtures/captured-output.js'
import { madeConfig } from '../fixtures/made-config.js'
import { type ExchangeCommand, exchangeCommand } from './exchange-command.js'

const folder = mkdtempSync(join(tmpdir(), 'exchange-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

type Seen = Captured & Readonly<{ answers: readonly unknown[] }>

/** Runs the command until `ask` has asked it. */
const running = async (
  command: Partial<ExchangeCommand>,
  ask: (urls: VenueUrls) => Promise<readonly unknown[]> = async () => [],
): Promise<Seen> => {
  let answers: readonly unknown[] = []
  const captured = await capturedOutput(() =>
    exchangeCommand({ json: false, empty: true, ...command }, madeConfig(), async (urls) => {
      answers = await ask(urls)
    }),
  )
  return { ...captured, answers }
}

const read = async (url: string, init?: RequestInit): Promise<unknown> =>
  (await fetch(url, init)).json()

test('prints its addresses, for people and as JSON, and answers there', async () => {
  const people = await running({ seed: 7 }, async ({ clob }) => [await read(`${clob}/version`)])
  expect(people.answers).toEqual([{ version: 2 }])
  expect(people.out).toMatch(/SIMULATED exchange without population, seed 7/)
  expect(people.out).toMatch(/CLOB {5}http:\/\/127\.0\.0\.1:\d+\/clob/)
  const { out, code } = await running({ json: true, seed: 7 })
  expect(JSON.parse(out)).toMatchObject({ seed: 7, urls: { sim: expect.stringMatching(/^http/) } })
  expect(code).toBe(0)
})

test('sets faults from text and from a file', async () => {
  const fault = { kind: 'server-error', scope: 'clob', status: 502 }
  const ask = async ({ clob }: VenueUrls) => [(await fetch(`${clob}/version`)).status]
  const text = JSON.stringify(fault)
  expect((await running({ faults: text }, ask)).answers).toEqual([502])
  expect((await running({ faults: file('faults.json', `[${text}]`) }, ask)).answers).toEqual([502])
})

test('does what a script says, and reports what is refused', async () => {
  const script = file(
    'day.jsonl',
    [
      '# a market, and a mistake',
      '{"at": 0, "do": "markets", "body": {"slug": "rain", "question": "Rain?"}}',
      '',
      '{"at": 0.01, "do": "resolve", "body": {"market": "nowhere"}}',
    ].join('\n'),
  )
  const seen = await running({ script }, async ({ sim, gamma }) => {
    await expect.poll(() => read(`${sim}/_sim/state`)).toMatchObject({ markets: { open: 1 } })
    await expect.poll(() => vi.mocked(process.stderr.write).mock.calls.join('')).toMatch(/line 4/)
    return [await read(`${gamma}/markets/slug/rain`)]
  })
  expect(seen.answers).toMatchObject([{ question: 'Rain?' }])
  expect(seen.err).toMatch(/script line 2: markets done/)
  expect(seen.err).toMatch(/script line 4: resolve refused with 400: .*condition id, token/)
})

test.each([
  [{ faults: '{"kind": "plague"}' }, 'invalid-argument', /expected one of "refused"/],
  [{ faults: '{nonsense' }, 'invalid-input-file', /--faults: Expected JSON/],
  [{ faults: 'nowhere.json' }, 'invalid-input-file', /nowhere\.json: Expected a file/],
  [{ script: 'nowhere.jsonl' }, 'invalid-input-file', /Expected a file, was absent/],
])('%j does not start', async (command, code, message) => {
  await expect(running(command)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
})

test.each([
  ['7', /an object such as/],
  ['{"at": -1, "do": "faults"}', /"at" in seconds after the start, was -1/],
  ['{"at": 1, "do": "/_sim/faults"}', /"do" to name a control route/],
  ['{"at": 1, "do": "faults", "method": "PUT"}', /POST or DELETE, was "PUT"/],
  ['{"at": 1, "do": "faults", "when": 2}', /was also "when"/],
])('a script with the line %s does not start, and the line is named', async (line, message) => {
  const script = file('bad.jsonl', `\n${line}\n`)
  const thrown: unknown = await running({ script }).catch((cause: unknown) => cause)
  expect(thrown).toMatchObject({ code: 'invalid-input-file' })
  expect((thrown as Error).message).toMatch(/bad\.jsonl:2: /)
  expect((thrown as Error).message).toMatch(message)
})
