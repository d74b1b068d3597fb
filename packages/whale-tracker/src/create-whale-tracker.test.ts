import {
  type ActivityKind,
  eventId,
  exchangedFromPrice,
  marketId,
  parseUsd,
  timeMs,
  type WalletActivity,
} from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWhaleTracker, type WhaleTracker } from './create-whale-tracker.js'
import { assessWallets } from './skill/assess-wallets.js'
import type { TrackerSnapshot } from './snapshot.js'

const DAY = 86_400_000
const start = 1_700_000_000_000
let transaction = 0
type Row = Partial<Omit<WalletActivity, 'exchanged' | 'market'>> & {
  market?: string
  shares?: string
  price?: string
}
const row = ({
  market = 'm1',
  shares = '100',
  price = '0.5',
  ...rest
}: Row = {}): WalletActivity => ({
  kind: 'trade',
  wallet: '0xaa',
  at: timeMs(start),
  market: marketId(market),
  event: eventId(`event of ${market}`),
  outcome: 'Yes',
  outcomeIndex: 0,
  side: 'buy',
  transaction: `tx${++transaction}`,
  exchanged: exchangedFromPrice(shares, price),
  ...rest,
})
const observeAll = (tracker: WhaleTracker, rows: readonly WalletActivity[]) =>
  rows.map(tracker.observe)
const win = (market: string) => ({
  market: marketId(market),
  payouts: [1_000_000, 0],
  outcomes: ['Yes', 'No'],
})

test('a row that comes twice counts once', () => {
  const tracker = createWhaleTracker()
  const repeated = row()
  expect(observeAll(tracker, [repeated, row(), repeated])).toEqual(['taken', 'taken', 'duplicate'])
  expect(tracker.profile('0xAA')?.trades).toBe(2)
})

test('a history in any order replaces what was known, and its newest rows are recognised', () => {
  const tracker = createWhaleTracker()
  const [bought, sold, late] = [
    row({ at: timeMs(start + 1) }),
    row({ at: timeMs(start + 2), side: 'sell' }),
    row({ at: timeMs(start + 3) }),
  ]
  observeAll(tracker, [sold])
  expect(tracker.ledger().record('0xaa')?.marketsMissing).toBe(1)
  const history = [late, sold, sold, bought, row({ wallet: '0xbb' })]
  expect(tracker.rewrite('0xaa', history, late.at)).toBe(true)
  expect(tracker.ledger().record('0xaa')).toMatchObject({ trades: 3, marketsMissing: 0 })
  expect(tracker.stats()).toMatchObject({ trades_observed: 3, total_wallets_tracked: 1 })
  expect(observeAll(tracker, [late, sold])).toEqual(['duplicate', 'duplicate'])
  expect(tracker.rewrite('0xaa', [bought, bought, bought], late.at)).toBe(false)
  expect(tracker.profile('0xaa')?.trades).toBe(3)
})

test('the texts of a snapshot are together its JSON', () => {
  for (const wallets of [0, 1, 250, 251, 700]) {
    const tracker = createWhaleTracker()
    for (let i = 0; i < wallets; i++) {
      tracker.observe(row({ wallet: `0x"${i}`, market: `m${i % 260}`, at: timeMs(start + i) }))
    }
    tracker.judge(timeMs(start + DAY))
    const texts = [...tracker.snapshotTexts()]
    expect(JSON.parse(texts.join(''))).toEqual(JSON.parse(JSON.stringify(tracker.snapshot())))
    expect(texts.length).toBeGreaterThan(wallets / 250)
  }
})

test('a bet that wins is profit at the price paid, one that loses a loss', () => {
  const tracker = createWhaleTracker()
  observeAll(tracker, [row({ price: '0.6' }), row({ market: 'm2', price: '0.3' })])
  tracker.resolve(win('m1'))
  tracker.resolve({ market: marketId('m2'), payouts: [0, 1_000_000] })
  expect(tracker.profile('0xaa')).toMatchObject({
    closedBets: 2,
    wins: 1,
    winRate: 0.5,
    realised: parseUsd('10'),
    openCost: 0,
  })
})

