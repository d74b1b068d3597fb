import {
  type MarketFacts,
  marketId,
  orderRef,
  parseSize,
  parseUsd,
  type SettlementReported,
  timeMs,
} from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createAccountState } from './account-state.js'

const split: SettlementReported = {
  type: 'settlement',
  ref: orderRef('o1'),
  owner: 'arbitrage',
  action: { action: 'split', markets: [marketId('m')], shares: parseSize('10') },
  status: 'confirmed',
  cash: parseUsd('-10'),
}

test('a settlement in a market that is not known yet counts once it is, and once only', () => {
  const account = createAccountState(parseUsd('100'))
  let known: readonly MarketFacts[] = []
  let seq = 0
  const apply = (event: Parameters<typeof account.apply>[0]['event']): void => {
    seq += 1
    account.apply({ seq, at: timeMs(seq), event }, () => known)
  }
  const timer = { type: 'timer', name: 'second' } as const
  apply(split)
  apply(timer)
  expect([account.freeCash(), account.ledger().positions.size]).toEqual([parseUsd('100'), 0])
  known = [buildMarket('m')]
  apply(timer)
  apply(timer)
  apply(split)
  expect([account.freeCash(), account.ledger().positions.size]).toEqual([parseUsd('90'), 2])
})
