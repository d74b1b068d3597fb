import { NO_FEE, orderId, parseSize, price, type Size, timeMs, usd } from '@bot/core'
import type { OpenSocket } from '@bot/realtime-feed'
import type { SimExchange, SimMarket } from '@bot/sim'
import { expect, test } from 'vitest'
import { openExecutedWorld } from '../executed/executed-world.js'

const SECOND = 1_000
const DAY = 86_400_000
const NOTHING = {
  ...{ binaries: 0, shorts: 0, pairs: 0, exhaustive: 0, augmented: 0, ladders: 0, twins: 0 },
}
const OTHERS_OFF = {
  ...{ arbEnabled: false, marketOnlyEnabled: false, volatilityScalpEnabled: false },
  ...{ cascadeEnabled: false, adaptiveEnabled: false, scanIntervalSeconds: 10 },
}
const MAKER = '0x00000000000000000000000000000000000000aa'
const TAKERS = [
  '0x00000000000000000000000000000000000000b1',
  '0x00000000000000000000000000000000000000b2',
]

/** What becomes of the realtime stream; the market's sockets stay as they are. */
type Weather = 'good' | 'dead' | 'silent' | 'garbage' | 'refused'

const underWeather =
  (weather: () => Weather) =>
  (open: OpenSocket): OpenSocket =>
  (url, handlers) => {
    if (!url.endsWith('/rtds')) return open(url, handlers)
    if (weather() === 'dead') throw new Error('connection refused')
    return open(url, {
      ...handlers,
      onMessage: (text) => {
        const now = weather()
        if (now === 'dead') handlers.onClose(1006, '')
        else if (now === 'garbage') handlers.onMessage(text.slice(0, text.length / 2))
        else if (now === 'refused') handlers.onMessage('{"statusCode":401,"body":{}}')
        else if (now === 'good') handlers.onMessage(text)
      },
    })
  }

/** A market in which one wallet quotes and others take, and money for all of them. */
const openTrading = () => {
  let [made, market] = [0, undefined as SimMarket | undefined]
  const taken: Record<string, number> = Object.fromEntries(TAKERS.map((each) => [each, 0]))
  const place = (
    exchange: SimExchange,
    owner: string,
    side: 'buy' | 'sell',
    shares: Size,
    rest: boolean,
  ): void => {
    if (market === undefined) throw new Error('Expected a market, was none; open it first')
    const token = market.tokens[0]
    const { outcome } = exchange.place({
      ...{
        id: orderId(`0x${(++made).toString(16).padStart(64, '0')}`),
        owner,
        token,
        side,
        shares,
      },
      ...{ limit: price(5_000), tif: rest ? 'gtc' : 'fak', postOnly: false },
    })
    if (outcome === 'refused') throw new Error('Expected a trade, was refused')
  }
  return {
    taken,
    market: () => market as SimMarket,
    open: (exchange: SimExchange): void => {
      market = exchange.createMarket({
        ...{ slug: 'sources', question: 'Will it rain?', tick: price(10), fee: NO_FEE },
        endsAt: timeMs(exchange.now() + DAY),
      })
      for (const owner of [MAKER, ...TAKERS]) exchange.deposit(owner, usd(1_000_000_000_000))
    },
    /** One fill: the maker offers to buy five shares, a taker sells them. */
    trade: (exchange: SimExchange, index: number): void => {
      const taker = TAKERS[index % TAKERS.length] ?? ''
      place(exchange, MAKER, 'buy', parseSize('5'), true)
      place(exchange, taker, 'sell', parseSize('5'), false)
      taken[taker] = (taken[taker] ?? 0) + 1
    },
  }
}

test('a bot counts each trade once, by the stream or by polling whatever the weather, and knows all that a configured wallet did before', async () => {
  let weather: Weather = 'good'
  const trading = openTrading()
  const world = await openExecutedWorld({
    ...{ seed: 11, population: { scale: NOTHING, plantEveryMs: 0, trapEveryMs: 0 } },
    changed: { ...OTHERS_OFF, whaleWallets: [MAKER] },
    sockets: underWeather(() => weather),
    before: (exchange) => {
      trading.open(exchange)
      for (const taker of TAKERS) exchange.split(taker, trading.market().id, parseSize('1000'))
      exchange.split(MAKER, trading.market().id, parseSize('40'))
      for (let i = 0; i < 6; i++) trading.trade(exchange, i)
      exchange.merge(MAKER, trading.market().id, parseSize('10'))
    },
  })
  const rows = () => new Map(world.bot.stats.whales().map((row) => [row.wallet, row]))
  const detail = () =>
    world.bot.stats.status().components.find(({ name }) => name === 'trade stream')?.detail ?? ''
  const details: string[] = []
  let traded = 6
  for (weather of ['good', 'dead', 'good', 'silent', 'garbage', 'refused', 'good'] as const) {
    for (let i = 0; i < 8; i++) {
      trading.trade(world.exchange, traded++)
      await world.pass(5 * SECOND)
    }
    details.push(`${weather}: ${detail()}`)
    // Past the end of the last outage, so that the next weather begins with a stream that works.
    weather = 'good'
    await world.pass(40 * SECOND)
    trading.trade(world.exchange, traded++)
    await world.pass(80 * SECOND)
  }
  for (let i = 0; i < 6; i++) {
    trading.trade(world.exchange, traded++)
    await world.pass(10 * SECOND)
  }
  process.stdout.write(`${details.join('\n')}\n${detail()}\n`)
  for (const taker of TAKERS) {
    expect(rows().get(taker)).toMatchObject({ trades: trading.taken[taker] })
  }
  // The maker's fills are in no public row: only its own activity tells of them, and of what it split and merged.
  expect(rows().get(MAKER)).toMatchObject({ trades: traded })
  expect(rows().get(MAKER)?.reason).not.toContain('cut off')
  expect(detail()).toMatch(/^delivers; told first by the stream \d+ \(\d s late\)/)
  expect(details[1]).toContain('not connected')
  expect(details[5]).toContain('refused by the venue')
  expect(world.warnings.filter((each) => each.includes('stream'))).toEqual([])
  await world.stop()
}, 120_000)