test('buying favourites wins often and shows no edge', () => {
  const tracker = createWhaleTracker()
  for (let i = 0; i < 20; i++) {
    tracker.observe(row({ market: `m${i}`, price: '0.95' }))
    tracker.resolve(i === 0 ? { market: marketId('m0'), payouts: [0, 1_000_000] } : win(`m${i}`))
  }
  const profile = tracker.profile('0xaa')
  expect(profile?.winRate).toBe(0.95)
  expect(profile?.edge).toBeCloseTo(0)
  expect(profile?.labels).toContain('favourite-buyer')
})

test('a merge is no sale: it leaves no trade and shares its dollar by cost', () => {
  const tracker = createWhaleTracker()
  observeAll(tracker, [
    row({ price: '0.6' }),
    row({ outcome: 'No', outcomeIndex: 1, price: '0.3' }),
    row({ kind: 'merge', shares: '100', price: '1', outcome: '', side: 'sell' }),
  ])
  const profile = tracker.profile('0xaa')
  expect(profile).toMatchObject({ trades: 2, realised: parseUsd('10'), openCost: 0 })
  expect(profile?.labels).not.toContain('truncated-history')
})

test('a redemption in full proves the winner to every holder', () => {
  const tracker = createWhaleTracker()
  observeAll(tracker, [
    row({ price: '0.4' }),
    row({ wallet: '0xbb', outcome: 'No', outcomeIndex: 1, price: '0.6' }),
    row({ kind: 'redeem', price: '1', outcome: '', at: timeMs(start + DAY) }),
  ])
  expect(tracker.profile('0xaa')).toMatchObject({ wins: 1, realised: parseUsd('60') })
  expect(tracker.profile('0xbb')).toMatchObject({
    wins: 0,
    closedBets: 1,
    realised: parseUsd('-60'),
  })
})

test('what only a redemption proves is profit and no evidence of skill, until the end is told', () => {
  const tracker = createWhaleTracker()
  for (let i = 0; i < 40; i++) {
    const market = `m${i}`
    observeAll(tracker, [
      row({ market, price: '0.4' }),
      row({ market, kind: 'redeem', price: '1', outcome: '', at: timeMs(start + DAY) }),
    ])
  }
  const skillOf = () => assessWallets({ bets: tracker.allBets() }).wallets[0]
  expect(tracker.profile('0xaa')).toMatchObject({ wins: 40 })
  expect(skillOf()).toMatchObject({ standing: 'withheld', bets: 0 })
  for (let i = 0; i < 40; i++) tracker.resolve(win(`m${i}`))
  expect(skillOf()).toMatchObject({ standing: 'assessed', bets: 40 })
})

test('shares that were never bought are known as a cut-off history, not as profit', () => {
  const tracker = createWhaleTracker()
  observeAll(tracker, [row({ shares: '10' }), row({ side: 'sell', shares: '50', price: '0.9' })])
  expect(tracker.profile('0xaa')).toMatchObject({ truncated: true, realised: parseUsd('4') })
})

test('a gap in one of many markets leaves out that market alone', () => {
  const tracker = createWhaleTracker()
  for (let i = 0; i < 9; i++) tracker.observe(row({ market: `m${i}` }))
  observeAll(tracker, [row({ market: 'gap' }), row({ market: 'gap', side: 'sell', shares: '500' })])
  for (let i = 0; i < 9; i++) tracker.resolve(win(`m${i}`))
  expect(tracker.profile('0xaa')).toMatchObject({
    marketsMissing: 1,
    truncated: false,
    wins: 9,
    closedBets: 9,
  })
  tracker.markMissing('0xaa', timeMs(start))
  expect(tracker.profile('0xaa')).toMatchObject({ truncated: true })
})

test('promotion, hysteresis and idleness follow the rule and are told once', () => {
  const tracker = createWhaleTracker({ rule: { minTradeUsd: parseUsd('10') } })
  const bet = (index: number, won: boolean, at = start) => {
    tracker.observe(row({ market: `m${index}`, at: timeMs(at) }))
    tracker.resolve(
      won ? win(`m${index}`) : { market: marketId(`m${index}`), payouts: [0, 1_000_000] },
    )
  }
  for (let i = 0; i < 9; i++) bet(i, true)
  expect(tracker.judge(timeMs(start))).toEqual([])
  bet(9, true)
  expect(tracker.judge(timeMs(start))).toMatchObject([
    { status: 'promoted', reason: '100% win rate' },
  ])
  expect(tracker.judge(timeMs(start))).toEqual([])
  expect(tracker.verdict('0xaa').status).toBe('promoted')
  expect(tracker.promoted()).toMatchObject([{ wallet: '0xaa', winRate: 1 }])
  for (let i = 10; i < 18; i++) bet(i, false)
  expect(tracker.judge(timeMs(start))).toEqual([])
  bet(18, false)
  bet(19, false)
  expect(tracker.judge(timeMs(start))).toMatchObject([
    { status: 'demoted', reason: '50% win rate' },
  ])
  expect(tracker.stats()).toMatchObject({ discovered_whales: 1, active_whales: 0 })
})

