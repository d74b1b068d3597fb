import { marketId, type Size, timeMs, type Usd, type WalletActivity } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWalletLedger, type WalletLedger } from './create-wallet-ledger.js'

/** A redemption within two cents of what is held is one of all of it. */
const DUST = 20_000
const START = 1_760_000_000_000
const market = marketId('m0')
const row = (over: Partial<Omit<WalletActivity, 'exchanged'>>, size: number, dollars: number) => ({
  kind: 'trade' as const,
  wallet: '0xaa',
  at: timeMs(START),
  market,
  ...over,
  exchanged: { size: size as Size, notional: dollars as Usd },
})
const sideRow = (outcomeIndex: number, side: 'buy' | 'sell', size: number, dollars: number) =>
  row({ outcomeIndex, side }, size, dollars)

const anyPayouts = fc.oneof(
  fc.constantFrom([1_000_000, 0], [0, 1_000_000], [500_000, 500_000], [333_333, 666_667]),
  fc.nat(1_000_000).map((first) => [first, 1_000_000 - first]),
)
const anyHands = fc.array(
  fc.record({
    index: fc.constantFrom(0, 1),
    part: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    size: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 4e11 })),
    cents: fc.integer({ min: 1, max: 99 }),
  }),
  { minLength: 1, maxLength: 12 },
)

/** What a wallet held and spent after trades, and what the chain then pays for all of it, by nothing but sums. */
const handle = (
  ledger: WalletLedger,
  hands: typeof anyHands extends fc.Arbitrary<infer T> ? T : never,
) => {
  const held = [0, 0]
  let flow = 0
  for (const { index, part, size, cents } of hands) {
    const shares = part === undefined ? size : Math.floor((held[index] ?? 0) * part)
    if (shares === 0) continue
    const dollars = Math.floor((shares * cents) / 100)
    held[index] = (held[index] ?? 0) + (part === undefined ? shares : -shares)
    flow += part === undefined ? -dollars : dollars
    ledger.apply(sideRow(index, part === undefined ? 'buy' : 'sell', shares, dollars))
  }
  return { held, flow }
}
const worthOf = (held: readonly number[], payouts: readonly number[]): number =>
  held.reduce(
    (sum, each, i) => sum + Number((BigInt(each) * BigInt(payouts[i] ?? 0)) / 1_000_000n),
    0,
  )

const realisedOf = (ledger: WalletLedger): number =>
  [...(ledger.record('0xaa')?.markets.get(market)?.outcomes.values() ?? [])].reduce(
    (sum, { realised }) => sum + realised,
    0,
  )

test('whatever both sides pay and whether it is redeemed, profit is what came back less what was spent', () => {
  fc.assert(
    fc.property(anyHands, anyPayouts, fc.boolean(), (hands, payouts, isRedeemed) => {
      const ledger = createWalletLedger()
      const { held, flow } = handle(ledger, hands)
      ledger.resolve({ market, payouts })
      const paid = worthOf(held, payouts)
      const winners = held.filter((shares, i) => shares > 0 && (payouts[i] ?? 0) > 0)
      // As the Data API tells it: the size of a redemption is what was paid, or the one winner's shares.
      const size = winners.length === 1 ? (winners[0] ?? 0) : paid
      if (isRedeemed) ledger.apply(row({ kind: 'redeem' }, size, paid))
      expect(realisedOf(ledger)).toBe(flow + paid)
      const { marketsMissing = 0, historyMissing = false } = ledger.record('0xaa') ?? {}
      expect([marketsMissing, historyMissing]).toEqual([0, false])
    }),
    { numRuns: 500 },
  )
})

test('a redemption before the end is known counts in full, or says that the market is unclear', () => {
  fc.assert(
    fc.property(anyHands, anyPayouts, (hands, payouts) => {
      const ledger = createWalletLedger()
      const { held, flow } = handle(ledger, hands)
      const paid = worthOf(held, payouts)
      ledger.apply(row({ kind: 'redeem' }, paid, paid))
      ledger.resolve({ market, payouts })
      const record = ledger.record('0xaa')
      const distance = Math.abs(realisedOf(ledger) - flow - paid)
      if (record?.marketsMissing === 0) expect(distance).toBeLessThanOrEqual(DUST)
      else expect(record?.marketsMissing).toBe(1)
      expect(record?.historyMissing).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('an even split is no proof of a winner, even where the dollars fit one side', () => {
  const ledger = createWalletLedger()
  ledger.apply(sideRow(0, 'buy', 100e6, 60e6))
  ledger.apply(sideRow(1, 'buy', 100e6, 30e6))
  ledger.apply(row({ kind: 'redeem' }, 100e6, 100e6))
  expect(ledger.bets('0xaa')).toEqual([])
  ledger.resolve({ market, payouts: [500_000, 500_000] })
  expect(realisedOf(ledger)).toBe(10e6)
})

test('a redemption of more than was bought leaves its market out, and no other', () => {
  const ledger = createWalletLedger()
  const other = marketId('m1')
  ledger.apply({ ...sideRow(0, 'buy', 50e6, 20e6), market: other })
  ledger.apply(sideRow(0, 'buy', 10e6, 4e6))
  ledger.resolve({ market, payouts: [1_000_000, 0] })
  ledger.resolve({ market: other, payouts: [1_000_000, 0] })
  ledger.apply(row({ kind: 'redeem' }, 90e6, 90e6))
  expect(ledger.bets('0xaa')).toMatchObject([
    { market: other, truncated: false, walletTruncated: false },
    { market, truncated: true, walletTruncated: false },
  ])
  expect(ledger.record('0xaa')).toMatchObject({ historyMissing: false, marketsMissing: 1 })
})
