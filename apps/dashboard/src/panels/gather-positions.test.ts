import { expect, test } from 'vitest'
import type { PositionData } from '../../page-data.js'
import { gatherPositions } from './gather-positions.js'

const row = (changed: Partial<PositionData>): PositionData => ({
  ...{ strategy: 'arbitrage', basket: 'one', market: 'Who wins?', outcome: 'Yes' },
  ...{ shares: '10', provisionalShares: '0', costUsd: '4', averagePrice: 0.4, bid: 0.5 },
  ...{ valueUsd: '5', pnlUsd: '1', openedAt: 1_000 },
  ...changed,
})

test('one outcome held by two baskets is one row with the sums of both', () => {
  const second = row({ basket: 'two', shares: '30', provisionalShares: '2', costUsd: '20' })
  const later = { ...second, valueUsd: '15', pnlUsd: '-5', openedAt: 9_000 }
  expect(gatherPositions([row({}), later])).toEqual([
    row({
      ...{ shares: '40', provisionalShares: '2', costUsd: '24', averagePrice: 0.6 },
      ...{ valueUsd: '20', pnlUsd: '-4', baskets: 2 },
    } as Partial<PositionData>),
  ])
})

test('other strategies and outcomes stay rows of their own, in their order', () => {
  const rows = [row({}), row({ outcome: 'No' }), row({ strategy: 'whale-copy', basket: null })]
  expect(
    gatherPositions(rows).map(({ outcome, strategy, baskets }) => [outcome, strategy, baskets]),
  ).toEqual([
    ['Yes', 'arbitrage', 1],
    ['No', 'arbitrage', 1],
    ['Yes', 'whale-copy', 0],
  ])
})
