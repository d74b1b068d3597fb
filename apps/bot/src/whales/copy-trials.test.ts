import {
  exchangedFromPrice,
  marketId,
  parseSize,
  timeMs,
  tokenId,
  usd,
  type WalletActivity,
} from '@bot/core'
import { buildBook, buildMarket, buildView } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CopyTrials, createCopyTrials } from './copy-trials.js'

const START = 1_700_000_000_000
const DELAY = 30_000
const market = buildMarket('m')
const [yes, no] = market.tokens as [(typeof market.tokens)[0], (typeof market.tokens)[0]]

const rowOf = (
  side: 'buy' | 'sell',
  shares: string,
  atMs: number,
  change: Partial<WalletActivity> = {},
): WalletActivity => ({
  ...{ kind: 'trade', wallet: '0xa', market: market.id, token: yes, outcomeIndex: 0, side },
  ...{ at: timeMs(START + atMs), exchanged: exchangedFromPrice(shares, '0.4') },
  ...change,
})

/** A look at a cent's spread around `mid`, in cents. */
const viewAt = (atMs: number, mid: number, deep = '9000') => {
  const now = timeMs(START + atMs)
  const at = (cent: number): string => (cent / 100).toFixed(2)
  const books = [
    buildBook(yes, { bids: [[at(mid - 1), deep]], asks: [[at(mid + 1), deep]] }, now),
    buildBook(no, { bids: [[at(99 - mid), deep]], asks: [[at(101 - mid), deep]] }, now),
  ]
  return buildView({ now, markets: [market], books })
}

const trialOf = (trials: CopyTrials) => trials.snapshot().scored[0]
const end = (trials: CopyTrials, payouts: readonly number[]) =>
  trials.resolve(market.id, market.tokens, payouts)

test('a copy sells the part that its wallet sold, after the same delay, at the bids; the rest is scored at the end', () => {
  const trials = createCopyTrials({ delayMs: DELAY })
  trials.note([rowOf('buy', '100', 0)])
  trials.look(viewAt(29_999, 40))
  expect(trials.open('0xa')).toBe(0)
  trials.look(viewAt(30_000, 40))
  expect(trials.open('0xa')).toBe(1)
  trials.note([rowOf('sell', '25', 60_000, { exchanged: exchangedFromPrice('25', '0.5') })])
  trials.look(viewAt(89_999, 90))
  trials.look(viewAt(90_000, 60))
  end(trials, [0, 1_000_000])
  // A quarter at 0.59, its reverse's quarter at 0.39, the wallet's own at 0.50.
  expect(trialOf(trials)).toMatchObject({
    trial: { cost: 0.41, reverseCost: 0.61 },
    ...{ payout: 0.25 * 0.59, held: 0.75, ownPayout: 0.25 * 0.5 },
    reversePayout: 0.25 * 0.39 + 0.75,
  })
})

test('a merge is an exit of both outcomes, a redemption is none: it tells what a share paid', () => {
  const merged = createCopyTrials({ delayMs: DELAY })
  merged.note([rowOf('buy', '100', 0), rowOf('buy', '40', 0, { token: no, outcomeIndex: 1 })])
  merged.look(viewAt(30_000, 40))
  const { token: _, side: __, ...row } = rowOf('buy', '40', 60_000)
  merged.note([{ ...row, kind: 'merge' }])
  merged.look(viewAt(90_000, 40))
  expect(merged.snapshot().scored).toHaveLength(1)
  end(merged, [1_000_000, 0])
  expect(merged.snapshot().scored.map(({ held }) => held)).toEqual([0, 0.6])

  const redeemed = createCopyTrials({ delayMs: DELAY })
  redeemed.note([rowOf('buy', '100', 0)])
  redeemed.look(viewAt(30_000, 40))
  const exchanged = { size: parseSize('100'), notional: usd(100_000_000) }
  redeemed.note([{ ...row, kind: 'redeem', at: timeMs(START + 60_000), exchanged }])
  redeemed.look(viewAt(90_000, 40))
  expect(trialOf(redeemed)).toMatchObject({ payout: 1, held: 1, reversePayout: 0 })
})

