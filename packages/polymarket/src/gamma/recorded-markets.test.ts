import type { MarketFacts } from '@bot/core'
import { expect, test } from 'vitest'
import { countBy, findRealData, readRealJson } from '../fixtures/real-data.js'
import { parseGammaEvent } from './parse-gamma-event.js'
import { parseGammaMarket } from './parse-gamma-market.js'

const parseAll = (list: readonly unknown[]): MarketFacts[] =>
  list.map((raw) => {
    const parsed = parseGammaMarket(raw)
    if ('rejected' in parsed) throw new Error(parsed.rejected)
    return parsed.facts
  })
const states = (markets: readonly MarketFacts[]) =>
  countBy(markets.map((it) => it.resolution.state))
const negRisk = (market: MarketFacts): string =>
  typeof market.negRisk === 'string' ? market.negRisk : market.negRisk.role

// The figures below were counted from the raw files by hand (flags, statuses and prices), not taken from the parser.
test('reads all 600 markets of February 2026', (context) => {
  const raw = readRealJson(findRealData(context, 'gamma/markets-2026-02.json.gz')) as unknown[]
  const markets = parseAll(raw)
  expect(markets).toHaveLength(600)
  expect(markets.filter((it) => it.tradable)).toHaveLength(300)
  expect(markets.filter((it) => it.closed)).toHaveLength(300)
  // 289 closed at 0 and 1 without an open proposal, one 50-50; 12 proposed, 4 resolved at unknown prices.
  expect(states(markets)).toEqual({ resolved: 290, proposed: 16, disputed: 1, unresolved: 293 })
  expect(countBy(markets.map(negRisk))).toEqual({ named: 236, none: 352, unknown: 12 })
  // 12 charge fees and do not say which.
  expect(markets.filter((it) => it.fee === 'unknown')).toHaveLength(12)
  expect(countBy(markets.map((it) => String(it.tick)))).toEqual({ 10: 416, 100: 176, unknown: 8 })
  expect(markets.filter((it) => it.category === 'sports').length).toBeGreaterThan(180)
})

test('reads 500 markets of 2020 and 2021, none of which can be traded', (context) => {
  const path = findRealData(context, 'gamma/markets-2020-2021-legacy.json.gz')
  const markets = parseAll(readRealJson(path) as unknown[])
  expect(markets).toHaveLength(500)
  expect(markets.filter((it) => it.tradable)).toEqual([])
  expect(states(markets)).toEqual({ unresolved: 500 })
  expect(markets.filter((it) => it.outcomes.length > 2)).toHaveLength(28)
  expect(markets.filter((it) => it.tokens.length === 0)).toHaveLength(4)
  expect(markets.filter((it) => it.tick === 'unknown')).toHaveLength(500)
})

test('reads 200 active markets, all of which can be traded', (context) => {
  const path = findRealData(context, 'gamma/markets-active-2026-02-08.json.gz')
  const markets = parseAll((readRealJson(path) as { markets: unknown[] }).markets)
  expect(markets.filter((it) => it.tradable)).toHaveLength(200)
  expect(countBy(markets.map(negRisk))).toEqual({ named: 174, none: 25, unknown: 1 })
})

test('reads 63 weather events, 48 of them negRisk, with all 341 markets', (context) => {
  const path = findRealData(context, 'weather/gamma-events-negrisk.json.gz')
  const events = (readRealJson(path) as unknown[]).map((raw) => {
    const parsed = parseGammaEvent(raw)
    if ('rejected' in parsed) throw new Error(parsed.rejected)
    return parsed.event
  })
  expect(events).toHaveLength(63)
  expect(events.flatMap((event) => event.rejected)).toEqual([])
  expect(events.filter((event) => event.negRisk === true)).toHaveLength(48)
  const markets = events.flatMap((event) => event.markets)
  expect(markets).toHaveLength(341)
  expect(markets.filter((it) => negRisk(it) === 'named')).toHaveLength(325)
  for (const event of events.filter((it) => it.negRisk === true)) {
    const groups = event.markets.map((it) =>
      typeof it.negRisk === 'string' ? '' : it.negRisk.group,
    )
    expect(new Set(groups).size, event.title).toBe(1)
    expect(
      event.markets.every((it) => it.event === event.id),
      event.title,
    ).toBe(true)
  }
  expect(markets.filter((it) => it.category === 'weather').length).toBeGreaterThan(300)
})

test('reads every captured Gamma payload, or names why not', (context) => {
  const folder = findRealData(context, 'payloads')
  const read = (file: string) => {
    const parsed = parseGammaMarket(readRealJson(`${folder}/${file}`))
    return 'facts' in parsed ? parsed.facts.resolution.state : parsed.rejected
  }
  expect(read('nautilus-rust/gamma_market.json')).toBe('unresolved')
  expect(read('nautilus-rust/gamma_market_closed_binary_accepting_false.json')).toBe('resolved')
  expect(read('nautilus-rust/gamma_market_closed_binary_accepting_true.json')).toBe('resolved')
  expect(read('nautilus-rust/gamma_market_closed_nonbinary_legacy.json')).toBe('unresolved')
  expect(read('nautilus-rust/gamma_market_closed_zero_zero_legacy.json')).toBe('unresolved')
  expect(read('nautilus-rust/gamma_market_sports_market_map_handicap.json')).toBe('resolved')
  expect(read('nautilus-rust/gamma_market_sports_market_money_line.json')).toBe('resolved')
  expect(read('nautilus-python/http_responses/market_slug.json')).toBe('missing-outcomes')
  const [event] = readRealJson(`${folder}/nautilus-rust/gamma_event.json`) as unknown[]
  expect(parseGammaEvent(event)).toMatchObject({ event: { negRisk: true, rejected: [] } })
})
