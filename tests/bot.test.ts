import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const cli = join(root, 'apps/bot/dist/cli.js')
const home = mkdtempSync(join(tmpdir(), 'bot-process-'))
const children = new Set<ChildProcess>()

type Bot = Readonly<{
  child: ChildProcess
  out: () => string
  err: () => string
  ended: Promise<Readonly<{ code: number | null; signal: string | null }>>
}>

const start = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Bot => {
  const env = { PATH: process.env['PATH'] ?? '', ...environment }
  const child = spawn(process.execPath, [cli, ...args], { cwd: home, env, stdio: 'pipe' })
  children.add(child)
  let out = ''
  let err = ''
  child.stdout.on('data', (part) => {
    out += String(part)
  })
  child.stderr.on('data', (part) => {
    err += String(part)
  })
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }))
  return { child, out: () => out, err: () => err, ended }
}

const run = async (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const bot = start(args, environment)
  const { code } = await bot.ended
  return { code, out: bot.out(), err: bot.err() }
}

type Up = Readonly<{ url: string; simulated: boolean; mode: string }>

const up = async (bot: Bot): Promise<Up> => {
  for (let waited = 0; waited < 15_000; waited += 50) {
    if (bot.out().includes('\n')) return JSON.parse(bot.out()) as Up
    if (bot.child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the bot did not start: ${bot.out()}${bot.err()}`)
}

const read = async (url: string): Promise<Record<string, unknown>> => {
  const answer = await fetch(url)
  return { ...((await answer.json()) as object), httpStatus: answer.status }
}
const stop = async (bot: Bot, signal: NodeJS.Signals) => {
  bot.child.kill(signal)
  return bot.ended
}

const folder = (): string => mkdtempSync(join(home, 'data-'))
const simulated = (data: string, more: Readonly<Record<string, string>> = {}) => ({
  VENUE: 'sim',
  BOT_DATA_FOLDER: data,
  DASHBOARD_PORT: '0',
  SCAN_INTERVAL_SECONDS: '1',
  ...more,
})

/** Turbo asks for pnpm on the path: it is there when pnpm runs the tests, and npx brings it otherwise. */
const prepare = async (): Promise<unknown> => {
  const byPnpm = (process.env['npm_config_user_agent'] ?? '').startsWith('pnpm')
  const [file, ...args] = [
    ...(byPnpm ? [] : ['npx', '-y', 'pnpm@10', 'exec']),
    ...['node', join(root, 'tooling/prepare.mjs'), 'prediction-bot...'],
  ]
  const [code] = await once(spawn(file ?? '', args, { cwd: root, stdio: 'inherit' }), 'close')
  return code
}

beforeAll(async () => expect(await prepare(), 'the bot is built').toBe(0), 180_000)

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

test('it starts with one JSON line, answers, stops when told, and goes on where it ended', async () => {
  const data = folder()
  const first = start(['run', '--json'], simulated(data, { DASHBOARD_TOKEN: 'hidden-token' }))
  const { url, simulated: isSimulated, mode } = await up(first)
  expect([isSimulated, mode]).toEqual([true, 'paper'])
  expect(await read(`${url}/health`)).toMatchObject({ httpStatus: 200, ok: true, simulated: true })
  const second = await run(['run', '--json'], simulated(data))
  expect(second.code).toBe(1)
  expect(second.err).toContain(String(first.child.pid))
  expect(second.err).toContain('journal-locked')
  const fresh = await run(['run', '--fresh'], simulated(data))
  expect([fresh.code, readdirSync(data)]).toEqual([1, ['sim-paper']])
  const asked = Date.now()
  expect(await stop(first, 'SIGTERM')).toEqual({ code: 0, signal: null })
  expect(Date.now() - asked).toBeLessThan(8_000)
  expect(first.out() + first.err()).not.toContain('hidden-token')
  for (const line of first.err().trim().split('\n'))
    expect(() => JSON.parse(line), line).not.toThrow()

  const journal = join(data, 'sim-paper', 'journal')
  const verified = await run(['journal', 'verify', journal, '--json'])
  expect(verified.code).toBe(0)
  expect(JSON.parse(verified.out)).toMatchObject({ sound: true, damaged: [], gaps: [] })
  const exported = await run(['journal', 'export', journal])
  const { entries, lastSeq } = JSON.parse(verified.out) as { entries: number; lastSeq: number }
  expect(exported.out.trim().split('\n')).toHaveLength(entries)
  const again = await run(['replay', '--from-journal', data, '--json'])
  expect(again.code).toBe(0)
  expect(JSON.parse(again.out)).toMatchObject({ journals: [{ sessions: [{ matches: true }] }] })

  const third = start(['run', '--json'], simulated(data))
  const resumed = await read(`${(await up(third)).url}/api/status`)
  expect(resumed['seq']).toBeGreaterThan(lastSeq)
  expect((await stop(third, 'SIGINT')).code).toBe(0)
}, 60_000)

test('after a kill the next start keeps what was flushed and takes the folder over', async () => {
  const data = folder()
  const first = start(['run', '--json'], simulated(data))
  const { url } = await up(first)
  for (let scans = 0; scans < 2; ) {
    const { totalScans } = await read(`${url}/health`)
    scans = Number(totalScans)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect((await stop(first, 'SIGKILL')).signal).toBe('SIGKILL')
  const second = start(['run', '--json'], simulated(data))
  const next = await up(second)
  expect(await read(`${next.url}/health`)).toMatchObject({ ok: true })
  expect((await stop(second, 'SIGTERM')).code).toBe(0)
  const { code, out } = await run([
    'journal',
    'verify',
    join(data, 'sim-paper', 'journal'),
    '--json',
  ])
  expect(code, out).toBe(0)
  const again = await run(['replay', '--from-journal', data, '--json'])
  expect(JSON.parse(again.out)).toMatchObject({
    journals: [{ sessions: [{ matches: null }, { matches: true }] }],
  })
}, 60_000)

test('--fresh starts anew and keeps what was there aside', async () => {
  const data = folder()
  const first = start(['run', '--json'], simulated(data))
  await up(first)
  await stop(first, 'SIGTERM')
  const second = start(['run', '--json', '--fresh'], simulated(data))
  await up(second)
  await stop(second, 'SIGTERM')
  expect(readdirSync(data).sort()).toEqual([
    'sim-paper',
    expect.stringMatching(/^sim-paper\.\d{4}-/),
  ])
  const again = await run(['replay', '--from-journal', join(data, 'sim-paper'), '--json'])
  expect(JSON.parse(again.out)).toMatchObject({ journals: [{ sessions: [{ fromSeq: 1 }] }] })
}, 60_000)

test('a port that was set and is taken is an error, and nothing is left behind', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const data = folder()
  const { code, err } = await run(['run'], simulated(data, { DASHBOARD_PORT: String(port) }))
  taken.close()
  expect(code).toBe(1)
  expect(err).toContain(`port-in-use`)
  expect(err).toContain(String(port))
  const verified = await run(['journal', 'verify', join(data, 'sim-paper', 'journal')])
  expect(verified.code).toBe(0)
}, 30_000)

test.each([
  [{ TRADING_MODE: 'live', VENUE: 'polymarket' }, 'Expected the sentence'],
  [{ MAX_POSITION_USD: 'abc' }, 'MAX_POSITION_USD: expected a number from 0 to 1000000, was "abc"'],
  [{ MAX_POSTION_USD: '1' }, 'did you mean MAX_POSITION_USD?'],
  [{ BOT_STRATEGIES: 'no-such-package' }, 'BOT_STRATEGIES: no-such-package cannot be loaded'],
] as const)('with %o nothing starts', async (environment, words) => {
  const data = folder()
  const { code, out, err } = await run(['run', '--json'], simulated(data, environment))
  expect([code, out]).toEqual([1, ''])
  expect(err).toContain(words)
  expect(err).not.toMatch(/\n\s+at /)
  expect(readdirSync(data)).toEqual([])
})

test('a data folder that cannot be written is named, and nothing is left running', async () => {
  const { code, err } = await run(['run'], simulated(join(cli, 'below-a-file')))
  expect(code).toBe(1)
  expect(err).toContain('journal-write-failed')
  expect(err).not.toMatch(/\n\s+at /)
}, 20_000)

test('what is recorded is replayed', async () => {
  const recording = join(folder(), 'recording')
  const bot = start(['record', recording, '--json', '--tokens', '20'], { VENUE: 'sim' })
  for (let waited = 0; !existsSync(recording) && waited < 10_000; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  expect(await stop(bot, 'SIGINT')).toEqual({ code: 0, signal: null })
  const { lines, tokens } = JSON.parse(bot.out()) as { lines: number; tokens: number }
  expect(tokens).toBe(20)
  const { code, out } = await run(['replay', recording, '--json'])
  const { total } = JSON.parse(out) as { total: { frames: number; books: number } }
  expect(code).toBe(0)
  expect(total.books).toBeGreaterThanOrEqual(tokens)
  expect(total.frames).toBeGreaterThan(0)
  expect(total.frames).toBeLessThan(lines)
}, 30_000)

test('the exchange alone says where it is and serves until it is told to stop', async () => {
  const bot = start(['exchange', '--json', '--seed', '7'])
  const { urls, seed } = (await up(bot)) as unknown as {
    urls: { clob: string; sim: string }
    seed: number
  }
  expect(seed).toBe(7)
  expect((await fetch(`${urls.clob}/time`)).status).toBe(200)
  expect((await fetch(`${urls.sim}/_sim/planted`)).status).toBe(200)
  expect((await stop(bot, 'SIGTERM')).code).toBe(0)
}, 30_000)

test('an output that nobody reads to its end is no failure', async () => {
  const data = folder()
  const bot = start(['run', '--json'], simulated(data))
  await up(bot)
  await stop(bot, 'SIGTERM')
  const exported = start(['journal', 'export', join(data, 'sim-paper', 'journal')])
  exported.child.stdout?.destroy()
  const { code } = await exported.ended
  expect([code, exported.err()]).toEqual([0, ''])
}, 30_000)

test('without a network it says so and runs SIMULATED', async () => {
  const bot = start(['run'], {
    BOT_DATA_FOLDER: folder(),
    DASHBOARD_PORT: '0',
    POLYMARKET_CLOB_URL: 'http://127.0.0.1:9',
  })
  for (let waited = 0; !bot.out().includes('Stop  ') && waited < 15_000; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(bot.out()).toMatch(/SIMULATED.*no real money.*Polymarket cannot be reached \(no network\)/)
  expect(bot.out()).toMatch(/Dashboard +http:\/\/127\.0\.0\.1:\d+/)
  expect((await stop(bot, 'SIGTERM')).code).toBe(0)
}, 30_000)

test('what went wrong is a sentence with its code, never a stack trace', async () => {
  for (const args of [
    ['whales', 'no-such-file'],
    ['scan', '--markets', 'no-such-file'],
    ['journal', 'verify', 'no-such-folder'],
    ['replay', 'no-such-folder', '--json'],
    ['replay', 'no-such-folder', '--from-journal'],
    ['record', join(cli, 'below-a-file'), '--minutes', '1'],
    ['frobnicate'],
  ]) {
    const { code, err } = await run(args, { VENUE: 'sim' })
    expect(code, args.join(' ')).toBe(1)
    expect(err, args.join(' ')).toMatch(/\S/)
    expect(err, args.join(' ')).not.toMatch(/\n\s+at |unexpected failure/)
  }
}, 60_000)
