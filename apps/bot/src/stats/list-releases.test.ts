import { createLedger, marketId, parseSize, recordEntry, timeMs, tokenId, usd } from '@bot/core'
import { buildBook, buildMarket, buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { listReleases } from './list-releases.js'

test('shares of two owners that make a pair are shown as dollars, unsettled ones are not', () => {
  const market = buildMarket('m')
  const bought = (owner: string, outcome: 'yes' | 'no', settled: 'confirmed' | 'provisional') => ({
    of: { owner, token: tokenId(`m-${outcome}`), market: marketId('m') },
    entry: {
      id: 'f',
      shares: parseSize('5'),
      cash: usd(-2_000_000),
      fee: usd(0),
      settled,
      at: timeMs(1),
    },
  })
  const viewOf = (settled: 'confirmed' | 'provisional') => {
    const both = [bought('one', 'yes', 'confirmed'), bought('two', 'no', settled)]
    const ledger = both.reduce(
      (sum, { of, entry }) => recordEntry(sum, of, entry),
      createLedger(usd(100_000_000)),
    )
    return buildView({ markets: [market], ledger })
  }
  expect(listReleases(viewOf('provisional'))).toEqual([])
  expect(listReleases(viewOf('confirmed'))).toMatchObject([
    { action: 'merge', markets: ['m'], paysUsd: '5', reason: 'pair-held' },
  ])
})

test('shares that cost a basket nothing are shown for sale when their book pays more than holding them', () => {
  const end = timeMs(1_700_000_000_000 + 365 * 86_400_000)
  const left = (basket: string | undefined, cash: number) => {
    const of = { owner: 'b', token: tokenId('m-yes'), market: marketId('m') }
    const entry = { id: 'convert m-yes', shares: parseSize('10'), fee: usd(0), at: timeMs(1) }
    return recordEntry(
      createLedger(usd(100_000_000)),
      basket === undefined ? of : { ...of, basket },
      { ...entry, cash: usd(cash), settled: 'confirmed' },
    )
  }
  const shown = (ledger: ReturnType<typeof left>) => {
    const book = buildBook('m-yes', { bids: [['0.49', '100']], asks: [['0.50', '100']] })
    book.provenAliveAt = timeMs(1_700_000_000_000)
    const view = { markets: [buildMarket('m', { endsAt: end })], books: [book], ledger }
    return listReleases(buildView(view))
  }
  expect(shown(left('b', 0))).toMatchObject([
    { action: 'sell', markets: ['m'], paysUsd: '4.9', reason: 'worth-more-sold' },
  ])
  expect(shown(left('b', -1_000_000))).toEqual([])
  expect(shown(left(undefined, 0))).toEqual([])
})
