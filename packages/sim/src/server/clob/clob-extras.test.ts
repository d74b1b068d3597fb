import type { Hex } from 'viem'
import { expect, test } from 'vitest'
import { getJson, postJson, startVenue } from '../fixtures/test-server.js'
import { createTrader } from '../fixtures/test-trader.js'

test('answers 400 to what cannot be a token, a side or a market', async () => {
  const { server, yes } = await startVenue()
  const { clob } = server.urls
  const NO_TOKEN = { status: 400, body: { error: 'Invalid token id' } }
  for (const path of ['/book', '/price', '/midpoint', '/spread', '/tick-size', '/neg-risk']) {
    expect(await getJson(`${clob}${path}`)).toMatchObject(NO_TOKEN)
    expect(await getJson(`${clob}${path}?token_id=yes`)).toMatchObject(NO_TOKEN)
  }
  expect(await getJson(`${clob}/price?token_id=${yes}&side=UP`)).toMatchObject({
    status: 400,
    body: { error: 'Invalid side' },
  })
  expect(await postJson(`${clob}/prices`, [{ token_id: yes }])).toMatchObject({
    status: 400,
    body: { error: 'Invalid side' },
  })
  expect(await getJson(`${clob}/markets/mine`)).toMatchObject({
    status: 400,
    body: { error: 'Invalid market' },
  })
})

test('tells the terms of a token that is named in the path', async () => {
  const { server, yes } = await startVenue()
  const { clob } = server.urls
  expect((await getJson(`${clob}/tick-size/${yes}`)).body).toEqual({ minimum_tick_size: 0.01 })
  expect((await getJson(`${clob}/neg-risk/${yes}`)).body).toEqual({ neg_risk: false })
  expect((await getJson(`${clob}/fee-rate/${yes}`)).body).toEqual({ base_fee: 0 })
})

test('gives the histories of several tokens in one request', async () => {
  const { server, yes, no, trade } = await startVenue()
  trade('maker', 'buy', '0.40', '10')
  trade('taker', 'sell', '0.40', '10')
  const url = `${server.urls.clob}/batch-prices-history`
  const { body } = await postJson(url, { markets: [yes, no], interval: '1h', fidelity: 1 })
  expect([body.history[yes][0].p, body.history[no][0].p]).toEqual([0.4, 0.6])
  const many = await postJson(url, { markets: Array(21).fill(yes) })
  expect(many).toMatchObject({ status: 400, body: { error: 'Payload exceeds the limit' } })
  expect((await postJson(url, { markets: [yes], interval: '3y' })).status).toBe(400)
  expect((await postJson(url, {})).status).toBe(400)
})

test('shows what was traded of late', async () => {
  const { server, market, trade, yes } = await startVenue()
  trade('maker', 'buy', '0.40', '10')
  trade('taker', 'sell', '0.38', '6')
  const url = `${server.urls.clob}/markets/live-activity`
  const one = await getJson(`${url}/${market.id}`)
  expect(one.body).toMatchObject([
    {
      event_type: 'trade',
      market: { condition_id: market.id, asset_id: yes, slug: market.slug },
      side: 'SELL',
      size: '6',
      price: '0.4',
      outcome: 'Yes',
      outcome_index: 0,
    },
  ])
  expect((await postJson(url, [market.id])).body).toEqual(one.body)
  expect((await getJson(`${url}/0x1`)).status).toBe(404)
  expect((await postJson(url, [])).status).toBe(400)
})

test('tells a builder what it charges and which trades came by it', async () => {
  const code = `0x${'b'.repeat(64)}` as Hex
  const { server, yes, trade } = await startVenue({
    rules: { builderFees: { [code]: { maker: 0, taker: 50 } } },
  })
  const { clob } = server.urls
  expect((await getJson(`${clob}/fees/builder-fees/${code}`)).body).toEqual({
    builder_maker_fee_rate_bps: 0,
    builder_taker_fee_rate_bps: 50,
  })
  expect((await getJson(`${clob}/fees/builder-fees/me`)).status).toBe(400)
  trade('maker', 'sell', '0.40', '10')
  const trader = await createTrader(server.urls)
  const order = { token: yes, side: 'BUY', maker: 4_000_000, taker: 10_000_000 } as const
  await trader.call('POST', '/order', await trader.order({ ...order, signed: { builder: code } }))
  const page = (await getJson(`${clob}/builder/trades?builder_code=${code}`)).body
  expect(page).toMatchObject({
    count: 1,
    next_cursor: 'LTE=',
    data: [{ tradeType: 'TAKER', size: '10', sizeUsdc: '4', price: '0.4', owner: trader.apiKey }],
  })
  const others = `0x${'c'.repeat(64)}`
  expect((await getJson(`${clob}/builder/trades?builder_code=${others}`)).body.count).toBe(0)
  expect(await getJson(`${clob}/builder/trades`)).toMatchObject({
    status: 400,
    body: { error: 'invalid builder trade params' },
  })
})
