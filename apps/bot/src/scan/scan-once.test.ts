import { createSeededRandom, parseUsd, timeMs, wait } from '@bot/core'
import { createScaledClock } from '@bot/core/testing'
import { createPolymarketReads } from '@bot/polymarket'
import { createExchange, createMarketGenerator } from '@bot/sim'
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
  const server = createExchangeVenue({
    ...{ exchange, clock, log: () => {}, random: createSeededRandom(4) },
  })
  const { gamma, clob, data, ws } = server.urls
  const hosts = { gamma, clob, data, ws }
  const reads = createPolymarketReads({ fetch: server.fetch, clock, hosts })
  return { clock, server, venue: { name: 'sim', simulated: true, reads } as Venue }
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

test('every event is classified with its reason', () => {
  const whys = new Set(
    found.events.map(({ exhaustive, exclusive }) => `${exclusive} ${exhaustive}`),
  )
  expect(whys).toEqual(new Set(['true true', 'true false', 'false false']))
  expect(found.events.every(({ why }) => why !== '')).toBe(true)
  expect(found.events.some(({ relations }) => relations['date-ladder'] === 1)).toBe(true)
})
