import {
  createLedger,
  type Ledger,
  marketId,
  parseSize,
  parseUsd,
  recordEntry,
  timeMs,
  tokenId,
  usd,
} from '@bot/core'
import { buildBook, buildMarket, buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { valueEquity } from './equity.js'

const holding = (token: 'm-yes' | 'm-no', ledger: Ledger = createLedger(parseUsd('100'))): Ledger =>
  recordEntry(
    ledger,
    { owner: 's', token: tokenId(token), market: marketId('m') },
    {
      id: `e ${token}`,
      shares: parseSize('10'),
      cash: parseUsd('-4'),
      fee: usd(0),
      settled: 'provisional',
      at: timeMs(1),
    },
  )
const markets = [buildMarket('m')]

test('without positions it is the cash', () => {
  const view = buildView({ ledger: createLedger(parseUsd('100')) })
  expect(valueEquity(view)).toEqual({ total: 100_000_000, cash: 100_000_000, unpriced: [] })
})

test('shares count what the best bid would bring', () => {
  const books = [buildBook('m-yes', { bids: [['0.50', '100']], asks: [['0.60', '100']] })]
  const view = buildView({ ledger: holding('m-yes'), markets, books })
  expect(valueEquity(view)).toEqual({ total: 101_000_000, cash: 96_000_000, unpriced: [] })
})

test('shares without a bid count what they cost, and are named', () => {
  const books = [buildBook('m-yes', { asks: [['0.60', '100']] })]
  const view = buildView({ ledger: holding('m-yes'), markets, books })
  expect(valueEquity(view)).toEqual({
    total: 100_000_000,
    cash: 96_000_000,
    unpriced: ['s m-yes'],
  })
})

test('when a market is resolved its payout counts, whatever the book says', () => {
  const books = [buildBook('m-yes', { bids: [['0.50', '100']] })]
  const resolved = buildMarket('m', {
    resolution: { state: 'resolved', payouts: [1_000_000, 0] },
  } as Parameters<typeof buildMarket>[1])
  const ledger = holding('m-no', holding('m-yes'))
  const view = buildView({ ledger, markets: [resolved], books })
  expect(valueEquity(view).total).toBe(92_000_000 + 10_000_000)
})

test('both sides of a market are worth the dollar that they merge into, whatever the bids', () => {
  const books = [
    buildBook('m-yes', { bids: [['0.30', '100']] }),
    buildBook('m-no', { bids: [['0.50', '100']] }),
  ]
  const ledger = holding('m-no', holding('m-yes'))
  const view = buildView({ ledger, markets, books })
  expect(valueEquity(view).total).toBe(92_000_000 + 10_000_000)
})

test('both sides without bids are worth their dollar too, and nothing is unpriced', () => {
  const view = buildView({ ledger: holding('m-no', holding('m-yes')), markets, books: [] })
  expect(valueEquity(view)).toEqual({ total: 102_000_000, cash: 92_000_000, unpriced: [] })
})
