import { eventId, marketId, type Size, timeMs, type Usd, type WalletActivity } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNaiveLedger } from '../fixtures/naive-ledger.js'
import { createWalletLedger, type WalletLedger } from './create-wallet-ledger.js'
import type { LedgerSnapshot } from './ledger-snapshot.js'
import { readPosition } from './position-record.js'

const START = 1_760_000_000_000
const MARKETS = ['m0', 'm1', 'm2', 'm3']
const PAYOUTS = [
  [1_000_000, 0],
  [0, 1_000_000],
  [333_333, 666_667],
]
const shares = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4e12 }))
const anyAct = fc.record({
  kind: fc.constantFrom('trade', 'trade', 'trade', 'trade', 'split', 'merge', 'convert'),
  wallet: fc.constantFrom('0xaa', '0xbb', '0xcc'),
  market: fc.constantFrom(...MARKETS),
  outcomeIndex: fc.constantFrom(0, 1),
  side: fc.constantFrom('buy' as const, 'buy' as const, 'sell' as const),
  size: shares,
  price: fc.integer({ min: 1, max: 999_999 }),
  from: fc.subarray(MARKETS, { minLength: 1 }),
})
type Act = typeof anyAct extends fc.Arbitrary<infer T> ? T : never

const rowOf = (act: Act, index: number): WalletActivity => ({
  kind: act.kind as WalletActivity['kind'],
  wallet: act.wallet,
  at: timeMs(START + index * 1_000),
  market: marketId(act.market),
  event: eventId('e'),
  ...(act.kind === 'trade' && { outcomeIndex: act.outcomeIndex, side: act.side }),
  transaction: `0x${index}`,
  exchanged: { size: act.size as Size, notional: Math.floor(act.size * (act.price / 1e6)) as Usd },
})

const described = (ledger: WalletLedger): WalletLedger => {
  for (const market of MARKETS) {
    ledger.describe({ market: marketId(market), group: 'g', event: eventId('e') })
  }
  return ledger
}

const applyAll = (ledger: WalletLedger, acts: readonly Act[], from = 0): void => {
  for (const [index, act] of acts.entries()) {
    const row = rowOf(act, from + index)
    if (act.kind !== 'convert') ledger.apply(row)
    else for (const market of act.from) ledger.apply({ ...row, market: marketId(market) })
  }
}

const positionsIn = (ledger: WalletLedger) =>
  [...ledger.summaries()].flatMap(({ wallet }) =>
    [...(ledger.record(wallet)?.markets.values() ?? [])].flatMap(({ market, outcomes }) =>
      [...outcomes.values()].map((held) => [
        `${wallet} ${market} ${held.outcome}`,
        [held.shares, held.cost, held.bought, held.paid, held.realised, held.unexplained],
      ]),
    ),
  )

const naively = (acts: readonly Act[], ends: readonly (number | undefined)[]) => {
  const naive = createNaiveLedger(MARKETS)
  for (const [index, act] of acts.entries()) {
    if (act.kind === 'convert') naive.convert(act.wallet, act.from, BigInt(act.size))
    else naive.apply(rowOf(act, index))
  }
  for (const [index, end] of ends.entries()) {
    const payouts = end === undefined ? undefined : PAYOUTS[end]
    if (payouts !== undefined) naive.resolve(MARKETS[index] ?? '', payouts.map(BigInt))
  }
  return [...naive.wallets].flatMap(([wallet, positions]) =>
    [...positions].map(([key, held]) => [
      `${wallet} ${key}`,
      [held.shares, held.cost, held.bought, held.paid, held.realised, held.unexplained].map(Number),
    ]),
  )
}

const acts = fc.array(anyAct, { maxLength: 60 })
const anyEnds = fc.array(fc.option(fc.nat(2), { nil: undefined }), { minLength: 4, maxLength: 4 })
const byName = (list: readonly (readonly unknown[])[]) => new Map(list as [string, unknown][])

test('columns say to the millionth what a map of maps with BigInt says', () => {
  fc.assert(
    fc.property(acts, anyEnds, (list, ends) => {
      const ledger = described(createWalletLedger())
      applyAll(ledger, list)
      for (const [index, end] of ends.entries()) {
        const payouts = end === undefined ? undefined : PAYOUTS[end]
        if (payouts !== undefined) ledger.resolve({ market: marketId(`m${index}`), payouts })
      }
      expect(byName(positionsIn(ledger))).toEqual(byName(naively(list, ends)))
    }),
    { numRuns: 400 },
  )
})