test('half of what a wallet held before it was followed is half', () => {
  const trials = createCopyTrials({
    delayMs: DELAY,
    // After buying 100 more and selling 100 of 200.
    holdingsAfter: () => new Map([[yes, 100_000_000]]),
  })
  trials.note([rowOf('buy', '100', 0), rowOf('sell', '100', 1_000)])
  trials.look(viewAt(31_000, 40))
  end(trials, [1_000_000, 0])
  expect(trialOf(trials)?.held).toBeCloseTo(0.5, 9)
})

test('what could not be copied is counted by wallet and reason, and an exit that nobody bids for is held on', () => {
  const trials = createCopyTrials({ delayMs: DELAY })
  const unknown = { token: tokenId('x'), market: marketId('x'), wallet: '0xb' }
  trials.note([
    rowOf('buy', '100', 0),
    rowOf('buy', '100', 1, unknown),
    rowOf('buy', '100', 200_000),
  ])
  trials.look(viewAt(30_100, 40, '50'))
  expect(trials.faults()).toEqual({ 'too-thin': 1, 'market-unknown': 1 })
  trials.look(viewAt(330_000, 40))
  expect(trials.faults('0xa')).toEqual({ 'too-thin': 1, 'too-late': 1 })
  trials.note([rowOf('buy', '100', 400_000), rowOf('sell', '300', 400_001)])
  trials.look(viewAt(430_000, 40))
  const stale = { ...viewAt(430_001, 40), book: () => undefined }
  trials.look(stale)
  expect(trials.open('0xa')).toBe(1)
  trials.look({ ...stale, now: timeMs(START + 530_000) })
  expect(trials.faults('0xa')).toMatchObject({ 'exit-too-late': 1 })
  end(trials, [1_000_000, 0])
  expect(trialOf(trials)).toMatchObject({ payout: 1, held: 1 })
})

test('whatever comes when, nothing is bought or sold at a book of before its delay was over', () => {
  const anyRow = fc.record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    shares: fc.integer({ min: 1, max: 200 }),
    atMs: fc.integer({ min: 0, max: 400_000 }),
  })
  const anyLooks = fc.array(fc.integer({ min: 0, max: 500_000 }), { maxLength: 30 })
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 15 }), anyLooks, (drawn, looks) => {
      const trials = createCopyTrials({ delayMs: DELAY })
      const rows = drawn
        .map(({ side, shares, atMs }) => rowOf(side, String(shares), atMs))
        .sort((a, b) => a.at - b.at)
      trials.note(rows)
      for (const atMs of [...looks].sort((a, b) => a - b)) {
        const view = viewAt(atMs, 40)
        const due = rows.some(({ at }) => at + DELAY <= view.now)
        const book = (token: typeof yes) => {
          // A book is asked for only when some step's delay is over.
          expect(due).toBe(true)
          return view.book(token)
        }
        trials.look({ now: view.now, marketOf: view.marketOf, book })
      }
      end(trials, [1_000_000, 0])
      for (const { trial } of trials.snapshot().scored) {
        expect(trial.seenAt).toBeGreaterThanOrEqual(trial.at + DELAY)
      }
    }),
    { numRuns: 50 },
  )
})

test('copies that are held survive a restart', () => {
  const first = createCopyTrials({ delayMs: DELAY })
  first.note([rowOf('buy', '100', 0)])
  first.look(viewAt(30_000, 40))
  const again = createCopyTrials({
    delayMs: DELAY,
    snapshot: JSON.parse(JSON.stringify(first.snapshot())),
  })
  end(again, [1_000_000, 0])
  expect(trialOf(again)).toMatchObject({ payout: 1, trial: { cost: 0.41 } })
})
