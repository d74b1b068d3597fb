import type { WalletActivity } from '@bot/core'
import {
  createActivityStreamProtocol,
  type ParsedRow,
  parseActivityRow,
  parseTradeRow,
} from '@bot/polymarket'
import { createWhaleTracker } from '@bot/whale-tracker'
import fc from 'fast-check'
import { expect, test } from 'vitest'

/** A fill as the venue knows it: whole millionths of shares and dollars. */
type Fill = Readonly<{
  wallet: number
  outcome: number
  side: 'BUY' | 'SELL'
  tenths: number
  ticks: number
}>

const SECOND = 1_770_479_519
const protocol = createActivityStreamProtocol()
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** The fields of the Data API's first contract; the wallet comes in mixed case. */
const payloadOf = (fill: Fill, index: number) => ({
  proxyWallet: `0xAb${hex(fill.wallet, 38)}`,
  side: fill.side,
  asset: String(7_000 + fill.outcome),
  conditionId: `0x${'cd'.repeat(32)}`,
  size: fill.tenths / 10,
  price: fill.ticks / 10_000,
  timestamp: SECOND + Math.floor(index / 3),
  outcome: fill.outcome === 0 ? 'Yes' : 'No',
  outcomeIndex: fill.outcome,
  transactionHash: `0x${hex(index, 64)}`,
})

/** How each source words the same fill: names, times and last digits differ as they do at the venue. */
const WORDINGS: readonly ((fill: Fill, index: number) => readonly WalletActivity[])[] = [
  (fill, index) => {
    const payload = payloadOf(fill, index)
    const envelope = { topic: 'activity', timestamp: SECOND * 1_000, connection_id: 'c', payload }
    const frames = ['orders_matched', 'trades'].map((type) => JSON.stringify({ ...envelope, type }))
    return frames.flatMap((frame) => protocol.readTrades(frame).trades)
  },
  (fill, index) => {
    const payload = payloadOf(fill, index)
    const dollars = Math.floor(payload.size * payload.price * 1e6) / 1e6
    // Told when it was mined, at the price that was paid.
    const mined = { price: dollars / payload.size, timestamp: payload.timestamp + 2 }
    return read(parseTradeRow({ ...payload, ...mined }))
  },
  (fill, index) => {
    const { proxyWallet, asset, conditionId, outcomeIndex, transactionHash, ...rest } = payloadOf(
      fill,
      index,
    )
    const named = { proxy_wallet: proxyWallet.toLowerCase(), token_id: asset }
    const ids = { condition_id: conditionId, transaction_hash: transactionHash }
    return read(parseTradeRow({ ...rest, ...named, ...ids, outcome_index: outcomeIndex }))
  },
  (fill, index) => {
    const payload = payloadOf(fill, index)
    const usdcSize = payload.size * payload.price
    return read(parseActivityRow({ ...payload, type: 'TRADE', usdcSize, isCombo: false }))
  },
]
const read = (parsed: ParsedRow): readonly WalletActivity[] => ('row' in parsed ? [parsed.row] : [])

const anyFill = fc.record({
  wallet: fc.nat(3),
  outcome: fc.nat(1),
  side: fc.constantFrom('BUY' as const, 'BUY' as const, 'SELL' as const),
  tenths: fc.integer({ min: 1, max: 500_000 }),
  ticks: fc.integer({ min: 1, max: 9_999 }),
})
/** When which source tells of which fill; a fill may be left out by some and told again and again by others. */
const anyTellings = fc.array(fc.record({ source: fc.nat(3), fill: fc.nat(39) }), { maxLength: 200 })

test('whatever sources tell, in any order and any number of times, each trade counts once', () => {
  fc.assert(
    fc.property(
      fc.array(anyFill, { minLength: 1, maxLength: 40 }),
      anyTellings,
      fc.integer({ min: 1, max: 9 }),
      fc.nat(200),
      (fills, tellings, atOnce, restart) => {
        let tracker = createWhaleTracker()
        const told = new Set<number>()
        for (let from = 0; from < tellings.length; from += atOnce) {
          if (from >= restart && from < restart + atOnce) {
            const snapshot = JSON.parse(JSON.stringify(tracker.snapshot()))
            tracker = createWhaleTracker({ snapshot })
          }
          const rows = tellings.slice(from, from + atOnce).flatMap(({ source, fill }) => {
            const each = fills[fill % fills.length]
            if (each === undefined) return []
            told.add(fill % fills.length)
            return WORDINGS[source]?.(each, fill % fills.length) ?? []
          })
          tracker.observeAll(rows)
        }
        expect(tracker.stats().trades_observed).toBe(told.size)
        const counted = tracker.profiles().reduce((sum, { trades }) => sum + trades, 0)
        expect(counted).toBe(told.size)
      },
    ),
    { numRuns: 300 },
  )
})

test('fills of one transaction that differ by a tick are different fills', () => {
  const tracker = createWhaleTracker()
  for (const ticks of [4_200, 4_201, 4_202]) {
    const fill: Fill = { wallet: 1, outcome: 0, side: 'BUY', tenths: 410, ticks }
    for (const wording of WORDINGS) tracker.observeAll(wording(fill, 1))
  }
  expect(tracker.stats().trades_observed).toBe(3)
})
