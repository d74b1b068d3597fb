import { createSeededRandom, orderId, parseUsd, price, size, timeMs, wait } from '@bot/core'
import { createScaledClock } from '@bot/core/testing'
import { createPayoutReader, createPolymarketReads, createRpc } from '@bot/polymarket'
import { createExchange, createMarketGenerator, type SimMarket } from '@bot/sim'
import { createExchangeVenue } from '@bot/sim/server'
import { beforeAll, expect, test } from 'vitest'
import { systemClock } from '../effects/system-clock.js'
import { madeConfig } from '../fixtures/made-config.js'
import type { Venue } from '../venue/venue.js'
import type { ScanFindings } from './look-for-arbitrage.js'
import { scanOnce } from './scan-once.js'

const START = timeMs(1_700_000_000_000)
const SPEED = 100
let found: ScanFindings

/** A still exchange: a population lived for a while until something pays, and then nothing moves any more. */
const stillVenue = () => {
  const clock = createScaledClock(systemClock, SPEED)
  const exchange = createExchange({ start: START, seed: 4 })
  const scale = {
    binaries: 2,
    shorts: 0,
    pairs: 1,
    exhaustive: 4,
    augmented: 2,
    ladders: 2,
    twins: 1,
  }
  const generator = createMarketGenerator({
    exchange,
    seed: 4,
    scale,
    plantEveryMs: 1_000,
    trapEveryMs: 0,
  })
  const pays = (): boolean =>
    generator.planted().some(({ to, kind }) => to === undefined && kind.startsWith('negrisk'))
  for (let at = 250; at < 120_000 && !pays(); at += 250) generator.step(timeMs(START + at))
  const ask = (slug: string): SimMarket => {
    const market = exchange.createMarket({
      ...{ slug, question: `${slug}?`, endsAt: exchange.now(), minimumSize: size(5e6) },
      event: { id: `90${slug.length}`, slug, title: slug },
    })
    exchange.deposit('seller', parseUsd('1000'))
    exchange.split('seller', market.id, size(40e6))
    for (const [side, cents] of [
      ['sell', 95],
      ['buy', 60],
    ] as const) {
      exchange.place({
        ...{ id: orderId(`0x${side}${slug}`), owner: 'seller', side, token: market.tokens[0] },
        ...{ shares: size(40e6), limit: price(cents * 100), tif: 'gtc', postOnly: false },
      })
    }
    exchange.propose(market.id, [1_000_000, 0])
    return market
  }
  exchange.report(ask('final').id, [1_000_000, 0])
  ask('proposed')
  const server = createExchangeVenue({
    ...{ exchange, clock, log: () => {}, random: createSeededRandom(4) },
  })
  const { gamma, clob, data, ws, sim } = server.urls
  const hosts = { gamma, clob, data, ws }
  const reads = createPolymarketReads({ fetch: server.fetch, clock, hosts })
  const request = createRpc({ url: `${sim}/rpc`, fetch: server.fetch, clock })
  const payouts = createPayoutReader({ request })
  return { clock, server, venue: { name: 'sim', simulated: true, reads, payouts } as Venue }
}

beforeAll(async () => {
  const { clock, server, venue } = stillVenue()
  await wait(clock, 1)
  found = await scanOnce(venue, madeConfig().settings, clock, AbortSignal.timeout(20_000))
  await server.close()
})

test('one look finds what pays, with its certificate, and plans for the cash of a first start', () => {
  expect(found.books).toBeGreaterThan(20)
  expect(found.opportunities.length).toBeGreaterThan(0)
  expect(found.plan).toHaveLength(found.opportunities.length)
  expect(found.plan[0]).toMatchObject({
    chosen: true,
    reason: 'best-yield',
    cashBefore: parseUsd('1000'),
  })
})

test('the funnel accounts for every naive opportunity', () => {
  const { steps, refusals } = found.funnel.arbitrage
  const refused = refusals.reduce((sum, { count }) => sum + count, 0)
  expect(steps.naive).toBe(found.opportunities.length + refused)
  expect(steps['executable-path']).toBe(found.opportunities.length)
})

test('a winner is bought when it is final, and refused with its outlook while it is only proposed', () => {
  const [final, proposed] = ['final?', 'proposed?'].map((question) =>
    found.resolving.find((each) => each.question === question),
  )
  expect(final).toMatchObject({ ask: 0.95, state: 'resolved', overturnedPpm: 0 })
  expect(final).not.toHaveProperty('refused')
  expect(proposed).toMatchObject({
    ...{ ask: 0.95, state: 'proposed', outcome: 'Yes', refused: 'resolution-not-final' },
    ...{ disputedPpm: 16_700, overturnedPpm: 568, annualYield: expect.any(Number) },
    evidence: expect.stringContaining('public-data: proposed 1000000/0'),
  })
  expect(found.unanswered).toEqual([])
})

test('every event is classified with its reason', () => {
  const whys = new Set(
    found.events.map(({ exhaustive, exclusive }) => `${exclusive} ${exhaustive}`),
  )
  expect(whys).toEqual(new Set(['true true', 'true false', 'false false']))
  expect(found.events.every(({ why }) => why !== '')).toBe(true)
  expect(found.events.some(({ relations }) => relations['date-ladder'] === 1)).toBe(true)
})

test('every set of related markets is certified or refused with its reason, and each relation has evidence', () => {
  const { relations, sets, certificates, refused, rules, reasons } = found.relations
  expect(rules).toMatchObject({ 'date-ladder': 2 })
  expect(rules['neg-risk-cover']).toBeGreaterThan(0)
  expect(relations.every(({ evidence }) => Object.keys(evidence).length > 0)).toBe(true)
  expect(sets).toBe(2)
  expect(certificates.length + refused.length).toBe(sets)
  expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(refused.length)
})
