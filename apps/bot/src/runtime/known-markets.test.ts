import { eventId } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { nothing, stampedOf } from '../fixtures/ticks.js'
import { createKnownMarkets } from './known-markets.js'

test('a market is known by each of its tokens, as it was last told', () => {
  const markets = createKnownMarkets()
  const [before, after] = [buildMarket('a', { tick: 100 as never }), buildMarket('a')]
  for (const value of [before, after])
    markets.observe(stampedOf({ type: 'fact', kind: 'market', value } as never))
  markets.observe(nothing)
  expect(after.tokens.map(markets.marketOf)).toEqual([after, after])
  expect(buildMarket('b').tokens.map(markets.marketOf)).toEqual([undefined, undefined])
})

test('a source that does not name event or group does not take them away', () => {
  const markets = createKnownMarkets()
  const negRisk = { group: 'g', augmented: false, role: 'named', feeBips: 0 } as const
  const value = buildMarket('a', { event: eventId('e'), negRisk })
  markets.observe(stampedOf({ type: 'fact', kind: 'market', value } as never))
  const { event: _event, ...poorer } = buildMarket('a', { negRisk: 'unknown', tradable: false })
  expect(markets.complete(poorer)).toMatchObject({ event: 'e', negRisk, tradable: false })
  const moved = buildMarket('a', { event: eventId('f'), negRisk: 'none' })
  expect(markets.complete(moved)).toEqual(moved)
  expect(markets.complete(buildMarket('new'))).toEqual(buildMarket('new'))
})
