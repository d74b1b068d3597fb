import { type MarketId, orderId, price, size, timeMs, usd } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDataDesk, type DataDesk } from './fixtures/data-desk.js'

const OWNERS = ['ann', 'bob', 'eve'] as const
const DEPOSIT = 1_000_000_000

const KINDS = [
  ...['buy', 'sell', 'buy', 'sell', 'buy', 'sell', 'buy', 'sell'],
  ...['split', 'merge', 'convert', 'wait', 'fail'],
] as const

const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  owner: fc.constantFrom(...OWNERS),
  market: fc.nat({ max: 3 }),
  outcome: fc.constantFrom(0, 1),
  limit: fc.integer({ min: 44, max: 56 }),
  shares: fc.integer({ min: 5_000_000, max: 60_000_000 }),
  members: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const fee = { ratePpm: 70_000, exponent: 1, takerOnly: true }

/** One binary market with fees and a group of three without. */
const setUp = (desk: DataDesk): MarketId[] => {
  const { exchange } = desk
  const endsAt = timeMs(exchange.now() + 1e9)
  const event = {
    id: '7',
    slug: 'who',
    title: 'Who?',
    negRisk: { group: `0x${'7'.repeat(64)}`, augmented: false },
  }
  for (const owner of OWNERS) exchange.deposit(owner, usd(DEPOSIT))
  const ids = [
    exchange.createMarket({ slug: 'a', question: 'A?', category: 'crypto', fee, endsAt }).id,
    ...['x', 'y', 'z'].map(
      (slug) =>
        exchange.createMarket({ slug, question: slug, category: 'politics', event, endsAt }).id,
    ),
  ]
  // Everyone has something of everything to begin with, so that most of what is tried happens.
  for (const owner of OWNERS) for (const id of ids) exchange.split(owner, id, size(50_000_001))
  return ids
}

const act = (desk: DataDesk, ids: readonly MarketId[], each: Step, index: number): void => {
  const { exchange } = desk
  const id = ids[each.market] as MarketId
  const token = exchange.market(id)?.tokens[each.outcome as 0 | 1]
  switch (each.kind) {
    case 'wait':
      exchange.advanceTo(timeMs(exchange.now() + each.shares / 10_000))
      return
    case 'fail':
      exchange.inject({ kind: 'failed-settlement', count: 1 } as never)
      return
    case 'split':
    case 'merge':
      exchange[each.kind](each.owner, id, size(each.shares))
      return
    case 'convert':
      exchange.convert(
        each.owner,
        each.members.map((member) => ids[member] as MarketId),
        size(each.shares),
      )
      return
    default:
      exchange.place({
        id: orderId(`o${index}`),
        owner: each.owner,
        token: token as never,
        side: each.kind === 'buy' ? 'buy' : 'sell',
        shares: size(each.shares),
        limit: price(each.limit * 100),
        tif: 'gtc',
        postOnly: false,
      })
  }
}

/** What the account holds must be what every page says of it. */
const check = (desk: DataDesk): void => {
  for (const owner of OWNERS) {
    const user = `user=${desk.wallet(owner)}`
    const { cash, holdings } = desk.exchange.balances(owner)
    const open = desk.read(`/positions?${user}&sizeThreshold=0&limit=500`)
    expect(
      new Map(
        open.map((p: { asset: string; size: number }) => [p.asset, Math.round(p.size * 1e6)]),
      ),
    ).toEqual(new Map([...holdings].filter(([, shares]) => shares > 0)))
    const closed = desk.read(`/closed-positions?${user}&limit=50`)
    const second = [
      ...desk.walk(`/v2/positions?${user}&filter_amount=0.000001&limit=2`),
      ...desk.walk(`/v2/positions?${user}&status=CLOSED&limit=2`),
    ]
    expect(second).toHaveLength(open.length + closed.length)
    const total = (rows: readonly Record<string, number>[], name: string): number =>
      rows.reduce((sum, row) => sum + (row[name] ?? Number.NaN), 0)
    const [{ value }] = desk.read(`/value?${user}`)
    const made = cash / 1e6 - DEPOSIT / 1e6 + value
    expect(total([...open, ...closed], 'realizedPnl') + total(open, 'cashPnl')).toBeCloseTo(made, 4)
    expect(total(second, 'total_pnl')).toBeCloseTo(made, 4)
    expect(desk.read(`/v2/value?${user}`).data.value).toBeCloseTo(value, 3)
    expect(total(open, 'currentValue')).toBeCloseTo(value, 6)
    for (const row of open) expect(row.cashPnl).toBeCloseTo(row.currentValue - row.initialValue, 9)
  }
  checkBoards(desk)
}

const checkBoards = (desk: DataDesk): void => {
  const made = new Map(
    OWNERS.map((owner) => {
      const [{ value }] = desk.read(`/value?user=${desk.wallet(owner)}`)
      const { cash } = desk.exchange.balances(owner)
      return [desk.wallet(owner), cash / 1e6 - DEPOSIT / 1e6 + value]
    }),
  )
  for (const row of desk.read('/v1/leaderboard?timePeriod=ALL&limit=50')) {
    expect(row.pnl).toBeCloseTo(made.get(row.proxyWallet) ?? Number.NaN, 4)
  }
  for (const market of desk.exchange.markets()) {
    for (const group of desk.read(`/holders?market=${market.id}&minBalance=0`)) {
      for (const { proxyWallet, amount } of group.holders) {
        const owner = OWNERS.find((name) => desk.wallet(name) === proxyWallet) ?? ''
        const held = desk.exchange.balances(owner).holdings.get(group.token) ?? 0
        expect(Math.round(amount * 1e6)).toBe(held)
      }
    }
  }
}

const countWhat = (
  desk: DataDesk,
  seen: { trades: number; failed: number; kinds: Set<string> },
) => {
  const trades = desk.exchange.trades()
  seen.trades += trades.length
  seen.failed += trades.filter(({ status }) => status === 'failed').length
  for (const { kind } of desk.exchange.actions()) seen.kinds.add(kind)
}

test('keeps every page in step with the accounts, whatever is traded, split, converted or fails', () => {
  const seen = { trades: 0, failed: 0, kinds: new Set<string>() }
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 20, maxLength: 60 }),
      fc.nat({ max: 3 }),
      (steps, winner) => {
        const desk = createDataDesk()
        const ids = setUp(desk)
        for (const [index, each] of steps.entries()) act(desk, ids, each, index)
        check(desk)
        const { exchange } = desk
        ids.forEach((id, index) => {
          exchange.resolve(id, index === winner ? [1_000_000, 0] : [0, 1_000_000])
        })
        check(desk)
        for (const owner of OWNERS) exchange.redeem(owner, ids)
        exchange.advanceTo(timeMs(exchange.now() + 60_000))
        check(desk)
        for (const owner of OWNERS) exchange.redeem(owner, ids)
        check(desk)
        for (const owner of OWNERS) {
          expect(desk.read(`/value?user=${desk.wallet(owner)}`)[0].value).toBe(0)
        }
        countWhat(desk, seen)
      },
    ),
    { numRuns: 30 },
  )
  expect(seen.trades).toBeGreaterThan(40)
  expect(seen.failed).toBeGreaterThan(0)
  expect(seen.kinds).toEqual(new Set(['split', 'merge', 'convert', 'redeem']))
}, 30_000)