test('an idle wallet is demoted', () => {
  const tracker = createWhaleTracker({ rule: { minTradeUsd: parseUsd('10') } })
  for (let i = 0; i < 12; i++) {
    tracker.observe(row({ market: `m${i}` }))
    tracker.resolve(win(`m${i}`))
  }
  expect(tracker.judge(timeMs(start))).toHaveLength(1)
  expect(tracker.judge(timeMs(start + 8 * DAY))).toMatchObject([{ status: 'demoted' }])
})

test('without discovery only configured wallets are followed', () => {
  const tracker = createWhaleTracker({ autoDiscover: false, configured: ['0xAA'] })
  expect(observeAll(tracker, [row(), row({ wallet: '0xbb' })])).toEqual(['taken', 'not-followed'])
})

test('the wallets kept are bounded, and configured ones stay', () => {
  const tracker = createWhaleTracker({ maxWallets: 20, configured: ['0x0'] })
  for (let i = 0; i < 100; i++) tracker.observe(row({ wallet: `0x${i}`, at: timeMs(start + i) }))
  expect(tracker.stats().total_wallets_tracked).toBeLessThanOrEqual(20)
  expect(tracker.profile('0x0')).toBeDefined()
})

const kinds: readonly ActivityKind[] = [
  'trade',
  'trade',
  'trade',
  'trade',
  'merge',
  'redeem',
  'reward',
]
const randomRow = fc
  .record({
    kind: fc.constantFrom(...kinds),
    wallet: fc.constantFrom('0xaa', '0xbb'),
    market: fc.constantFrom('m1', 'm2'),
    index: fc.constantFrom(0, 1),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    shares: fc.integer({ min: 1, max: 500 }),
    cents: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ kind, wallet, market, index, side, shares, cents }) =>
    row({
      kind,
      wallet,
      market,
      side,
      outcome: index === 0 ? 'Yes' : 'No',
      outcomeIndex: index,
      shares: String(shares),
      price: kind === 'trade' ? `0.${String(cents).padStart(2, '0')}` : '1',
    }),
  )

test('what came in less what went out is profit less open cost, to the micro-dollar', () => {
  fc.assert(
    fc.property(fc.array(randomRow, { maxLength: 60 }), (rows) => {
      const tracker = createWhaleTracker()
      const trades = rows.filter((each) => each.kind === 'trade')
      observeAll(tracker, trades)
      for (const wallet of ['0xaa', '0xbb']) {
        const profile = tracker.profile(wallet)
        if (profile === undefined || profile.truncated) continue
        const flow = trades
          .filter((each) => each.wallet === wallet)
          .reduce(
            (sum, { side, exchanged }) => sum + (side === 'buy' ? -1 : 1) * exchanged.notional,
            0,
          )
        expect(profile.realised - profile.openCost).toBe(flow)
      }
    }),
  )
})

test('a tracker restored from JSON goes on as if it had never stopped', () => {
  fc.assert(
    fc.property(fc.array(randomRow, { minLength: 2, maxLength: 40 }), (rows) => {
      const half = Math.floor(rows.length / 2)
      const whole = createWhaleTracker()
      observeAll(whole, rows)
      const first = createWhaleTracker()
      observeAll(first, rows.slice(0, half))
      const snapshot = JSON.parse(JSON.stringify(first.snapshot())) as TrackerSnapshot
      const second = createWhaleTracker({ snapshot })
      observeAll(second, rows.slice(half))
      expect(second.profiles()).toEqual(whole.profiles())
      expect(second.stats()).toEqual(whole.stats())
    }),
    { numRuns: 50 },
  )
})
