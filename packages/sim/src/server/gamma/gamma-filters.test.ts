import { orderId, parsePrice, parseSize, timeMs, usd } from '@bot/core'
import { expect, test } from 'vitest'
import { createDataDesk } from '../data/fixtures/data-desk.js'

const HOUR = 3_600_000

const setUp = (...options: Parameters<typeof createDataDesk>) => {
  const desk = createDataDesk(...options)
  const { exchange } = desk
  const add = (slug: string, more: object = {}) =>
    exchange.createMarket({
      slug,
      question: `Will ${slug} happen?`,
      category: 'weather',
      endsAt: timeMs(exchange.now() + 48 * HOUR),
      ...more,
    })
  const rain = add('rain')
  const snow = add('snow', { endsAt: timeMs(exchange.now() + 96 * HOUR) })
  const short = add('short', { category: 'crypto', endsAt: timeMs(exchange.now() + HOUR / 4) })
  const game = add('game', {
    category: 'sports',
    gameStartsAt: timeMs(exchange.now() + HOUR),
    takerDelay: { millis: 3_000, answer: 'delayed' },
  })
  exchange.deposit('ann', usd(1_000_000_000))
  exchange.split('ann', rain.id, parseSize('100'))
  for (const [side, id] of [
    ['sell', '1'],
    ['buy', '2'],
  ] as const) {
    exchange.place({
      id: orderId(id),
      owner: 'ann',
      token: rain.tokens[0],
      side,
      shares: parseSize('50'),
      limit: parsePrice('0.6'),
      tif: 'gtc',
      postOnly: false,
    })
  }
  const get = desk.gamma
  const slugs = (path: string): string[] => {
    const { body } = get(path)
    const rows = Array.isArray(body) ? body : (body.markets ?? body.events ?? body.data)
    return rows.map((row: { slug: string }) => row.slug)
  }
  return { ...desk, get, slugs, rain, snow, short, game }
}

test('filters markets by what they are, what they moved and when they end', () => {
  const { slugs, rain, snow, short, exchange } = setUp()
  const day = (hours: number): string => new Date(exchange.now() + hours * HOUR).toISOString()
  expect(slugs('/markets/keyset')).toEqual(['rain', 'snow', 'short', 'game'])
  expect(slugs(`/markets/keyset?condition_ids=${rain.id}&condition_ids=${snow.id}`)).toHaveLength(2)
  expect(slugs(`/markets/keyset?question_ids=${short.questionId}`)).toEqual(['short'])
  expect(slugs('/markets/keyset?volume_num_min=1')).toEqual(['rain'])
  expect(slugs('/markets/keyset?liquidity_num_max=0')).toHaveLength(4)
  expect(slugs(`/markets/keyset?end_date_min=${day(50)}`)).toEqual(['snow'])
  expect(slugs(`/markets/keyset?end_date_max=${day(1)}`)).toEqual(['short'])
  expect(slugs('/markets/keyset?tag_id=84&include_tag=true')).toEqual(['rain', 'snow'])
  expect(slugs('/markets/keyset?sports_market_types=moneyline')).toEqual(['game'])
  expect(slugs('/markets/keyset?market_maker_address=0x1')).toEqual([])
  expect(slugs('/markets/keyset?unknown=1&locale=en')).toHaveLength(4)
  exchange.propose(snow.id)
  expect(slugs('/markets/keyset?uma_resolution_status=proposed')).toEqual(['snow'])
})

test('orders by camelCase fields alone, several of them, either way', () => {
  const { slugs, get } = setUp()
  expect(slugs('/markets/keyset?order=endDate,id&ascending=true')).toEqual([
    'short',
    'rain',
    'game',
    'snow',
  ])
  expect(slugs('/markets?order=volumeNum&ascending=false&limit=1')).toEqual(['rain'])
  expect(slugs('/events?order=id')).toEqual(['game', 'short', 'snow', 'rain'])
  for (const order of ['volume_num', 'nope']) {
    expect(get(`/markets/keyset?order=${order}`)).toMatchObject({
      status: 422,
      body: { type: 'validation error' },
    })
  }
  expect(get('/markets/keyset?after_cursor=bm9uZQ').status).toBe(422)
  expect(get('/markets/keyset?end_date_min=soon').status).toBe(422)
  expect(get('/markets').body).toHaveLength(4)
})

