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
