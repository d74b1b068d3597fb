import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createManualClock } from '@bot/core/testing'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createSampleStats } from '../server/fixtures/sample-stats.js'
import { createTelegramAlerts, type TelegramOptions } from './create-telegram-alerts.js'

const TOKEN = '123456:not-a-real-token'
type Answer = Readonly<{ status: number; body: unknown }>
const OK: Answer = { status: 200, body: { ok: true, result: { message_id: 1 } } }

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A Bot API on the loopback that answers from a list, then always OK; `hang` never answers. */
const fakeTelegram = async (answers: (Answer | 'hang')[] = []) => {
  const received: Readonly<{ path: string; body: Readonly<Record<string, unknown>> }>[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ path: request.url ?? '', body: JSON.parse(body) })
    const answer = answers.shift() ?? OK
    if (answer === 'hang') return
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push(server)
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { received, apiRoot, stop: () => server.closeAllConnections() }
}

const start = (apiRoot: string, options: Partial<TelegramOptions> = {}) => {
  const clock = createManualClock()
  const lines: string[] = []
  const alerts = createTelegramAlerts({
    token: TOKEN,
    chatId: '42',
    apiRoot,
    label: 'SIMULATED',
    on: { entry: true, exit: true, signal: true },
    clock,
    log: pino({ level: 'debug' }, { write: (line) => void lines.push(line) }),
    ...options,
  })
  return { alerts, clock, lines }
}

const notice = (text: string) => ({ kind: 'notice', text }) as const
const [trade] = createSampleStats().source.trades()
const [signal] = createSampleStats().source.signals()

test('an alert goes to the chat and says that the money is simulated', async () => {
  const telegram = await fakeTelegram()
  const { alerts, clock } = start(telegram.apiRoot)
  alerts.send({ kind: 'entry', trade: trade! })
  clock.advance(0)
  await expect.poll(() => alerts.stats().sent).toBe(1)
  expect(telegram.received[0]?.path).toBe(`/bot${TOKEN}/sendMessage`)
  expect(telegram.received[0]?.body['chat_id']).toBe('42')
  expect(telegram.received[0]?.body['text']).toBe(
    '[SIMULATED] Bought 84.5 Yes at 46.0 ¢ ($38.87, fee $0.12)\nWill the Federal Reserve cut rates at its next meeting?\nmarket-only',
  )
})

test('only the kinds that were asked for are sent; a notice always is', async () => {
  const telegram = await fakeTelegram()
  const on = { entry: false, exit: true, signal: false }
  const { alerts, clock } = start(telegram.apiRoot, { on })
  alerts.send({ kind: 'entry', trade: trade! })
  alerts.send({ kind: 'signal', signal: signal! })
  expect(alerts.stats().waiting).toBe(0)
  alerts.send({ kind: 'exit', trade: trade! })
  alerts.send(notice('halted'))
  clock.advance(0)
  await expect.poll(() => alerts.stats().sent).toBe(2)
  expect(telegram.received).toHaveLength(1)
})

test('a flood is sent together, at most one message in three seconds', async () => {
  const telegram = await fakeTelegram()
  const { alerts, clock } = start(telegram.apiRoot)
  for (let index = 0; index < 60; index++) alerts.send(notice(`alert ${index} ${'x'.repeat(100)}`))
  clock.advance(0)
  await expect.poll(() => telegram.received.length).toBe(1)
  await expect.poll(() => alerts.stats().sent).toBeGreaterThan(20)
  clock.advance(2_999)
  expect(telegram.received).toHaveLength(1)
  clock.advance(1)
  await expect.poll(() => alerts.stats().waiting).toBe(0)
  await expect.poll(() => alerts.stats().sent).toBe(60)
  expect(telegram.received).toHaveLength(2)
  for (const { body } of telegram.received) expect(String(body['text']).length).toBeLessThan(4096)
})

test('more than a hundred waiting texts drop the oldest, counted', async () => {
  const { alerts } = start((await fakeTelegram()).apiRoot)
  for (let index = 0; index < 130; index++) alerts.send(notice(`alert ${index}`))
  expect(alerts.stats()).toMatchObject({ waiting: 100, dropped: 30 })
})

test('when Telegram says to wait, the same text goes out after that long', async () => {
  const body = {
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 17',
    parameters: { retry_after: 17 },
  }
  const telegram = await fakeTelegram([{ status: 429, body }])
  const { alerts, clock, lines } = start(telegram.apiRoot)
  alerts.send(notice('hello'))
  clock.advance(0)
  await expect.poll(() => alerts.stats().waiting).toBe(1)
  clock.advance(16_999)
  expect(telegram.received).toHaveLength(1)
  clock.advance(1)
  await expect.poll(() => alerts.stats().sent).toBe(1)
  expect(alerts.stats().failures).toEqual({ '429: Too Many Requests: retry after n': 1 })
  expect(lines).toHaveLength(1)
})

test('a refusal for good is dropped, counted each time and logged once, without the token', async () => {
  const body = { ok: false, error_code: 401, description: `Unauthorized ${TOKEN}` }
  const refusal = { status: 401, body }
  const telegram = await fakeTelegram([refusal, refusal, refusal])
  const { alerts, clock, lines } = start(telegram.apiRoot)
  for (let index = 1; index <= 3; index++) {
    alerts.send(notice('hello'))
    clock.advance(3_000)
    await expect.poll(() => alerts.stats().dropped).toBe(index)
  }
  expect(Object.values(alerts.stats().failures)).toEqual([3])
  expect(lines).toHaveLength(1)
  expect(lines.join()).not.toContain('not-a-real-token')
})

test('without a network the text is tried four times and dropped; nothing throws', async () => {
  const { alerts, clock, lines } = start('http://127.0.0.1:9')
  alerts.send(notice('hello'))
  clock.advance(0)
  for (let tries = 1; tries <= 4; tries++) {
    await expect.poll(() => Object.values(alerts.stats().failures)[0]).toBe(tries)
    clock.advance(60_000)
  }
  expect(alerts.stats()).toMatchObject({ sent: 0, waiting: 0, dropped: 1 })
  expect(lines).toHaveLength(1)
  expect(lines.join()).not.toContain('not-a-real-token')
})

test('closing sends what waits at once', async () => {
  const telegram = await fakeTelegram()
  const { alerts, clock } = start(telegram.apiRoot)
  alerts.send(notice('first'))
  clock.advance(0)
  await expect.poll(() => alerts.stats().sent).toBe(1)
  alerts.send(notice('stopped'))
  await alerts.close()
  expect(telegram.received.at(-1)?.body['text']).toBe('[SIMULATED] stopped')
  expect(clock.pending()).toBe(0)
  alerts.send(notice('too late'))
  expect(alerts.stats().waiting).toBe(0)
})

test('closing waits five seconds for a Telegram that hangs, no longer', async () => {
  const telegram = await fakeTelegram(['hang'])
  const { alerts, clock } = start(telegram.apiRoot)
  alerts.send(notice('hello'))
  clock.advance(0)
  await expect.poll(() => telegram.received.length).toBe(1)
  const closed = alerts.close()
  clock.advance(5_000)
  await closed
  await expect.poll(() => alerts.stats().dropped).toBe(1)
})
