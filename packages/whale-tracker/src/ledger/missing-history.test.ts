import { eventId, marketId, type Size, timeMs, type Usd, type WalletActivity } from '@bot/core'
import { expect, test } from 'vitest'
import { createWalletLedger, type WalletLedger } from './create-wallet-ledger.js'

const row = (over: Partial<WalletActivity>): WalletActivity => ({
  kind: 'trade',
  wallet: '0xaa',
  at: timeMs(1_760_000_000_000),
  market: marketId('m0'),
  outcomeIndex: 0,
  side: 'buy',
  exchanged: { size: 10e6 as Size, notional: 4e6 as Usd },
  ...over,
})
const missingIn = (ledger: WalletLedger): readonly string[] =>
  [...(ledger.record('0xaa')?.markets.values() ?? [])]
    .filter(({ historyMissing }) => historyMissing)
    .map((each) => each.market)

const afterRestart = (ledger: WalletLedger): WalletLedger =>
  createWalletLedger({ snapshot: JSON.parse(JSON.stringify(ledger.snapshot())) })

test('what cannot be followed is missing in its market alone, through a restart', () => {
  const ledger = createWalletLedger()
  ledger.apply(row({ market: marketId('good') }))
  ledger.apply(row({ market: marketId('sold'), side: 'sell' }))
  ledger.apply(row({ kind: 'redeem', market: marketId('redeemed') }))
  const nameless = row({ market: marketId('nameless') })
  const { outcomeIndex: _, ...without } = nameless
  ledger.apply(without)
  for (const each of [ledger, afterRestart(ledger)]) {
    expect(each.record('0xaa')).toMatchObject({ historyMissing: false, marketsMissing: 3 })
    expect(missingIn(each)).toEqual(['sold'])
  }
})

test('a conversion in an event that nobody described leaves out all markets of that event', () => {
  const event = eventId('e')
  const ledger = createWalletLedger()
  ledger.apply(row({ market: marketId('m1'), event, outcomeIndex: 1 }))
  ledger.apply(row({ market: marketId('other'), event: eventId('f') }))
  ledger.apply(row({ kind: 'convert', market: marketId('m1'), event }))
  ledger.apply(row({ market: marketId('m2'), event }))
  for (const each of [ledger, afterRestart(ledger)]) {
    expect(missingIn(each)).toEqual(['m1', 'm2'])
    expect(each.record('0xaa')).toMatchObject({ historyMissing: false, marketsMissing: 2 })
  }
})

test('what the caller says is missing reaches every bet', () => {
  const ledger = createWalletLedger()
  ledger.apply(row({}))
  ledger.resolve({ market: marketId('m0'), payouts: [1_000_000, 0] })
  ledger.markMissing('0xaa', timeMs(1_760_000_000_000))
  expect(ledger.bets('0xaa')).toMatchObject([{ truncated: true, walletTruncated: true }])
  expect(afterRestart(ledger).record('0xaa')?.historyMissing).toBe(true)
})
