import { readFileSync } from 'node:fs'
import { createSeededRandom, orderId, parsePrice, parseSize, timeMs, usd } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { createExchange, type SimExchange } from '@bot/sim'
import { createExchangeServer } from '@bot/sim/server'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'

/** What the official client sent to a stub, byte by byte; its key and wallet are publicly known test ones. */
const Trace = z.object({
  steps: z.array(
    z.object({
      step: z.string(),
      requests: z.array(
        z.object({
          method: z.string(),
          url: z.string(),
          headers: z.record(z.string(), z.string()),
          body: z.string(),
        }),
      ),
    }),
  ),
})
const file = new URL('./fixtures/official-wire-trace.json', import.meta.url)
const trace = Trace.parse(JSON.parse(readFileSync(file, 'utf8')))

const RECORDED_AT = timeMs(1_795_351_095_000)
const TOKEN = '1234'
const CONDITION = `0x${'ab'.repeat(32)}`
const RECORDED_KEY = {
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  apiKey: 'u',
  passphrase: 'p',
  secret: Buffer.alloc(32).toString('base64'),
}

/** An exchange whose one market has the ids that the requests name. */
const recordedExchange = (): SimExchange => {
  const exchange = createExchange({ start: RECORDED_AT, seed: 'trace' })
  const { id, tokens } = exchange.createMarket({
    slug: 'recorded',
    question: 'Recorded?',
    endsAt: timeMs(RECORDED_AT + 86_400_000),
  })
  const named = JSON.stringify(exchange.snapshot())
    .replaceAll(tokens[0], TOKEN)
    .replaceAll(id, CONDITION)
  exchange.restore(JSON.parse(named))
  const [market] = exchange.markets()
  if (market === undefined) throw new Error('The snapshot holds no market')
  exchange.deposit('stranger', usd(1_000_000_000))
  exchange.split('stranger', market.id, parseSize('500'))
  exchange.place({
    id: orderId('quote'),
    owner: 'stranger',
    token: market.tokens[0],
    side: 'sell',
    shares: parseSize('100'),
    limit: parsePrice('0.60'),
    tif: 'gtc',
    postOnly: false,
  })
  return exchange
}

const replay = async (): Promise<Record<string, readonly { status: number; body: unknown }[]>> => {
  const server = await createExchangeServer({
    exchange: recordedExchange(),
    clock: createManualClock(RECORDED_AT),
    random: createSeededRandom(1),
  })
  onTestFinished(() => server.close())
  const adopted = await fetch(`${server.urls.sim}/_sim/keys`, {
    method: 'POST',
    body: JSON.stringify(RECORDED_KEY),
  })
  expect(adopted.status).toBe(200)
  const answers: Record<string, { status: number; body: unknown }[]> = {}
  for (const { step, requests } of trace.steps) {
    const own: { status: number; body: unknown }[] = []
    answers[step] = own
    for (const { method, url, headers, body } of requests) {
      const sent = body === '' ? {} : { body }
      const response = await fetch(server.urls.clob + url, { method, headers, ...sent })
      own.push({ status: response.status, body: await response.json() })
    }
  }
  return answers
}

const HASH = expect.stringMatching(/^0x[0-9a-f]{64}$/)
const ok = (body: unknown) => ({ status: 200, body })

test('answers each recorded request of the official client, as it was sent', async () => {
  const answers = await replay()
  expect(Object.values(answers).flat()).toHaveLength(21)
  expect(Object.values(answers).flatMap((own) => own.map(({ status }) => status))).toEqual(
    Array(21).fill(200),
  )
  expect(answers).toMatchObject({
    limit: [
      ok({ version: 2 }),
      ok({ minimum_tick_size: 0.01 }),
      ok({ neg_risk: false }),
      ok({ success: true, status: 'live', orderID: HASH }),
    ],
    market: [
      ok({ condition_id: CONDITION, primary_token_id: TOKEN }),
      ok({ c: CONDITION, mts: 0.01 }),
      ok({ asset_id: TOKEN, hash: expect.stringMatching(/^[0-9a-f]{40}$/) }),
      ok({ success: true, status: 'matched', makingAmount: '6', takingAmount: '10' }),
    ],
    cancel: [
      ok({ canceled: [], not_canceled: { '0x1': 'order not found' } }),
      ok({ canceled: [], not_canceled: { '0x1': 'order not found', '0x2': 'order not found' } }),
      ok({ canceled: [HASH] }),
      ok({ canceled: [], not_canceled: {} }),
    ],
    reads: [
      ok({ data: [], next_cursor: 'LTE=' }),
      ok({ data: [], next_cursor: 'LTE=' }),
      ok({ balance: expect.stringMatching(/^\d+$/) }),
    ],
    keys: [ok({ apiKey: expect.any(String) }), ok({ apiKey: expect.any(String) })],
    md: [ok({ history: [{ p: 0.6 }] }), ok([]), ok({}), ok({})],
  })
})

test('refuses the same bytes a day later', async () => {
  const server = await createExchangeServer({
    exchange: recordedExchange(),
    clock: createManualClock(timeMs(RECORDED_AT + 86_400_000)),
    random: createSeededRandom(1),
  })
  onTestFinished(() => server.close())
  await fetch(`${server.urls.sim}/_sim/keys`, {
    method: 'POST',
    body: JSON.stringify(RECORDED_KEY),
  })
  const signed = trace.steps.flatMap(({ requests }) =>
    requests.filter(({ headers }) => headers['poly_signature'] !== undefined),
  )
  for (const { method, url, headers, body } of signed) {
    const sent = body === '' ? {} : { body }
    const response = await fetch(server.urls.clob + url, { method, headers, ...sent })
    expect(response.status).toBe(401)
    expect(Object.keys((await response.json()) as object)).toEqual(['error'])
  }
  expect(signed).toHaveLength(11)
})
