import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { getJson, startVenue } from '../fixtures/test-server.js'

const addMarkets = (venue: Awaited<ReturnType<typeof startVenue>>, count: number): void => {
  for (let i = 0; i < count; i++) {
    venue.exchange.createMarket({
      slug: `market-${i}`,
      question: `Market ${i}?`,
      endsAt: venue.market.endsAt,
    })
  }
}

test('walks the keyset listing with clamped pages until the cursor is absent', async () => {
  const venue = await startVenue()
  addMarkets(venue, 129)
  const { gamma } = venue.server.urls
  const first = (await getJson(`${gamma}/markets/keyset?limit=500`)).body
  expect(first.markets).toHaveLength(100)
  const second = (
    await getJson(`${gamma}/markets/keyset?limit=100&after_cursor=${first.next_cursor}`)
  ).body
  expect(second.markets).toHaveLength(30)
  expect(second).not.toHaveProperty('next_cursor')
  const ids = [...first.markets, ...second.markets].map((market: { id: string }) => market.id)
  expect(new Set(ids).size).toBe(130)
  expect((await getJson(`${gamma}/markets/keyset`)).body.markets).toHaveLength(20)
})

test('refuses what the venue refuses with 422', async () => {
  const { server } = await startVenue()
  const { gamma } = server.urls
  expect((await getJson(`${gamma}/markets/keyset?offset=10`)).status).toBe(422)
  expect((await getJson(`${gamma}/events/keyset?offset=10`)).status).toBe(422)
  expect((await getJson(`${gamma}/markets?offset=2001`)).status).toBe(422)
  expect((await getJson(`${gamma}/markets?offset=2000`)).status).toBe(200)
  expect((await getJson(`${gamma}/markets/keyset?order=volume_num`)).status).toBe(422)
})

test('writes lists as JSON text inside strings and says what a trade depends on', async () => {
  const venue = await startVenue()
  venue.trade('maker', 'buy', '0.40', '10')
  venue.trade('maker', 'sell', '0.45', '10')
  const [row] = (await getJson(`${venue.server.urls.gamma}/markets?slug=will-it-rain`)).body
  expect(row).toMatchObject({
    conditionId: venue.market.id,
    outcomes: '["Yes", "No"]',
    outcomePrices: '["0.425", "0.575"]',
    clobTokenIds: `["${venue.yes}", "${venue.no}"]`,
    orderPriceMinTickSize: 0.01,
    orderMinSize: 5,
    bestBid: 0.4,
    bestAsk: 0.45,
    active: true,
    closed: false,
    acceptingOrders: true,
    feesEnabled: false,
    negRisk: false,
    volume: '0',
    umaResolutionStatuses: '[]',
    version: 'v1',
  })
  expect(row.events[0].title).toBe('Will it rain?')
})

test('groups a negRisk event with all its markets, placeholders included', async () => {
  const venue = await startVenue()
  const event = {
    id: '77',
    slug: 'who-wins',
    title: 'Who wins?',
    negRisk: { group: '0xabc', augmented: true },
  }
  for (const role of ['named', 'other', 'placeholder'] as const) {
    venue.exchange.createMarket({
      slug: `wins-${role}`,
      question: `${role} wins?`,
      label: role,
      event,
      negRiskRole: role,
      fee: { ratePpm: 40_000, exponent: 1, takerOnly: true },
      category: 'politics',
      endsAt: venue.market.endsAt,
    })
  }
  const { gamma } = venue.server.urls
  const read = (await getJson(`${gamma}/events/slug/who-wins`)).body
  expect(read).toMatchObject({
    id: '77',
    negRisk: true,
    enableNegRisk: true,
    negRiskAugmented: true,
    negRiskMarketID: '0xabc',
    negRiskFeeBips: 0,
  })
  expect(read.markets).toMatchObject([
    {
      groupItemTitle: 'named',
      negRisk: true,
      negRiskMarketID: '0xabc',
      negRiskOther: false,
      feesEnabled: true,
      feeSchedule: { rate: 0.04, exponent: 1, takerOnly: true },
    },
    { groupItemTitle: 'other', negRiskOther: true },
    { groupItemTitle: 'placeholder', active: false, acceptingOrders: true },
  ])
  expect(read.markets[2]).not.toHaveProperty('outcomePrices')
  const listed = (await getJson(`${gamma}/markets/keyset`)).body.markets
  expect(listed.map((market: { slug: string }) => market.slug)).not.toContain('wins-placeholder')
  expect((await getJson(`${gamma}/events/keyset?id=77`)).body.events).toHaveLength(1)
  expect((await getJson(`${gamma}/events/78`)).status).toBe(404)
})

test('shows a resolution only after its lag', async () => {
  const clock = createManualClock()
  const venue = await startVenue({ clock, rules: { resolvedLagMs: 40_000, gammaLagMs: 20_000 } })
  const { gamma, clob } = venue.server.urls
  venue.exchange.resolve(venue.market.id, [0, 1_000_000])
  clock.advance(59_000)
  const url = `${gamma}/markets/${venue.market.number}`
  expect((await getJson(url)).body).toMatchObject({ closed: false, acceptingOrders: false })
  clock.advance(2_000)
  expect((await getJson(url)).body).toMatchObject({
    closed: true,
    outcomePrices: '["0", "1"]',
    umaResolutionStatus: 'resolved',
    closedTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00$/),
  })
  expect((await getJson(`${gamma}/markets?closed=true`)).body).toHaveLength(1)
  expect((await getJson(`${gamma}/markets`)).body).toHaveLength(0)
  expect((await getJson(`${clob}/markets/${venue.market.id}`)).body.tokens).toMatchObject([
    { winner: false, price: 0 },
    { winner: true, price: 1 },
  ])
})
