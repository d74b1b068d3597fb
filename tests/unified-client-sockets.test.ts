import { marketId, orderId, parsePrice, parseSize, timeMs, tokenId, usd } from '@bot/core'
import type { ExchangeServer } from '@bot/sim/server'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { atEnd, startExchange as start } from './fixtures/started-exchange.js'

// The client declares Node 24 and looks for the global that Node 20 has not.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket
const { createPublicClient, createSecureClient, forkEnvironmentConfig } = await import(
  '@polymarket/client'
)
const { privateKey } = await import('@polymarket/client/viem')

const environmentOf = ({ urls }: ExchangeServer) =>
  forkEnvironmentConfig({
    name: 'simulated',
    rpc: `${urls.sim}/rpc`,
    clob: {
      rest: urls.clob,
      market: { ws: `${urls.ws}/ws/market` },
      user: { ws: `${urls.ws}/ws/user` },
    },
    rtds: { ws: urls.rtds },
    sports: { ws: urls.sports },
    gamma: { rest: urls.gamma },
    data: { rest: urls.data },
  })

type Field =
  | 'market'
  | 'tokenId'
  | 'bids'
  | 'priceChanges'
  | 'makerOrders'
  | 'orderEventType'
  | 'status'
  | 'traderSide'

type Event = Readonly<{
  topic: string
  type: string
  payload: Readonly<Partial<Record<Field, unknown>>>
}>

/** Collects the events of a subscription; the client drops whatever its own schemas refuse. */
const collect = (handle: AsyncIterable<unknown> & { close: () => Promise<void> }) => {
  const events: Event[] = []
  const reading = (async () => {
    for await (const event of handle) events.push(event as Event)
  })()
  const of = async (type: string, count = 1): Promise<readonly Event[]> => {
    await expect
      .poll(() => events.filter((event) => event.type === type).length)
      .toBeGreaterThanOrEqual(count)
    return events.filter((event) => event.type === type)
  }
  const close = async (): Promise<void> => {
    await handle.close()
    await reading
  }
  return { events, of, close }
}

const subscribeMarket = async (
  client: ReturnType<typeof createPublicClient>,
  tokenIds: readonly string[],
  customFeatureEnabled = true,
) => {
  const handle = await client.subscribe([{ topic: 'market', tokenIds, customFeatureEnabled }])
  const heard = collect(handle as never)
  atEnd(heard.close)
  return heard
}

test('the client reads every kind of event of the market channel', async () => {
  const { exchange, server, market, place } = await start()
  const [yes, no] = market.tokens
  const heard = await subscribeMarket(createPublicClient({ environment: environmentOf(server) }), [
    yes,
    no,
  ])
  const [book] = await heard.of('book', 2)
  expect(book?.payload).toMatchObject({ market: market.id, tokenId: yes, bids: [], asks: [] })
  place('maker', 'sell', '0.50', '20')
  const [change] = await heard.of('price_change')
  expect(change?.payload.priceChanges).toMatchObject([
    { tokenId: yes, price: '0.5', size: '20', side: 'SELL', bestAsk: '0.5' },
    { tokenId: no, price: '0.5', size: '20', side: 'BUY', bestBid: '0.5' },
  ])
  expect((await heard.of('best_bid_ask', 2))[0]?.payload).toMatchObject({ bestAsk: '0.5' })
  place('taker', 'buy', '0.50', '8')
  expect((await heard.of('last_trade_price'))[0]?.payload).toMatchObject({
    tokenId: yes,
    price: '0.5',
    size: '8',
    side: 'BUY',
  })
  await heard.of('book', 4)
  exchange.setTick(market.id, 10)
  expect((await heard.of('tick_size_change', 4))[0]?.payload).toMatchObject({
    oldTickSize: '0.01',
    newTickSize: '0.001',
  })
  const event = { id: '77', slug: 'weather', title: 'Weather' }
  const more = { slug: 'snow', question: 'Snow?', endsAt: market.endsAt, event }
  const { tokens } = exchange.createMarket(more)
  expect((await heard.of('new_market'))[0]?.payload).toMatchObject({
    slug: 'snow',
    tokenIds: tokens,
    eventMessage: { slug: 'weather' },
    orderPriceMinTickSize: '0.01',
  })
  exchange.resolve(market.id, [1_000_000, 0])
  expect((await heard.of('market_resolved'))[0]?.payload).toMatchObject({
    market: market.id,
    winningTokenId: yes,
    winningOutcome: 'Yes',
  })
})

test('the client adds and removes tokens and toggles the custom events on one connection', async () => {
  const { exchange, server, market, place } = await start()
  const endsAt = timeMs(market.endsAt)
  const other = exchange.createMarket({ slug: 'wind', question: 'Wind?', endsAt })
  const client = createPublicClient({ environment: environmentOf(server) })
  const first = await subscribeMarket(client, [market.tokens[0]], false)
  await first.of('book')
  const second = await subscribeMarket(client, [other.tokens[0]], false)
  expect((await second.of('book'))[0]?.payload.tokenId).toBe(other.tokens[0])
  place('maker', 'buy', '0.30', '10')
  await first.of('price_change')
  expect(first.events.some((event) => event.type === 'best_bid_ask')).toBe(false)
  const custom = await subscribeMarket(client, [market.tokens[0]], true)
  await expect.poll(() => state(server)).toMatchObject({ market: 1, tokens: 2 })
  place('maker', 'buy', '0.31', '10')
  await custom.of('best_bid_ask')
  await second.close()
  await expect.poll(() => state(server)).toMatchObject({ market: 1, tokens: 1 })
  const count = first.events.length
  place('maker', 'buy', '0.32', '10')
  await first.of('price_change', 3)
  expect(first.events.length).toBeGreaterThan(count)
  expect(first.events.every((event) => event.payload.market === market.id)).toBe(true)
})

