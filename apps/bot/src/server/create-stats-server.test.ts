import { mkdtempSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isBotError } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import type { PageData } from '@bot/dashboard'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import type { StatsSource } from '../stats/stats-source.js'
import {
  createStatsServer,
  type StatsServer,
  type StatsServerOptions,
} from './create-stats-server.js'
import { createSampleStats } from './fixtures/sample-stats.js'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()))
})

const silent = pino({ level: 'silent' })

const start = async (
  options: Partial<StatsServerOptions> = {},
  replaced: Partial<StatsSource> = {},
): Promise<StatsServer & Readonly<{ stats: ReturnType<typeof createSampleStats> }>> => {
  const stats = createSampleStats(replaced)
  const server = await createStatsServer({
    source: stats.source,
    host: '127.0.0.1',
    port: 0,
    portWasSet: true,
    log: silent,
    clock: createManualClock(),
    ...options,
  })
  open.push(server.close)
  return { ...server, stats }
}

type Answer = Readonly<{ status: number; headers: Readonly<Record<string, unknown>>; body: string }>

/** fetch sets Host and Origin itself; a test of them needs the plain client. */
const ask = (
  server: StatsServer,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  post?: string,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: server.port,
        path,
        headers,
        method: post === undefined ? 'GET' : 'POST',
      },
      (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        )
      },
    )
    request.on('error', reject)
    request.end(post)
  })

const occupy = (port = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    const server: Server = createServer()
    open.push(() => new Promise((done) => server.close(done)))
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })

const codeOf = (answer: Answer): string => JSON.parse(answer.body).error.code

