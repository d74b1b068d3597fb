import { exchangedFromPrice, marketId, timeMs, tokenId, type WalletActivity } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSeenRows } from './seen-rows.js'

const row: WalletActivity = {
  kind: 'trade',
  wallet: '0xaa',
  at: timeMs(1_760_098_160_000),
  market: marketId('0x01'),
  token: tokenId('123'),
  outcome: 'Yes',
  outcomeIndex: 0,
  side: 'buy',
  transaction: '0xf6',
  exchanged: exchangedFromPrice('100.1', '0.999'),
}
const others: readonly WalletActivity[] = [
  { ...row, kind: 'merge' },
  { ...row, wallet: '0xab' },
  { ...row, market: marketId('0x02') },
  { ...row, token: tokenId('124') },
  { ...row, side: 'sell' },
  { ...row, transaction: '0xf7' },
  { ...row, exchanged: exchangedFromPrice('100.2', '0.999') },
  { ...row, exchanged: exchangedFromPrice('100.1', '0.998') },
  { ...row, exchanged: exchangedFromPrice('100.1', '0.9989') },
]

test('a row is the same only when every field agrees', () => {
  const seen = createSeenRows(100)
  expect([row, ...others].map(seen.isNew)).toEqual(others.map(() => true).concat(true))
  expect([row, ...others].map(seen.isNew)).toEqual(others.map(() => false).concat(false))
})

test('without a transaction, time and price count exactly', () => {
  const seen = createSeenRows(100)
  const { transaction: _, ...nameless } = row
  const later = { ...nameless, at: timeMs(row.at + 1_000) }
  const dearer = { ...nameless, exchanged: exchangedFromPrice('100.1', '0.9990001') }
  expect([nameless, later, dearer].map(seen.isNew)).toEqual([true, true, true])
  expect([nameless, later, dearer].map(seen.isNew)).toEqual([false, false, false])
})

test('a fill that sources time and price a little differently is one fill', () => {
  // What the Data API told of a fill at 0.22, and of one at 0.41: dollars by shares.
  for (const [paid, price] of [
    ['0.21999995306666104', '0.22'],
    ['0.41000015010607493', '0.41'],
    ['0.8299999966799987', '0.83'],
  ] as const) {
    const mined = { ...row, at: timeMs(row.at + 4_000), exchanged: exchangedFromPrice('53', paid) }
    const matched = { ...row, exchanged: exchangedFromPrice('53', price) }
    expect([mined, matched].map(createSeenRows(10).isNew)).toEqual([true, false])
    expect([matched, mined].map(createSeenRows(10).isNew)).toEqual([true, false])
  }
})

test('milliseconds and names for people do not make another row', () => {
  const seen = createSeenRows(100)
  expect(seen.isNew(row)).toBe(true)
  expect(seen.isNew({ ...row, at: timeMs(row.at + 999), title: 'Will it?' })).toBe(false)
})

test('the rows remembered are bounded, and the newest are among them', () => {
  const seen = createSeenRows(1_000)
  const rows = Array.from({ length: 10_000 }, (_, i) => ({ ...row, transaction: `0x${i}` }))
  expect(rows.every(seen.isNew)).toBe(true)
  expect(seen.size()).toBeLessThanOrEqual(2_000)
  expect(rows.slice(-1_000).some(seen.isNew)).toBe(false)
})

test('what is remembered survives a restart through JSON', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 80 }), fc.nat(80), (numbers, cut) => {
      const rows = numbers.map((number) => ({ ...row, transaction: `0x${number}` }))
      const whole = createSeenRows(20)
      const before = createSeenRows(20)
      const expected = rows.map(whole.isNew)
      rows.slice(0, cut).forEach(before.isNew)
      const saved = JSON.parse(JSON.stringify(before.snapshot()))
      const after = createSeenRows(20, saved)
      expect(rows.slice(cut).map(after.isNew)).toEqual(expected.slice(cut))
    }),
  )
})
