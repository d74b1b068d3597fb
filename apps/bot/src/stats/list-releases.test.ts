import { createLedger, marketId, parseSize, recordEntry, timeMs, tokenId, usd } from '@bot/core'
import { buildMarket, buildView } from '@bot/core/testing'
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
