import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSeededRandom, timeMs } from '@bot/core'
import { createExchange, createMarketGenerator, type SimExchange } from '@bot/sim'
import { createExchangeServer, type ExchangeServer } from '@bot/sim/server'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import type { Settings } from '../config/settings.js'
import type { Check } from '../doctor/check.js'
import { systemClock } from '../effects/system-clock.js'
import { madeConfig } from '../fixtures/made-config.js'
import { stateFiles, stateFolder } from '../runtime/journal-folder.js'
import { beginLive } from './begin-live.js'
import { LIVE_PHRASE } from './live-phrase.js'

const folder = mkdtempSync(join(tmpdir(), 'bot-live-'))
const GEOBLOCK = 'http://127.0.0.1:1/api/geoblock'
let exchange: SimExchange
let server: ExchangeServer

beforeEach(async () => {
  const start = timeMs(systemClock.now())
  exchange = createExchange({ start, seed: 1 })
  const generator = createMarketGenerator({ exchange, seed: 1 })
  const random = createSeededRandom(1)
  server = await createExchangeServer({ exchange, generator, clock: systemClock, random })
})
afterEach(() => server.close())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const newKey = (): string => `0x${randomBytes(32).toString('hex')}`

/** Begins with everything right but for what a test changes. */
const begin = async (changed: Partial<Settings> = {}, blocked: boolean | 'silent' = false) => {
  const { gamma, clob, data, ws, sim } = server.urls
  const checks: Check[] = []
  const config = madeConfig({
    ...{ tradingMode: 'live', dataFolder: folder, dashboardPort: 0 },
    ...{ gammaUrl: gamma, clobUrl: clob, dataUrl: data, wsUrl: ws, geoblockUrl: GEOBLOCK },
    ...{ walletKind: 'eoa', privateKey: newKey(), livePhrase: LIVE_PHRASE },
    rpcUrl: `${sim}/rpc`,
    ...changed,
  })
  const answering: typeof globalThis.fetch = async (url, init) => {
    if (String(url) !== GEOBLOCK) return fetch(url, init)
    if (blocked === 'silent') throw new Error('nobody there')
    return new Response(JSON.stringify({ blocked, country: 'XX' }))
  }
  const onFolder = async (): Promise<void> => {}
  const onChecks = (seen: readonly Check[]): void => void checks.push(...seen)
  const parts = { config, fetch: answering, clock: systemClock, onChecks, onFolder }
  const started = await beginLive(parts).catch((thrown: unknown) => String(thrown))
  const states = new Map(checks.map(({ name, state }) => [name, state]))
  return { started, states, checks }
}

test('live trading begins when the sentence was told and doctor finds nothing wrong', async () => {
  const { started, states } = await begin()
  expect([...states].filter(([, state]) => state !== 'ok')).toEqual([])
  expect([...states.keys()]).toContain('round trip')
  if (typeof started === 'string') throw new Error(started)
  const { venue, config } = started
  expect(venue).toMatchObject({ mode: 'live', name: 'polymarket', simulated: true })
  expect(venue.account).toMatch(/^live-0x[0-9a-f]{40}$/)
  expect(config.settings).toMatchObject({
    startingBalance: 1_000,
    maxPositionUsd: 5,
    basketMaxUsd: 10,
  })
  expect(config.settings.arbEnabled).toBe(true)
})

test('without a node arbitrage is off, and doctor says so', async () => {
  const { started, states } = await begin({ rpcUrl: undefined })
  if (typeof started === 'string') throw new Error(started)
  expect(started.config.settings.arbEnabled).toBe(false)
  expect(states.get('settlement')).toBe('warning')
})

test('a Safe settles through its owner, a proxy is settled by hand and has no arbitrage', async () => {
  const safe = await begin({ walletKind: 'safe' })
  if (typeof safe.started === 'string') throw new Error(safe.started)
  expect(safe.states.get('settlement')).toBe('ok')
  expect(safe.started.config.settings.arbEnabled).toBe(true)
  const proxy = await begin({ walletKind: 'proxy' })
  if (typeof proxy.started === 'string') throw new Error(proxy.started)
  expect(proxy.states.get('settlement')).toBe('warning')
  expect(proxy.started.config.settings.arbEnabled).toBe(false)
})

