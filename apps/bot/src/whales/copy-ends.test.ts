import { type MarketId, marketId, timeMs, usd, type WalletActivity } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createAwaitedEnds } from './copy-ends.js'

const rowIn = (market: MarketId): WalletActivity => ({
  ...{ kind: 'trade', wallet: '0xa', at: timeMs(1), market, side: 'buy' },
  exchanged: { size: 1 as never, notional: usd(1) },
})
const many = Array.from({ length: 450 }, (_, index) => marketId(`m${index}`))
const nobody = () => undefined

test('every market that is not traded any more gets its turn until its end is known', () => {
  const ends = createAwaitedEnds()
  ends.note(many.map(rowIn))
  const asked = [ends.next(nobody), ends.next(nobody), ends.next(nobody)]
  expect(asked.map(({ length }) => length)).toEqual([200, 200, 200])
  expect(new Set(asked.flat()).size).toBe(450)
  for (const id of many.slice(3)) ends.over(id)
  expect(ends.next(nobody)).toEqual(expect.arrayContaining(many.slice(0, 3)))
  expect(ends.snapshot()).toHaveLength(3)
})

test('a market that is traded still is not asked about, and what is awaited survives a restart', () => {
  const ends = createAwaitedEnds([marketId('open'), marketId('over')])
  const facts = (id: MarketId) => buildMarket(id, { tradable: id === 'open' })
  expect(ends.next(facts)).toEqual(['over'])
  expect([...createAwaitedEnds(ends.snapshot()).snapshot()].sort()).toEqual(['open', 'over'])
})