test('says of a game what its market and its event have in other types', () => {
  const { get, exchange, slugs } = setUp()
  const market = get('/markets/slug/game').body
  expect(market).toMatchObject({
    sportsMarketType: 'moneyline',
    secondsDelay: 3,
    gameId: expect.stringMatching(/^\d+$/),
    gameStartTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00$/),
    eventStartTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  })
  expect(slugs('/events?live=true')).toEqual([])
  exchange.advanceTo(timeMs(exchange.now() + 2 * HOUR))
  expect(slugs('/events?live=true')).toEqual(['game'])
  const event = get('/events/slug/game').body
  expect(event).toMatchObject({ gameId: Number(market.gameId), live: true, ended: false })
})

test('lists events with a count, without markets, by tag and by series', () => {
  const { get, slugs } = setUp()
  expect(get('/events/pagination?limit=3').body.pagination).toEqual({
    hasMore: true,
    totalResults: 4,
  })
  const [bare] = get('/events?include_markets=false&limit=1').body
  expect(bare).not.toHaveProperty('markets')
  expect(slugs('/events/keyset?tag_slug=weather')).toEqual(['rain', 'snow'])
  expect(slugs('/events/keyset?exclude_tag_id=84')).toEqual(['short', 'game'])
  expect(slugs('/events/keyset?title_search=SNOW')).toEqual(['snow'])
  const [series] = get('/series').body
  expect(series).toMatchObject({ slug: 'crypto-hourly', recurrence: 'hourly' })
  expect(slugs(`/events/keyset?series_id=${series.id}`)).toEqual(['short'])
  expect(get(`/series/${series.id}`).body.events).toHaveLength(1)
  expect(get('/tags/slug/weather').body).toMatchObject({ id: '84', label: 'Weather' })
  expect(get('/tags/999').body).toEqual({ type: 'not found error', error: 'id not found' })
})

test('searches titles, tags and wallets page by page', () => {
  const { get, wallet } = setUp()
  const found = get('/public-search?q=will%20happen&limit_per_type=3&page=2').body
  expect(found.events).toHaveLength(1)
  expect(found.pagination).toEqual({ hasMore: false, totalResults: 4 })
  const tags = get('/public-search?q=weather&search_tags=true').body
  expect(tags.tags).toMatchObject([{ slug: 'weather', event_count: 2 }])
  const address = wallet('ann')
  const people = get(`/public-search?q=${address}&search_profiles=true`).body
  expect(people.profiles).toMatchObject([{ proxyWallet: address }])
  expect(get('/public-search?q=').status).toBe(422)
  expect(get(`/public-profile?address=${address}`).body.proxyWallet).toBe(address)
  expect(get(`/public-profile?address=0x${'9'.repeat(40)}`).status).toBe(404)
  expect(get('/comments?parent_entity_type=Market').status).toBe(422)
})

test('can show a market before it has tokens and takes orders', () => {
  const { get, exchange } = setUp({ listingLagMs: 90_000 })
  const before = get('/markets/slug/rain').body
  expect(before).not.toHaveProperty('clobTokenIds')
  expect(before).toMatchObject({ active: true, acceptingOrders: false })
  exchange.advanceTo(timeMs(exchange.now() + 90_000))
  expect(get('/markets/slug/rain').body).toMatchObject({ acceptingOrders: true })
  expect(JSON.parse(get('/markets/slug/rain').body.clobTokenIds)).toHaveLength(2)
})

test('tells volumes of a day and a month apart, and how far the price moved', () => {
  const { get, exchange, rain } = setUp()
  expect(get('/markets/slug/rain').body).toMatchObject({
    volume: '30',
    volume24hr: 30,
    volume1mo: 30,
    volume24hrClob: 30,
  })
  exchange.advanceTo(timeMs(exchange.now() + 30 * HOUR))
  const later = get(`/markets/${rain.number}`).body
  expect(later).toMatchObject({ volume24hr: 0, volume1wk: 30, oneDayPriceChange: 0 })
  expect(later).not.toHaveProperty('oneWeekPriceChange')
  expect(later.competitive).toBeCloseTo(1 / 1.01, 9)
})