test('what was set is not made smaller', async () => {
  const { started } = await begin({ maxPositionUsd: 20 })
  if (typeof started === 'string') throw new Error(started)
  expect(started.config.settings).toMatchObject({ maxPositionUsd: 20, maxDailyLossUsd: 10 })
})

test('the round trip leaves no order behind', async () => {
  const key = newKey()
  const { started } = await begin({ privateKey: key })
  if (typeof started === 'string') throw new Error(started)
  const owner = started.venue.account.slice('live-'.length)
  expect(exchange.openOrders(owner)).toEqual([])
  expect(exchange.trades({ owner })).toEqual([])
})

test.each([0, 50, 100, 150, 200, 400])(
  'a test order that reaches the book %i ms after doctor gave up on it is known as its own',
  async (delayMs) => {
    const privateKey = newKey()
    server.faults.set({ kind: 'late-effect', scope: 'order', count: 1, delayMs })
    const late = await begin({ privateKey })
    expect(late.states.get('round trip')).toBe('failed')
    server.faults.clear()
    const { started } = await begin({ privateKey })
    if (typeof started === 'string') throw new Error(started)
    const { settings } = started.config
    const known = readFileSync(
      stateFiles(stateFolder(settings, 'polymarket', started.venue.account)).testOrders,
      'utf8',
    )
    const owner = started.venue.account.slice('live-'.length)
    for (const { id } of exchange.openOrders(owner)) expect(known).toContain(id)
  },
)

test('without the sentence nothing is even looked at', async () => {
  for (const livePhrase of [undefined, 'yes', LIVE_PHRASE.toUpperCase()]) {
    const { started, checks } = await begin({ livePhrase })
    expect(started).toMatch(/Expected the sentence/)
    expect(checks).toEqual([])
  }
})

test.each<[string, Partial<Settings>, boolean | 'silent', string]>([
  ['no key', { privateKey: undefined }, false, 'key'],
  ['two ways to sign', { keyFile: '/nowhere' }, false, 'key'],
  ['a key file that is not there', { privateKey: undefined, keyFile: '/nowhere' }, false, 'key'],
  ['a place that is blocked', {}, true, 'geoblock'],
  ['no answer about the place', {}, 'silent', 'geoblock'],
  ['an exchange that cannot be reached', { clobUrl: 'http://127.0.0.1:1' }, false, 'clock'],
])('live trading is refused with %s', async (_what, changed, blocked, name) => {
  const { started, states } = await begin(changed, blocked)
  expect(started).toMatch(/Live trading needs a doctor that finds nothing wrong/)
  expect(states.get(name)).toBe('failed')
})

test('the first start refuses a wallet that holds something already, a later one does not', async () => {
  const privateKey = newKey()
  const { started } = await begin({ privateKey })
  if (typeof started === 'string') throw new Error(started)
  const { venue, config } = started
  const owner = venue.account.slice('live-'.length)
  const open = exchange.markets().find(({ status }) => status === 'open')
  if (open === undefined) throw new Error('Expected an open market')
  expect(exchange.split(owner, open.id, 5_000_000 as never).ok).toBe(true)
  expect((await begin({ privateKey })).started).toMatch(
    /without positions or open orders.*2 positions/,
  )
  mkdirSync(stateFiles(stateFolder(config.settings, venue.name, venue.account)).journal, {
    recursive: true,
  })
  expect(typeof (await begin({ privateKey })).started).toBe('object')
})

test('the key is in no check and no refusal', async () => {
  const privateKey = newKey()
  const seen = JSON.stringify([
    await begin({ privateKey }),
    await begin({ privateKey, walletKind: 'deposit' }),
    await begin({ privateKey: `${privateKey}00` }),
  ])
  expect(seen).not.toContain(privateKey.slice(2, 40))
})