test('rows applied together say what they say one by one', () => {
  fc.assert(
    fc.property(acts, fc.array(fc.nat(400), { maxLength: 4 }), (list, cuts) => {
      const rows = Array.from({ length: 8 }, () => list).flatMap((each, round) =>
        each.map((act, index) => rowOf(act, round * list.length + index)),
      )
      const [single, together] = [described(createWalletLedger()), described(createWalletLedger())]
      rows.forEach(single.apply)
      const ends = [...cuts.sort((a, b) => a - b), rows.length]
      for (const [i, end] of ends.entries()) together.applyAll(rows.slice(ends[i - 1] ?? 0, end))
      expect(together.snapshot()).toEqual(single.snapshot())
    }),
  )
})

test('a market resolved early or late leaves the same profit', () => {
  fc.assert(
    fc.property(acts, (list) => {
      const [early, late] = [described(createWalletLedger()), described(createWalletLedger())]
      const outcome = { market: marketId('m0'), payouts: [1_000_000, 0] }
      early.resolve(outcome)
      applyAll(early, list)
      applyAll(late, list)
      late.resolve(outcome)
      expect(positionsIn(early)).toEqual(positionsIn(late))
    }),
  )
})

test('a ledger restored from JSON goes on as if it had never stopped', () => {
  fc.assert(
    fc.property(acts, fc.nat(60), (list, cut) => {
      const whole = described(createWalletLedger())
      applyAll(whole, list)
      const first = described(createWalletLedger())
      applyAll(first, list.slice(0, cut))
      const snapshot = JSON.parse(JSON.stringify(first.snapshot()))
      const second = createWalletLedger({ snapshot })
      applyAll(second, list.slice(cut), cut)
      const records = (ledger: WalletLedger) =>
        [...ledger.summaries()].map(({ wallet }) => ledger.record(wallet))
      expect(records(second)).toEqual(records(whole))
      expect(JSON.parse(JSON.stringify(second.snapshot()))).toEqual(
        JSON.parse(JSON.stringify(whole.snapshot())),
      )
    }),
  )
})

test('a wallet rewritten by its whole history is as if nothing else had ever been known of it', () => {
  const sorted = (ledger: WalletLedger) =>
    [...ledger.summaries()]
      .map(({ wallet }) => {
        const { markets, ...totals } = ledger.record(wallet) ?? { markets: new Map() }
        const held = [...markets.values()].map(({ outcomes, ...market }) => [
          market,
          [...outcomes.values()].sort((a, b) => (a.outcome < b.outcome ? -1 : 1)),
        ])
        return { ...totals, held: held.sort((a, b) => (a[0].market < b[0].market ? -1 : 1)) }
      })
      .sort((a, b) =>
        (a as { wallet: string }).wallet < (b as { wallet: string }).wallet ? -1 : 1,
      )
  const rowsOf = (list: readonly Act[], from: number) =>
    list.flatMap((act, index) => {
      const row = rowOf(act, from + index)
      if (act.kind !== 'convert') return [row]
      return act.from.map((market) => ({ ...row, market: marketId(market) }))
    })
  fc.assert(
    fc.property(acts, acts, fc.boolean(), (wrong, list, isSaved) => {
      const others = list.filter(({ wallet }) => wallet !== '0xaa')
      const own = rowsOf(
        list.filter(({ wallet }) => wallet === '0xaa'),
        0,
      )
      fc.pre(own.length > 0)
      const whole = described(createWalletLedger())
      for (const row of [...rowsOf(others, 0), ...own]) whole.apply(row)
      const started = described(createWalletLedger())
      const noise = rowsOf(wrong, 90).map((row) => ({ ...row, wallet: '0xaa' }))
      for (const row of [...noise, ...rowsOf(others, 0)]) started.apply(row)
      started.markMissing('0xaa', timeMs(START))
      started.rewrite('0xaa', own)
      const rewritten = isSaved
        ? createWalletLedger({ snapshot: JSON.parse(JSON.stringify(started.snapshot())) })
        : started
      expect(sorted(rewritten)).toEqual(sorted(whole))
    }),
  )
})

test('a snapshot of the first version is read, one of a later version is refused', () => {
  fc.assert(
    fc.property(acts, (list) => {
      const ledger = described(createWalletLedger())
      applyAll(ledger, list)
      const { version: _, ...saved } = ledger.snapshot()
      const wallets = saved.wallets.map((wallet) => ({
        ...wallet,
        positions: wallet.positions.map(readPosition),
      }))
      const read = createWalletLedger({ snapshot: { ...saved, wallets } })
      expect(read.snapshot()).toEqual(ledger.snapshot())
      const later = { ...saved, version: 3 } as unknown as LedgerSnapshot
      expect(() => createWalletLedger({ snapshot: later })).toThrow(/version 2 .* was 3/)
    }),
    { numRuns: 30 },
  )
})