test('the client comes back by itself after a cut, and reads the books anew', async () => {
  const { server, market, place } = await start()
  const client = createPublicClient({ environment: environmentOf(server) })
  const heard = await subscribeMarket(client, [market.tokens[0]])
  await heard.of('book')
  server.faults.set({ kind: 'disconnect', scope: 'ws-market', count: 1 })
  place('maker', 'buy', '0.30', '10')
  const books = await heard.of('book', 2)
  expect(books[1]?.payload.bids).toEqual([{ price: '0.3', size: '10' }])
})

test('the client reads every kind of event of the user channel, as taker and as maker', async () => {
  const { exchange, server, market, place } = await start()
  const key = generatePrivateKey()
  const { address } = privateKeyToAccount(key)
  const signer = privateKey(key)
  const environment = environmentOf(server)
  const client = await createSecureClient({ environment, signer, wallet: address })
  const owner = address.toLowerCase()
  exchange.deposit(owner, usd(1_000_000_000))
  const handle = await client.subscribe([{ topic: 'user', markets: [market.id] }])
  const heard = collect(handle as never)
  atEnd(heard.close)
  const [yes] = market.tokens
  const mine = (side: 'buy' | 'sell', price: string, shares: string, id: string): void => {
    exchange.place({
      id: orderId(id),
      owner,
      token: tokenId(yes),
      side,
      shares: parseSize(shares),
      limit: parsePrice(price),
      tif: 'gtc',
      postOnly: false,
    })
  }
  await expect.poll(() => state(server)).toMatchObject({ user: 1 })
  mine('buy', '0.40', '10', `0x${'a1'.repeat(32)}`)
  expect((await heard.of('order'))[0]?.payload).toMatchObject({
    orderEventType: 'PLACEMENT',
    status: 'LIVE',
    market: market.id,
    originalSize: '10',
    sizeMatched: '0',
    makerAddress: expect.stringMatching(new RegExp(owner, 'i')),
  })
  place('taker', 'sell', '0.40', '6')
  await heard.of('trade', 3)
  expect(statuses(heard.events)).toEqual([
    ['TRADE_STATUS_MATCHED', 'MAKER'],
    ['TRADE_STATUS_MINED', 'MAKER'],
    ['TRADE_STATUS_CONFIRMED', 'MAKER'],
  ])
  const [matched] = await heard.of('trade')
  expect(matched?.payload.makerOrders).toMatchObject([{ side: 'BUY', matchedAmount: '6' }])
  exchange.cancel(owner, 'all')
  const orders = (await heard.of('order', 3)).map((event) => event.payload.orderEventType)
  expect(orders).toEqual(['PLACEMENT', 'UPDATE', 'CANCELLATION'])
  server.faults.set({ kind: 'failed-settlement', owner, count: 1 })
  place('maker', 'sell', '0.55', '5')
  mine('buy', '0.55', '5', `0x${'a2'.repeat(32)}`)
  await expect
    .poll(() => statuses(heard.events).slice(3))
    .toEqual([
      ['TRADE_STATUS_MATCHED', 'TAKER'],
      ['TRADE_STATUS_RETRYING', 'TAKER'],
      ['TRADE_STATUS_FAILED', 'TAKER'],
    ])
  expect(exchange.balances(owner).holdings.get(yes)).toBe(parseSize('6'))
  expect(exchange.market(marketId(market.id))?.status).toBe('open')
}, 15_000)

test('the client reads crypto prices and games', async () => {
  const { exchange, server, market } = await start()
  const gameStartsAt = timeMs(market.endsAt - 1_000)
  exchange.createMarket({
    slug: 'ann-bob',
    question: 'Ann or Bob?',
    outcomes: ['Ann', 'Bob'],
    endsAt: market.endsAt,
    gameStartsAt,
  })
  const client = createPublicClient({ environment: environmentOf(server) })
  const games = collect((await client.subscribe([{ topic: 'sports' }])) as never)
  atEnd(games.close)
  expect((await games.of('sport_result'))[0]?.payload).toMatchObject({
    slug: 'ann-bob',
    homeTeam: 'Ann',
    awayTeam: 'Bob',
    live: false,
    ended: false,
  })
  const symbols = ['btcusdt']
  const binance = await client.subscribe([{ topic: 'prices.crypto.binance', symbols }])
  const prices = collect(binance as never)
  atEnd(prices.close)
  const [first] = await prices.of('update')
  expect(first).toMatchObject({ topic: 'prices.crypto.binance', payload: { symbol: 'btcusdt' } })
})

const statuses = (events: readonly Event[]): readonly (readonly unknown[])[] =>
  events
    .filter((event) => event.type === 'trade')
    .map((event) => [event.payload.status, event.payload.traderSide])

const state = async ({ urls }: ExchangeServer): Promise<object> => {
  const answer = await fetch(`${urls.sim}/_sim/state`)
  return ((await answer.json()) as { sockets: object }).sockets
}
