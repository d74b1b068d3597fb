import {
  marketId,
  type Price,
  parsePrice,
  type Size,
  timeMs,
  tokenId,
  type Usd,
  type WalletActivity,
} from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNaiveLedger } from '../fixtures/naive-ledger.js'
import { createWalletLedger } from './create-wallet-ledger.js'
import { type MarkPrice, markWallet } from './mark-wallet.js'

const anyTrade = fc.record({
  market: fc.constantFrom('m0', 'm1', 'm2'),
  outcomeIndex: fc.constantFrom(0, 1),
  side: fc.constantFrom('buy' as const, 'buy' as const, 'sell' as const),
  size: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4e12 })),
  cents: fc.integer({ min: 1, max: 99 }),
})
type Trade = typeof anyTrade extends fc.Arbitrary<infer T> ? T : never

const rowOf = ({ size, cents, market, ...rest }: Trade, index: number): WalletActivity => ({
  kind: 'trade',
  wallet: '0xaa',
  at: timeMs(1_760_000_000_000 + index * 1_000),
  market: marketId(market),
  token: tokenId(`${market} #${rest.outcomeIndex}`),
  ...rest,
  exchanged: { size: size as Size, notional: Math.floor((size * cents) / 100) as Usd },
})

const step = fc.nat(10_000).map((value) => value as Price)
const anyMark = fc.option(fc.oneof(step, fc.record({ bid: step, ask: step })), { nil: undefined })
const anyMarks = fc.array(anyMark, { minLength: 6, maxLength: 6 })
const halfSteps = (mark: MarkPrice): bigint =>
  typeof mark === 'number' ? 2n * BigInt(mark) : BigInt(mark.bid) + BigInt(mark.ask)

test('open positions are worth their shares times the price, those without one are counted', () => {
  fc.assert(
    fc.property(fc.array(anyTrade, { maxLength: 40 }), anyMarks, (trades, marks) => {
      const markOf = (key: string): MarkPrice | undefined =>
        marks[['m0 #0', 'm0 #1', 'm1 #0', 'm1 #1', 'm2 #0', 'm2 #1'].indexOf(key)]
      const ledger = createWalletLedger()
      const naive = createNaiveLedger([])
      ledger.markMissing('0xaa', timeMs(0))
      for (const row of trades.map(rowOf)) {
        ledger.apply(row)
        naive.apply(row)
      }
      ledger.resolve({ market: marketId('m2'), payouts: [1_000_000, 0] })
      naive.resolve('m2', [1_000_000n, 0n])
      const record = ledger.record('0xaa')
      const marked = record && markWallet(record, ({ token = '' }) => markOf(token))

      const held = [...(naive.wallets.get('0xaa') ?? [])].filter(([, { shares }]) => shares > 0n)
      const priced = held.flatMap(([key, { shares, cost }]) => {
        const mark = markOf(key)
        return mark === undefined ? [] : [{ cost, value: (shares * halfSteps(mark)) / 20_000n }]
      })
      const unpriced = held.filter(([key]) => markOf(key) === undefined)
      const sum = (values: readonly bigint[]): number =>
        Number(values.reduce((total, each) => total + each, 0n))
      expect(marked).toMatchObject({
        cost: sum(priced.map(({ cost }) => cost)),
        value: sum(priced.map(({ value }) => value)),
        unrealised: sum(priced.map(({ cost, value }) => value - cost)),
        unpriced: unpriced.length,
        unpricedCost: sum(unpriced.map(([, { cost }]) => cost)),
      })
      expect(marked?.positions).toHaveLength(held.length)
    }),
  )
})

test('the middle of two prices is not rounded before the shares are', () => {
  const ledger = createWalletLedger()
  ledger.apply(rowOf({ market: 'm0', outcomeIndex: 0, side: 'buy', size: 2e6, cents: 50 }, 0))
  const record = ledger.record('0xaa')
  const middle = { bid: parsePrice('0.5'), ask: parsePrice('0.5001') }
  expect(record && markWallet(record, () => middle)).toMatchObject({ value: 1_000_100 })
})
