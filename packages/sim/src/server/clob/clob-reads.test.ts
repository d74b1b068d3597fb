import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { getJson, postJson, startVenue } from '../fixtures/test-server.js'

test('answers what a client asks before it trades', async () => {
  const { server, market, yes, no } = await startVenue()
  const { clob } = server.urls
  expect((await getJson(`${clob}/ok`)).body).toBe('OK')
  expect((await getJson(`${clob}/version`)).body).toEqual({ version: 2 })
  const time = (await getJson(`${clob}/time`)).body
  expect(Math.abs(time - Date.now() / 1000)).toBeLessThan(5)
  expect((await getJson(`${clob}/tick-size?token_id=${yes}`)).body).toEqual({
    minimum_tick_size: 0.01,
  })
  expect((await getJson(`${clob}/neg-risk?token_id=${no}`)).body).toEqual({ neg_risk: false })
  expect((await getJson(`${clob}/fee-rate?token_id=${no}`)).body).toEqual({ base_fee: 0 })
  expect((await getJson(`${clob}/markets-by-token/${no}`)).body).toEqual({
    condition_id: market.id,
    primary_token_id: yes,
    secondary_token_id: no,
  })
  expect((await getJson(`${clob}/clob-markets/${market.id}`)).body).toMatchObject({
    c: market.id,
    t: [
      { t: yes, o: 'Yes' },
      { t: no, o: 'No' },
    ],
    mts: 0.01,
    mos: 5,
    fd: { r: 0, e: 1, to: true },
    ao: true,
  })
})

test('shows bids ascending and asks descending, with the hash of exactly what it shows', async () => {
  const { server, trade, yes, no, market } = await startVenue()
  trade('maker', 'buy', '0.40', '100')
  trade('maker', 'buy', '0.45', '30')
  trade('maker', 'sell', '0.55', '12.5')
  const book = (await getJson(`${server.urls.clob}/book?token_id=${yes}`)).body
  expect(book).toMatchObject({
    market: market.id,
    asset_id: yes,
    bids: [
      { price: '0.4', size: '100' },
      { price: '0.45', size: '30' },
    ],
    asks: [{ price: '0.55', size: '12.5' }],
    min_order_size: '5',
    tick_size: '0.01',
    neg_risk: false,
    last_trade_price: '',
  })
  expect(book.timestamp).toMatch(/^\d{13}$/)
  const { market: id, asset_id, timestamp, bids, asks } = book
  const text = `{"market":"${id}","asset_id":"${asset_id}","timestamp":"${timestamp}","hash":"","bids":${JSON.stringify(bids)},"asks":${JSON.stringify(asks)},"min_order_size":"5","tick_size":"0.01","neg_risk":false,"last_trade_price":""}`
  expect(book.hash).toBe(createHash('sha1').update(text).digest('hex'))
  const mirror = (await getJson(`${server.urls.clob}/book?token_id=${no}`)).body
  expect(mirror.bids).toEqual([{ price: '0.45', size: '12.5' }])
  expect(mirror.asks).toEqual([
    { price: '0.6', size: '100' },
    { price: '0.55', size: '30' },
  ])
})

test('refuses an unknown token with the literal text', async () => {
  const { server } = await startVenue()
  expect(await getJson(`${server.urls.clob}/book?token_id=1`)).toMatchObject({
    status: 404,
    body: { error: 'No orderbook exists for the requested token id' },
  })
  expect(await getJson(`${server.urls.clob}/markets/0x1`)).toMatchObject({
    status: 404,
    body: { error: 'market not found' },
  })
  expect(await getJson(`${server.urls.clob}/fee-rate?token_id=1`)).toMatchObject({
    status: 404,
    body: { error: 'fee rate not found for market' },
  })
})

test('leaves unknown tokens out of batches and refuses more than 500', async () => {
  const { server, trade, yes, no } = await startVenue()
  trade('maker', 'buy', '0.40', '100')
  trade('maker', 'sell', '0.45', '100')
  const { clob } = server.urls
  const items = [{ token_id: '1' }, { token_id: yes }]
  const books = await postJson(`${clob}/books`, items)
  expect(books.body.map((book: { asset_id: string }) => book.asset_id)).toEqual([yes])
  expect((await postJson(`${clob}/midpoints`, items)).body).toEqual({ [yes]: '0.425' })
  expect((await postJson(`${clob}/spreads`, [{ token_id: no }])).body).toEqual({ [no]: '0.05' })
  const sides = [
    { token_id: yes, side: 'BUY' },
    { token_id: yes, side: 'SELL' },
  ]
  expect((await postJson(`${clob}/prices`, sides)).body).toEqual({
    [yes]: { BUY: '0.4', SELL: '0.45' },
  })
  const many = Array.from({ length: 501 }, (_, index) => ({ token_id: String(index) }))
  expect(await postJson(`${clob}/books`, many)).toMatchObject({
    status: 400,
    body: { error: 'Payload exceeds the limit' },
  })
  expect((await postJson(`${clob}/books`, many.slice(1))).status).toBe(200)
})

test('walks the markets by cursor from MA== to LTE=', async () => {
  const { server, market } = await startVenue()
  const page = (await getJson(`${server.urls.clob}/markets?next_cursor=MA%3D%3D`)).body
  expect(page).toMatchObject({ limit: 1000, count: 1, next_cursor: 'LTE=' })
  expect(page.data[0]).toMatchObject({
    condition_id: market.id,
    minimum_tick_size: 0.01,
    minimum_order_size: 5,
    tokens: [{ outcome: 'Yes' }, { outcome: 'No' }],
  })
})

test('gives the last trade in the token asked for, and a history of prices', async () => {
  const { server, trade, yes, no } = await startVenue()
  const { clob } = server.urls
  expect((await getJson(`${clob}/last-trade-price?token_id=${yes}`)).body.side).toBe('')
  trade('maker', 'sell', '0.60', '10')
  trade('taker', 'buy', '0.60', '10')
  expect((await getJson(`${clob}/last-trade-price?token_id=${yes}`)).body).toEqual({
    price: '0.6',
    side: 'BUY',
  })
  expect((await getJson(`${clob}/last-trade-price?token_id=${no}`)).body).toEqual({
    price: '0.4',
    side: 'SELL',
  })
  const { history } = (await getJson(`${clob}/prices-history?market=${no}&interval=1d`)).body
  expect(history).toEqual([{ t: expect.any(Number), p: 0.4 }])
  const book = (await getJson(`${clob}/book?token_id=${no}`)).body
  expect(book.last_trade_price).toBe('0.6')
})
