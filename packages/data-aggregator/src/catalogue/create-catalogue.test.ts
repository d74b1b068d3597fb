import type { MarketFacts } from '@bot/core'
import { timeMs } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import type { Datum } from '../source/source.js'
import { createCatalogue } from './create-catalogue.js'

const listing = (
  markets: readonly MarketFacts[],
  state: 'live' | 'cached' = 'live',
): Datum<readonly MarketFacts[]> => ({
  value: markets,
  provenance: { source: 'gamma', ageMs: 0, state, simulated: false },
  readAt: timeMs(0),
})
const ids = (markets: readonly MarketFacts[]) => markets.map((market) => market.id)

test('a first listing adds everything, a repeated one changes nothing', () => {
  const catalogue = createCatalogue()
  const markets = [buildMarket('a'), buildMarket('b')]
  expect(ids(catalogue.update(listing(markets)).added)).toEqual(['a', 'b'])
  expect(catalogue.update(listing(markets))).toMatchObject({ added: [], changed: [], unlisted: [] })
})

test('a new tick is a change, new volume alone is not', () => {
  const catalogue = createCatalogue()
  catalogue.update(listing([buildMarket('a'), buildMarket('b')]))
  const next = [buildMarket('a', { tick: 10 as never }), buildMarket('b', { volume: 1 })]
  expect(ids(catalogue.update(listing(next)).changed)).toEqual(['a'])
  expect(catalogue.market(next[1]?.id as never)?.volume).toBe(1)
})

test('a market that a live listing lost is no longer tradable; a cached listing proves nothing', () => {
  const catalogue = createCatalogue()
  catalogue.update(listing([buildMarket('a'), buildMarket('b')]))
  expect(catalogue.update(listing([buildMarket('a')], 'cached')).unlisted).toEqual([])
  expect(ids(catalogue.update(listing([buildMarket('a')])).unlisted)).toEqual(['b'])
  expect(catalogue.markets().find((market) => market.id === 'b')?.tradable).toBe(false)
  expect(catalogue.update(listing([buildMarket('a')])).unlisted).toEqual([])
  expect(ids(catalogue.update(listing([buildMarket('a'), buildMarket('b')])).changed)).toEqual([
    'b',
  ])
})
