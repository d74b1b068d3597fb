import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { orderId, parsePrice, parseSize, timeMs, tokenId, usd } from '@bot/core'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, type TestContext, test } from 'vitest'
import { WebSocket } from 'ws'
import { atEnd, type Started, startExchange } from './fixtures/started-exchange.js'

const payloads = `${
  process.env['BOT_DATA_DIR'] ?? fileURLToPath(new URL('../../shared/data', import.meta.url))
}/payloads`

const readExample = (context: TestContext, file: string): object => {
  const path = `${payloads}/${file}`
  if (!existsSync(path)) context.skip(`recorded data is missing: ${path} (set BOT_DATA_DIR)`)
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
  return (Array.isArray(read) ? read[0] : read) as object
}

type Frame = Readonly<Record<string, unknown>>

/** What of an example our frame lacks, or carries as another type. Where either says null, both types fit. */
const differences = (example: unknown, ours: unknown, path = ''): readonly string[] => {
  if (example === null || ours === null) return []
  if (Array.isArray(example)) {
    if (!Array.isArray(ours)) return [`${path}: no array`]
    return example.length === 0 || ours.length === 0
      ? []
      : differences(example[0], ours[0], `${path}[]`)
  }
  if (typeof example !== typeof ours) return [`${path}: ${typeof ours}, not ${typeof example}`]
  if (typeof example !== 'object') return []
  return Object.entries(example as Frame).flatMap(([key, value]) =>
    key in (ours as Frame)
      ? differences(value, (ours as Frame)[key], `${path}.${key}`)
      : [`${path}.${key}: absent`],
  )
}

/** Opens a raw socket and keeps the objects of all frames. */
const hear = async (url: string, first: object): Promise<Frame[]> => {
  const socket = new WebSocket(url)
  atEnd(async () => socket.terminate())
  const frames: Frame[] = []
  socket.on('message', (data) => {
    const read: unknown = JSON.parse(String(data))
    frames.push(...(Array.isArray(read) ? read : [read]))
  })
  await new Promise((resolve) => void socket.once('open', resolve))
  socket.send(JSON.stringify(first))
  return frames
}

const frameOf = async (frames: readonly Frame[], fits: Partial<Frame>): Promise<Frame> => {
  const find = (): Frame | undefined =>
    frames.find((frame) => Object.entries(fits).every(([key, value]) => frame[key] === value))
  await expect.poll(find).toBeDefined()
  return find() ?? {}
}

/** Makes one of everything happen in a market. */
const tradeAll = ({ exchange, market, place }: Started): void => {
  place('maker', 'buy', '0.40', '30')
  place('maker', 'sell', '0.50', '20')
  place('taker', 'buy', '0.50', '8')
  exchange.setTick(market.id, 10)
  const event = { id: '77', slug: 'weather', title: 'Weather' }
  exchange.createMarket({
    slug: 'snow',
    question: 'Snow?',
    endsAt: timeMs(market.endsAt),
    event,
    fee: { ratePpm: 40_000, exponent: 1, takerOnly: true },
  })
  exchange.resolve(market.id, [1_000_000, 0])
}

const MARKET_FRAMES = [
  ['book', 'nautilus-rust/ws_market_book_msg.json'],
  ['book', 'nautilus-python/ws_messages/book.json'],
  ['price_change', 'nautilus-rust/ws_market_price_change_msg.json'],
  ['price_change', 'nautilus-python/ws_messages/price_change_v2.json'],
  ['last_trade_price', 'nautilus-rust/ws_market_last_trade_msg.json'],
  ['last_trade_price', 'nautilus-python/ws_messages/last_trade_price.json'],
  ['tick_size_change', 'nautilus-rust/ws_market_tick_size_msg.json'],
  ['tick_size_change', 'nautilus-python/ws_messages/tick_size_change.json'],
  ['best_bid_ask', 'nautilus-rust/ws_market_best_bid_ask_msg.json'],
  ['new_market', 'nautilus-rust/ws_market_new_market_msg.json'],
  ['market_resolved', 'nautilus-rust/ws_market_resolved_msg.json'],
] as const

