import { parseUsd } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createExchange } from '../../exchange/create-exchange.js'
import { createExchangeVenue } from '../create-exchange-venue.js'
import { atEnd, getJson, postJson, startVenue } from '../fixtures/test-server.js'

const controlled = async () => {
  const venue = await startVenue()
  const post = (name: string, body: unknown = {}): ReturnType<typeof postJson> =>
    postJson(`${venue.server.urls.sim}/_sim/${name}`, body)
  return { ...venue, post }
}

test('funds a wallet with dollars and complete sets, and shows what it has', async () => {
  const { post, server, yes, no, exchange } = await controlled()
  const address = '0x00000000000000000000000000000000000000Aa'
  const sets = [{ market: 'will-it-rain', shares: '25' }]
  const { status, body } = await post('wallets', { address, usd: '100.5', sets })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    address: address.toLowerCase(),
    usd: '100.5',
    shares: [
      { token: yes, size: '25' },
      { token: no, size: '25' },
    ],
  })
  expect(exchange.balances(address.toLowerCase()).cash).toBe(parseUsd('100.5'))
  const shown = await getJson(`${server.urls.sim}/_sim/wallets/${address}`)
  expect(shown.body).toEqual(body)
})

test('makes markets and negRisk events that clients find', async () => {
  const { post, server } = await controlled()
  const market = { slug: 'b', question: 'B?', tick: '0.001', minimumSize: '1', feePpm: 40_000 }
  const made = (await post('markets', market)).body
  const seen = await getJson(`${server.urls.clob}/markets/${made.id}`)
  expect(seen.body).toMatchObject({ question: 'B?', minimum_tick_size: 0.001, neg_risk: false })
  const event = { slug: 'who', title: 'Who?', negRisk: true }
  const markets = ['ann', 'bob'].map((slug) => ({ slug, question: `${slug}?` }))
  expect((await post('events', { ...event, markets })).body).toHaveLength(2)
  const group = (await getJson(`${server.urls.gamma}/events/slug/who`)).body
  expect(group).toMatchObject({ negRisk: true, title: 'Who?' })
  expect(group.markets.map((one: { slug: string }) => one.slug)).toEqual(['ann', 'bob'])
})

test('sets a book anew, trades on it as the population, and cancels', async () => {
  const { post, yes, exchange } = await controlled()
  const levels = {
    token: yes,
    bids: [['0.40', '100']],
    asks: [
      ['0.45', '50'],
      ['0.46', '70'],
    ],
  }
  expect((await post('book', levels)).body.asks).toEqual([
    { price: '0.45', size: '50' },
    { price: '0.46', size: '70' },
  ])
  const bought = await post('orders', {
    owner: 'crowd',
    token: yes,
    side: 'BUY',
    price: '0.45',
    size: '20',
    type: 'FAK',
  })
  expect(bought.body).toMatchObject({ outcome: 'matched', filled: 20_000_000 })
  const anew = await post('book', { token: yes, bids: [['0.30', '10']] })
  expect(anew.body).toMatchObject({ bids: [{ price: '0.3', size: '10' }], asks: [] })
  await post('orders', { owner: 'crowd', token: yes, side: 'SELL', price: '0.90', size: '5' })
  expect(exchange.openOrders('crowd')).toHaveLength(1)
  expect((await post('cancel', { owner: 'crowd' })).body).toMatchObject([{ outcome: 'cancelled' }])
})

test('pauses, re-ticks, proposes, disputes and resolves', async () => {
  const { post, market, exchange } = await controlled()
  const named = { market: market.slug }
  expect((await post('status', { ...named, status: 'paused' })).body.status).toBe('paused')
  await post('status', { ...named, status: 'open' })
  expect((await post('tick', { ...named, tick: '0.005' })).body.tick).toBe(50)
  for (const stage of ['proposed', 'disputed', 'proposed']) {
    expect((await post('resolve', { ...named, stage, winner: 'No' })).status).toBe(200)
  }
  await post('resolve', { ...named, winner: 'no' })
  expect(exchange.market(market.id)).toMatchObject({
    status: 'resolved',
    payouts: [0, 1_000_000],
    resolutionSteps: ['proposed', 'disputed', 'proposed', 'resolved'],
  })
})

test('moves time on and changes its speed, on a clock that stands', async () => {
  const clock = createManualClock()
  const exchange = createExchange({ start: clock.now() })
  const venue = createExchangeVenue({ exchange, clock, random: () => 0.5 })
  atEnd(venue.close)
  const post = (body: object): Promise<Response> =>
    venue.fetch(`${venue.urls.sim}/_sim/time`, { method: 'POST', body: JSON.stringify(body) })
  const before = exchange.now()
  expect(await (await post({ advanceMs: 60_000 })).json()).toEqual({
    now: before + 60_000,
    speed: 1,
  })
  await post({ speed: 100 })
  clock.advance(1_000)
  expect(exchange.now()).toBe(before + 160_000)
})

test('bans a wallet, and restarts after it answered', async () => {
  const { post, server } = await controlled()
  expect((await post('standing', { address: '0xaa', standing: 'banned' })).status).toBe(200)
  expect((await post('restart', { forMs: 400 })).body).toEqual({ restarting: true })
  const url = `${server.urls.clob}/ok`
  const reached = (): Promise<number> =>
    getJson(url).then(
      (read) => read.status,
      () => 0,
    )
  await expect.poll(reached, { interval: 20 }).toBe(0)
  await expect.poll(reached).toBe(200)
})

test.each([
  ['wallets', { address: 'has space' }, /expected an address, or a name/],
  ['wallets', { address: 'ann', usd: 'much' }, /much/],
  ['markets', { slug: 'UPPER', question: 'B?' }, /lower-case words/],
  ['markets', { slug: 'b', question: 'B?', tick: '0.02' }, /Expected tick to be one of 0\.1, /],
  ['resolve', { market: 'nowhere' }, /Expected a condition id, token, number or slug/],
  ['resolve', { market: 'will-it-rain', winner: 'Maybe' }, /Expected winner to be Yes or No/],
  ['orders', { owner: 'ann', token: '1', side: 'BUY', price: '0.5', size: '5' }, /token id/],
  ['book', { token: '1', bids: [['0.5']] }, /bids/],
  ['time', {}, /expected advanceMs or speed/],
  ['restart', { forMs: -1 }, /forMs/],
])('refuses %s of %j with what was expected', async (name, body, message) => {
  const { post } = await controlled()
  const refused = await post(name, body)
  expect([refused.status, refused.body.error]).toEqual([400, expect.stringMatching(message)])
})
