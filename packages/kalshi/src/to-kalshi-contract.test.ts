import { expect, test } from 'vitest'
import { wireMarket } from './fixtures/wire-market.js'
import { parseKalshiMarket } from './parse-kalshi-market.js'
import { toKalshiContract } from './to-kalshi-contract.js'

const contractOf = (changes: Record<string, unknown>) => {
  const parsed = parseKalshiMarket(wireMarket(changes))
  return 'market' in parsed ? toKalshiContract(parsed.market) : parsed.rejected
}

test('says what decides a market, and leaves out what the listing does not say', () => {
  expect(contractOf({})).toEqual({
    venue: 'kalshi',
    id: 'KXGAME-IND',
    title: 'Who wins?',
    outcome: 'Indiana',
    rules: 'If Indiana wins, YES.',
    open: true,
  })
  expect(contractOf({ status: 'finalized', rules_primary: '', yes_sub_title: '' })).toEqual({
    venue: 'kalshi',
    id: 'KXGAME-IND',
    title: 'Who wins?',
    open: false,
  })
})