test('each frame of the market channel has the fields and types of the recorded ones', async (context) => {
  const examples = MARKET_FRAMES.map(([type, file]) => ({
    type,
    file,
    example: readExample(context, file),
  }))
  const started = await startExchange()
  const { server, market } = started
  const first = { assets_ids: market.tokens, type: 'market', custom_feature_enabled: true }
  const frames = await hear(`${server.urls.ws}/ws/market`, first)
  await frameOf(frames, { event_type: 'book' })
  tradeAll(started)
  for (const { type, file, example } of examples) {
    await frameOf(frames, { event_type: type })
    const ours = frames.filter((frame) => frame['event_type'] === type).at(-1)
    expect(differences(example, ours), file).toEqual([])
  }
})

const USER_FRAMES = [
  ['order', 'PLACEMENT', 'nautilus-rust/ws_user_order_placement.json'],
  ['order', 'PLACEMENT', 'nautilus-python/ws_messages/order_placement.json'],
  ['order', 'UPDATE', 'nautilus-rust/ws_user_order_update.json'],
  ['order', 'CANCELLATION', 'nautilus-rust/ws_user_order_cancellation.json'],
  ['order', 'CANCELLATION', 'nautilus-python/ws_messages/order_cancel.json'],
  ['trade', 'TRADE', 'nautilus-rust/ws_user_trade.json'],
  ['trade', 'TRADE', 'nautilus-python/ws_messages/user_trade1.json'],
  ['trade', 'TRADE', 'nautilus-python/ws_messages/user_trade4.json'],
] as const

test('each frame of the user channel has the fields and types of the recorded ones', async (context) => {
  const examples = USER_FRAMES.map(([event, type, file]) => ({
    event,
    type,
    file,
    example: readExample(context, file),
  }))
  const { server, exchange, market, place } = await startExchange()
  const account = privateKeyToAccount(generatePrivateKey())
  const auth = await createKey(server.urls.clob, account)
  const owner = account.address.toLowerCase()
  exchange.deposit(owner, usd(1_000_000_000))
  const frames = await hear(`${server.urls.ws}/ws/user`, { type: 'user', auth, markets: [] })
  await expect.poll(() => users(server.urls.sim)).toBe(1)
  exchange.place({
    id: orderId(`0x${'b1'.repeat(32)}`),
    owner,
    token: tokenId(market.tokens[0]),
    side: 'buy',
    shares: parseSize('10'),
    limit: parsePrice('0.40'),
    tif: 'gtc',
    postOnly: false,
  })
  place('taker', 'sell', '0.40', '6')
  exchange.cancel(owner, 'all')
  for (const { event, type, file, example } of examples) {
    const ours = await frameOf(frames, { event_type: event, type })
    expect(differences(example, ours), file).toEqual([])
  }
})

type Account = ReturnType<typeof privateKeyToAccount>

const users = async (sim: string): Promise<number> => {
  const answer = await fetch(`${sim}/_sim/state`)
  return ((await answer.json()) as { sockets: { user: number } }).sockets.user
}

const createKey = async (clob: string, account: Account): Promise<object> => {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = await account.signTypedData({
    domain: { name: 'ClobAuthDomain', version: '1', chainId: 137 },
    types: {
      ClobAuth: [
        { name: 'address', type: 'address' },
        { name: 'timestamp', type: 'string' },
        { name: 'nonce', type: 'uint256' },
        { name: 'message', type: 'string' },
      ],
    },
    primaryType: 'ClobAuth',
    message: {
      address: account.address,
      timestamp,
      nonce: 0n,
      message: 'This message attests that I control the given wallet',
    },
  })
  const answer = await fetch(`${clob}/auth/api-key`, {
    method: 'POST',
    headers: {
      POLY_ADDRESS: account.address,
      POLY_SIGNATURE: signature,
      POLY_TIMESTAMP: timestamp,
      POLY_NONCE: '0',
    },
  })
  return (await answer.json()) as object
}
