import { floorLevels, type HistoryPoint, marketId, timeMs } from '@bot/core'
import { buildBook, buildMarket, buildView, strategyCases } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createDipBuyerStrategy } from './create-dip-buyer-strategy.js'

const NOW = 1_700_000_000_000
const strategy = createDipBuyerStrategy()

// What every strategy must do: no state, sound signals, floors met, nothing without a book.
for (const each of strategyCases) {
  test(each.name, () => each.run(async () => createDipBuyerStrategy()))
}

const evaluate = (mids: readonly number[]) => {
  const history: readonly HistoryPoint[] = mids.map((mid, index) => ({
    at: timeMs(NOW - (mids.length - index) * 60_000),
    mid,
  }))
  const view = buildView({
    now: NOW,
    markets: [buildMarket('m')],
    books: [buildBook('m-yes', { bids: [['0.46', '100']], asks: [['0.47', '100']] }, NOW)],
    history: { 'm-yes': history },
  })
  const market = view.market(marketId('m'))
  const markets = market === undefined ? [] : [market]
  const trigger = { type: 'scan-slice', scan: 1, from: 0, to: 1, last: true } as const
  return strategy.evaluate({ key: 'm', markets, trigger }, view, floorLevels(strategy.thresholds))
}

test('buys what fell by 5 %, measured on what it would pay', () => {
  const [signal] = evaluate([5_000, 4_900])
  expect(signal).toMatchObject({ kind: 'signal', side: 'buy', limit: 4_700 })
  expect(signal).toHaveProperty('measured.fallPercent', expect.closeTo(6, 9))
})

test('lets be what hardly moved, or has no history', () => {
  expect(evaluate([4_800, 4_700])).toEqual([])
  expect(evaluate([])).toEqual([])
})