describe('what it shows', () => {
  test('every part that the page reads is JSON and as the source says', async () => {
    const server = await start()
    const { source } = server.stats
    // The type is the page's: a field that it reads and the source lacks does not compile.
    const page: Required<PageData> = {
      health: source.health(),
      status: source.status(),
      positions: source.positions(),
      trades: source.trades(),
      strategies: source.strategies(),
      dynamic_stats: source.dynamicStats(),
      funnel: source.funnel(),
      signals: source.signals(),
      opportunities: source.opportunities(),
      whales: source.whales(),
    }
    const views = { ...page, refusals: source.refusals() }
    for (const [name, value] of Object.entries(views)) {
      const answer = await ask(server, name === 'health' ? '/health' : `/api/${name}`)
      expect(answer.status).toBe(200)
      expect(answer.headers['content-type']).toMatch(/^application\/json/)
      expect(JSON.parse(answer.body)).toEqual(JSON.parse(JSON.stringify(value)))
    }
  })

  test('dynamic stats have the names that users of the first system read', async () => {
    const answer = await ask(await start(), '/api/dynamic_stats')
    const stats = JSON.parse(answer.body)
    expect(Object.keys(stats)).toEqual([
      'cascade',
      'arbitrage',
      'whale_tracker',
      'adaptive',
      'data_sources',
    ])
    expect(Object.keys(stats.cascade)).toEqual([
      'total_scans',
      'signals_found',
      'retries_needed',
      'threshold_reductions',
      'avg_signals_per_scan',
      'strategy_success',
      'cascade_enabled',
    ])
    expect(Object.keys(stats.whale_tracker)).toEqual([
      'configured_wallets',
      'discovered_whales',
      'active_whales',
      'total_wallets_tracked',
      'trades_observed',
      'auto_discovery',
      'min_trade_usd',
      'min_win_rate',
    ])
    expect(Object.keys(stats.data_sources.gamma)).toEqual([
      'success_rate',
      'total_requests',
      'last_try',
      'status',
    ])
  })

  test('health is 200 while scanning and 503 with the reasons when not', async () => {
    let health = createSampleStats().source.health()
    const server = await start({}, { health: () => health })
    expect((await ask(server, '/health')).status).toBe(200)
    health = { ...health, ok: false, reasons: ['no scan for 31 minutes'] }
    const answer = await ask(server, '/health')
    expect(answer.status).toBe(503)
    expect(JSON.parse(answer.body)).toMatchObject({
      ok: false,
      reasons: ['no scan for 31 minutes'],
      simulated: true,
    })
  })

  test('metrics are in the format of Prometheus with a help text each', async () => {
    const answer = await ask(await start(), '/metrics')
    expect(answer.headers['content-type']).toMatch(/^text\/plain/)
    expect(answer.body).toContain('bot_equity_usd 1012.44\n')
    expect(answer.body).toContain('bot_feed_tokens{mode="live"} 608\n')
    expect(answer.body).toContain(
      'bot_refusals_total{step="certified",reason="crossed-book",by="arbitrage"} 740\n',
    )
  })

  test('the page is served beside the stats, and scripts of elsewhere are forbidden', async () => {
    const assets = mkdtempSync(join(tmpdir(), 'page-'))
    writeFileSync(join(assets, 'index.html'), '<title>page</title>')
    const server = await start({ assets })
    const page = await ask(server, '/')
    expect(page.body).toBe('<title>page</title>')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    for (const path of ['/../package.json', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd']) {
      const outside = await ask(server, path)
      expect([403, 404]).toContain(outside.status)
      expect(Object.keys(JSON.parse(outside.body))).toEqual(['error'])
    }
  })

  test('an unknown path is a 404 in JSON', async () => {
    for (const path of ['/api/secrets', '/nothing']) {
      const answer = await ask(await start(), path)
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not-found'])
    }
  })

  test('a failing source is a 500 in JSON that tells nothing of the inside', async () => {
    const positions = (): never => {
      throw new Error('key 0xabc at /home/someone')
    }
    const answer = await ask(await start({}, { positions }), '/api/positions')
    expect([answer.status, codeOf(answer)]).toEqual([500, 'internal'])
    expect(answer.body).not.toMatch(/0xabc|home|stack/)
  })
})

describe('the journal', () => {
  test('a page ends at its limit and says where the next begins', async () => {
    const server = await start()
    const first = JSON.parse((await ask(server, '/api/journal?limit=3')).body)
    expect(first.entries.map((entry: { seq: number }) => entry.seq)).toEqual([1, 2, 3])
    const next = JSON.parse(
      (await ask(server, `/api/journal?after=${first.lastSeq}&limit=1000`)).body,
    )
    expect([next.entries.length, next.entries[0].seq, next.lastSeq]).toEqual([1000, 4, 1003])
    const end = JSON.parse((await ask(server, '/api/journal?after=2500')).body)
    expect(end).toEqual({ entries: [], lastSeq: 2500 })
  })

  test('a stream has every entry, one a line', async () => {
    const answer = await ask(await start(), '/api/journal?after=1000', {
      accept: 'application/x-ndjson',
    })
    const lines = answer.body.trimEnd().split('\n')
    expect([lines.length, JSON.parse(lines.at(-1) ?? '').seq]).toEqual([1500, 2500])
  })

  test('the signed text of an order is never shown', async () => {
    const server = await start()
    for (const accept of ['application/json', 'application/x-ndjson']) {
      const { body } = await ask(server, '/api/journal?after=6&limit=1', { accept })
      expect(body).toContain('order-prepared')
      expect(body).not.toMatch(/0xsecret|api-key/)
    }
  })

  test.each(['after=-1', 'after=x', 'limit=0', 'limit=1001', 'limit=1&limit=2', 'limit='])(
    '%s is refused with what is allowed',
    async (query) => {
      const answer = await ask(await start(), `/api/journal?${query}`)
      expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid-argument'])
    },
  )
})

describe('who may read', () => {
  test('a Host that is not this machine is refused on the loopback: a name may have been pointed here', async () => {
    const server = await start()
    for (const host of [
      'evil.example',
      `evil.example:${server.port}`,
      'localhost.evil.example',
      ':80',
    ])
      expect((await ask(server, '/health', { host })).status).toBe(403)
    for (const host of ['localhost', 'localhost:8080', `127.0.0.1:${server.port}`, '[::1]:5000'])
      expect((await ask(server, '/api/status', { host })).status).toBe(200)
  })

  test('an Origin of elsewhere is refused, also for reading', async () => {
    const server = await start()
    for (const origin of ['https://evil.example', 'null', `http://localhost:${server.port + 1}`])
      expect(codeOf(await ask(server, '/api/status', { origin }))).toBe('origin-not-allowed')
    const origin = `http://127.0.0.1:${server.port}`
    expect((await ask(server, '/api/status', { origin })).status).toBe(200)
  })

  test('with a token everything but health and the page asks for it', async () => {
    const server = await start({ token: 'correct-horse' })
    expect((await ask(server, '/health')).status).toBe(200)
    for (const path of ['/api/status', '/%61pi/status', '/metrics', '/api/events', '/api/journal'])
      expect((await ask(server, path)).status).toBe(401)
    expect((await ask(server, '/api/status?token=wrong')).status).toBe(401)
    expect((await ask(server, '/api/status?token=correct-horse&token=x')).status).toBe(401)
    expect((await ask(server, '/api/status?token=correct-horse')).status).toBe(200)
    const authorization = 'Bearer correct-horse'
    expect((await ask(server, '/api/status', { authorization })).status).toBe(200)
    const json = { 'content-type': 'application/json' }
    expect((await ask(server, '/api/command', json, '{"command":"kill"}')).status).toBe(401)
    expect(server.stats.commands).toEqual([])
  })

  test('an address that others can reach demands a token', async () => {
    for (const token of [undefined, '']) {
      const failure = await start({
        host: '0.0.0.0',
        ...(token === undefined ? {} : { token }),
      }).catch((thrown: unknown) => thrown)
      expect(isBotError(failure, 'invalid-config')).toBe(true)
      expect(String(failure)).toContain('DASHBOARD_TOKEN')
    }
    const server = await start({ host: '0.0.0.0', token: 'correct-horse' })
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
    expect((await ask(server, '/api/status', { host: 'bot.lan' })).status).toBe(401)
    const authorization = 'Bearer correct-horse'
    expect((await ask(server, '/api/status', { host: 'bot.lan', authorization })).status).toBe(200)
  })
})

describe('commands', () => {
  const json = { 'content-type': 'application/json' }

  test('a command of the page reaches the source', async () => {
    const server = await start()
    for (const command of ['pause', 'resume', 'cancel-all', 'kill']) {
      const answer = await ask(server, '/api/command', json, JSON.stringify({ command }))
      expect([answer.status, JSON.parse(answer.body)]).toEqual([202, { accepted: command }])
    }
    expect(server.stats.commands).toEqual(['pause', 'resume', 'cancel-all', 'kill'])
  })

  test('a change of a threshold is rolled back by its id', async () => {
    const server = await start()
    const body = JSON.stringify({ command: 'rollback', argument: '3' })
    expect((await ask(server, '/api/command', json, body)).status).toBe(202)
    expect(server.stats.commands).toEqual(['rollback'])
  })

  test('what a form of another site can send is refused', async () => {
    const server = await start()
    const body = '{"command":"kill"}'
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']
    for (const type of types)
      expect((await ask(server, '/api/command', { 'content-type': type }, body)).status).toBe(415)
    const foreign = { ...json, origin: 'https://evil.example' }
    expect((await ask(server, '/api/command', foreign, body)).status).toBe(403)
    expect((await ask(server, '/api/command')).status).toBe(404)
    expect(server.stats.commands).toEqual([])
  })

  test.each(['{"command":"rollback"}', '{"command":["kill"]}', '[]', 'null', '{', ''])(
    '%s is refused as a bad request',
    async (body) => {
      const server = await start()
      expect((await ask(server, '/api/command', json, body)).status).toBe(400)
      expect(server.stats.commands).toEqual([])
    },
  )

  test('a body that is too large is refused', async () => {
    const body = JSON.stringify({ command: 'k'.repeat(2000) })
    expect((await ask(await start(), '/api/command', json, body)).status).toBe(413)
  })
})

describe('ports', () => {
  test('a default port that is taken gives way to the next free one', async () => {
    const taken = await occupy()
    const server = await start({ port: taken, portWasSet: false })
    expect(server.port).toBeGreaterThan(taken)
    expect(server.port).toBeLessThanOrEqual(taken + 20)
    expect((await ask(server, '/health')).status).toBe(200)
  })

  test('a port that was set and is taken is an error that says what to do', async () => {
    const taken = await occupy()
    const failure = await start({ port: taken }).catch((thrown: unknown) => thrown)
    expect(isBotError(failure, 'port-in-use')).toBe(true)
    expect(String(failure)).toContain(`port ${taken}`)
    expect(String(failure)).toContain('DASHBOARD_PORT')
  })

  test('an address that is not of this machine is an error that names the setting', async () => {
    const failure = await start({ host: '192.0.2.1', token: 'x' }).catch(
      (thrown: unknown) => thrown,
    )
    expect(isBotError(failure, 'invalid-config')).toBe(true)
    expect(String(failure)).toContain('DASHBOARD_HOST')
  })
})
