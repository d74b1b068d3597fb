import { orderId, size, timeMs, usd } from '@bot/core'
import { expect, test } from 'vitest'
import { createExchange } from './create-exchange.js'
import { open, START, send } from './fixtures/exchange-stage.js'
import type { SimMarket } from './sim-market.js'
import type { NewOrder } from './sim-order.js'

test('one taker hits a normal, a mint and nothing worse, at the makers prices, and keeps the improvement', () => {
  const { exchange, market } = open()
  exchange.split('ann', market.id, size(100e6))
  send(exchange, market, 'ann sell 40 yes 0.52')
  send(exchange, market, 'bob buy 60 no 0.5')
  const result = send(exchange, market, 'cat buy 110 yes 0.53')
  expect(result.outcome).toBe('live')
  expect(result.filled).toBe(100e6)
  // 60 at 1 − 0.50 from the mint, then 40 at 0.52.
  expect(result.notional).toBe(60e6 * 0.5 + 40e6 * 0.52)
  expect(result.fills[0]?.makers.map((maker) => [maker.kind, maker.price, maker.size])).toEqual([
    ['mint', 5_000, 60e6],
    ['normal', 5_200, 40e6],
  ])
  expect(exchange.balances('bob').holdings.get(market.tokens[1])).toBe(60e6)
  expect(exchange.audit()).toEqual({ cash: 3_000e6 - 160e6, locked: 160e6, fees: 0 })
})

test('two sellers of complementary outcomes merge a set, which frees a dollar a share', () => {
  const { exchange, market } = open()
  exchange.split('ann', market.id, size(10e6))
  exchange.split('bob', market.id, size(10e6))
  send(exchange, market, 'ann sell 10 no 0.3')
  const result = send(exchange, market, 'bob sell 10 yes 0.6')
  expect(result.fills[0]?.makers[0]).toMatchObject({ kind: 'merge', price: 3_000, notional: 3e6 })
  expect(result.notional).toBe(7e6)
  expect(exchange.audit().locked).toBe(10e6)
})

test('first come, first served at one price, over both outcomes', () => {
  const { exchange, market } = open()
  const first = send(exchange, market, 'ann buy 10 yes 0.4')
  send(exchange, market, 'bob buy 10 yes 0.4')
  exchange.split('cat', market.id, size(20e6))
  send(exchange, market, 'cat sell 10 yes 0.4')
  expect(exchange.order(first.id)?.status).toBe('matched')
  expect(exchange.openOrders('bob')).toHaveLength(1)
})

test.each([
  ['an unknown token', 'unknown-token', 'ann buy 10 yes 0.4', { token: 'x' }],
  ['a price off the tick', 'off-tick', 'ann buy 10 yes 0.405', {}],
  ['too few shares', 'below-minimum-size', 'ann buy 4.99 yes 0.4', {}],
  ['more than the cash', 'not-enough-balance', 'ann buy 2501 yes 0.4', {}],
  ['shares it has not', 'not-enough-balance', 'ann sell 10 yes 0.4', {}],
  [
    'fill-or-kill with post-only',
    'invalid-order',
    'ann buy 10 yes 0.4',
    { tif: 'fok', postOnly: true },
  ],
  ['an expiry without gtd', 'invalid-expiration', 'ann buy 10 yes 0.4', { expiresAt: START + 1e6 }],
  [
    'gtd for less than three minutes',
    'invalid-expiration',
    'ann buy 10 yes 0.4',
    { tif: 'gtd', expiresAt: START + 179_000 },
  ],
  ['a crossing post-only', 'post-only-crosses', 'ann buy 10 yes 0.95', { postOnly: true }],
  ['a marketable buy below a dollar', 'below-minimum-amount', 'ann buy 5 no 0.1', {}],
] as const)('an order with %s is refused as %s and leaves nothing', (_, reason, text, more) => {
  const { exchange, market } = open()
  exchange.split('bob', market.id, size(100e6))
  send(exchange, market, 'bob sell 10 yes 0.95')
  send(exchange, market, 'bob sell 10 no 0.1')
  const before = exchange.snapshot()
  const result = send(exchange, market, text, more as unknown as Partial<NewOrder>)
  expect(result).toMatchObject({ outcome: 'refused', reason, fills: [] })
  expect(exchange.snapshot()).toEqual(before)
})

test('the same id is taken once', () => {
  const { exchange, market } = open()
  const { id } = send(exchange, market, 'ann buy 10 yes 0.4')
  expect(send(exchange, market, 'ann buy 10 yes 0.4', { id }).reason).toBe('duplicate-order')
  expect(exchange.openOrders('ann')).toHaveLength(1)
})

test('fill-or-kill fills whole or not at all; fill-and-kill takes what fits and rests nothing', () => {
  const { exchange, market } = open()
  send(exchange, market, 'ann buy 10 no 0.5')
  expect(send(exchange, market, 'bob buy 11 yes 0.5', { tif: 'fok' })).toMatchObject({
    outcome: 'unmatched',
    reason: 'fok-not-filled',
  })
  expect(send(exchange, market, 'bob buy 11 yes 0.5', { tif: 'fak' })).toMatchObject({
    outcome: 'matched',
    filled: 10e6,
  })
  expect(send(exchange, market, 'bob buy 11 yes 0.5', { tif: 'fak' })).toMatchObject({
    outcome: 'unmatched',
    reason: 'fak-no-match',
  })
  expect(exchange.balances('bob').reserved).toBe(0)
})

test('a buy for an amount of dollars spends it at the makers prices, not past its limit', () => {
  const { exchange, market } = open()
  send(exchange, market, 'ann buy 10 no 0.6')
  send(exchange, market, 'ann buy 100 no 0.5')
  const result = send(exchange, market, 'bob buy 50 yes 0.55', {
    tif: 'fak',
    maxNotional: usd(20e6),
  })
  // 10 at 0.40 cost 4 dollars; the other 16 buy 32 at 0.50.
  expect(result).toMatchObject({ outcome: 'matched', filled: 42e6, notional: 20e6 })
})

test('the taker pays the fee of the market, the maker none', () => {
  const { exchange } = open()
  const market = exchange.createMarket({
    slug: 'fees',
    question: 'Fees?',
    fee: { ratePpm: 70_000, exponent: 1, takerOnly: true },
    endsAt: timeMs(START + 1e9),
  })
  send(exchange, market, 'ann buy 100 no 0.5')
  expect(send(exchange, market, 'bob buy 100 yes 0.5').fee).toBe(1_750_000)
  expect(exchange.balances('bob').cash).toBe(1_000e6 - 50e6 - 1.75e6)
  expect(exchange.balances('ann').cash).toBe(950e6)
  expect(exchange.audit().fees).toBe(1_750_000)
})

test('a gtd order expires a minute before its time, and frees its cash', () => {
  const { exchange, market, events } = open()
  const { id } = send(exchange, market, 'ann buy 10 yes 0.4', {
    tif: 'gtd',
    expiresAt: timeMs(START + 300_000),
  })
  exchange.advanceTo(timeMs(START + 239_999))
  expect(exchange.order(id)?.status).toBe('live')
  exchange.advanceTo(timeMs(START + 500_000))
  expect(exchange.order(id)?.status).toBe('expired')
  expect(exchange.balances('ann').reserved).toBe(0)
  expect(events.at(-1)).toMatchObject({ type: 'order', reason: 'expired', at: START + 240_000 })
})

test('a trade is matched, then mined, then confirmed, each at its time', () => {
  const { exchange, market, events } = open({ settlement: { minedMs: 10, confirmedMs: 20 } })
  send(exchange, market, 'ann buy 10 no 0.5')
  const [trade] = send(exchange, market, 'bob buy 10 yes 0.5').fills
  expect(trade?.status).toBe('matched')
  exchange.advanceTo(timeMs(START + 15))
  expect(exchange.trade(trade?.id ?? '')?.status).toBe('mined')
  exchange.advanceTo(timeMs(START + 30))
  expect(exchange.trades({ owner: 'ann' })[0]).toMatchObject({
    status: 'confirmed',
    updatedAt: START + 20,
  })
  expect(events.filter((event) => event.type === 'trade-status')).toHaveLength(2)
})

test('cancelling tells what became of each id, and strangers find nothing', () => {
  const { exchange, market } = open()
  const mine = send(exchange, market, 'ann buy 10 yes 0.4').id
  const other = send(exchange, market, 'bob buy 10 yes 0.4').id
  expect(exchange.cancel('ann', [mine, other, orderId('none')])).toEqual([
    { id: mine, outcome: 'cancelled' },
    { id: other, outcome: 'not-cancelled', reason: 'not-found' },
    { id: 'none', outcome: 'not-cancelled', reason: 'not-found' },
  ])
  expect(exchange.cancel('ann', [mine])[0]?.reason).toBe('already-cancelled-or-matched')
  expect(exchange.cancel('bob', { token: market.tokens[1] })).toEqual([])
  expect(exchange.cancel('bob', 'all')).toHaveLength(1)
})

test('resolving empties the book, and holders of the winner redeem a dollar a share', () => {
  const { exchange, market, events } = open()
  exchange.split('ann', market.id, size(10e6))
  send(exchange, market, 'ann sell 5 no 0.5')
  expect(exchange.redeem('ann', [market.id])).toEqual({ ok: false, reason: 'market-not-resolved' })
  exchange.resolve(market.id, [1_000_000, 0])
  expect(exchange.book(market.tokens[0])).toBeUndefined()
  expect(send(exchange, market, 'bob buy 10 yes 0.9').reason).toBe('market-not-open')
  expect(exchange.redeem('ann', [market.id])).toMatchObject({ ok: true, cash: 10e6 })
  expect(exchange.redeem('ann', [market.id])).toEqual({ ok: false, reason: 'nothing-to-redeem' })
  expect(exchange.audit()).toEqual({ cash: 3_000e6, locked: 0, fees: 0 })
  expect(events.map((event) => event.type).slice(-2)).toEqual(['order', 'market-resolved'])
})

test('a split decision pays half a dollar on each outcome', () => {
  const { exchange, market } = open()
  exchange.split('ann', market.id, size(10e6))
  exchange.resolve(market.id, [500_000, 500_000])
  expect(exchange.redeem('ann', [market.id])).toMatchObject({ ok: true, cash: 10e6 })
  expect(() => exchange.resolve(market.id, [1_000_000, 1])).not.toThrow()
})

test('converting k NO of a group gives YES of all others and k − 1 dollars, and every outcome still pays out', () => {
  for (const winner of [0, 1, 2, 3]) {
    const { exchange } = open()
    const event = {
      id: 'e',
      slug: 'e',
      title: 'E',
      negRisk: { group: '0xgroup', augmented: false },
    }
    const group = ['a', 'b', 'c', 'd'].map((slug) =>
      exchange.createMarket({ slug, question: slug, event, endsAt: timeMs(START + 1e9) }),
    )
    for (const market of group) exchange.split('ann', market.id, size(7e6))
    const named = group.slice(0, 3).map((market) => market.id)
    expect(exchange.convert('ann', named, size(8e6))).toEqual({
      ok: false,
      reason: 'not-enough-shares',
    })
    expect(exchange.convert('ann', named, size(7e6))).toMatchObject({ ok: true, cash: 14e6 })
    const last = group[3] as SimMarket
    expect(exchange.balances('ann').holdings.get(last.tokens[0])).toBe(14e6)
    group.forEach((market, index) => {
      exchange.resolve(market.id, index === winner ? [1_000_000, 0] : [0, 1_000_000])
    })
    exchange.redeem(
      'ann',
      group.map((market) => market.id),
    )
    expect(exchange.balances('ann').cash).toBe(1_000e6)
    expect(exchange.audit()).toEqual({ cash: 3_000e6, locked: 0, fees: 0 })
  }
})

test('a negRisk group has at most one winner and no halves', () => {
  const { exchange } = open()
  const event = { id: 'e', slug: 'e', title: 'E', negRisk: { group: '0xgroup', augmented: false } }
  const [a, b] = ['a', 'b'].map((slug) =>
    exchange.createMarket({ slug, question: slug, event, endsAt: timeMs(START + 1e9) }),
  ) as [SimMarket, SimMarket]
  expect(() => exchange.resolve(a.id, [500_000, 500_000])).toThrow(/one YES a negRisk group/)
  exchange.resolve(a.id, [1_000_000, 0])
  expect(() => exchange.resolve(b.id, [1_000_000, 0])).toThrow(/one YES a negRisk group/)
})

test('the matcher-lag fault leaves a crossed book for its time, then matches', () => {
  const { exchange, market } = open({ faults: { matcherLag: { chance: 1, millis: 500 } } })
  send(exchange, market, 'ann buy 10 no 0.5')
  const { id, outcome } = send(exchange, market, 'bob buy 15 yes 0.55')
  expect(outcome).toBe('live')
  const book = exchange.book(market.tokens[0])
  expect([book?.bids[0]?.price, book?.asks[0]?.price]).toEqual([5_500, 5_000])
  exchange.advanceTo(timeMs(START + 500))
  expect(exchange.order(id)).toMatchObject({ status: 'live', filled: 10e6 })
  expect(exchange.book(market.tokens[0])?.asks).toEqual([])
  expect(exchange.audit()).toEqual({ cash: 3_000e6 - 10e6, locked: 10e6, fees: 0 })
})

test('a lagging order whose fee the owner can no longer pay is cancelled instead of matched', () => {
  const { exchange } = open({ faults: { matcherLag: { chance: 1, millis: 500 } } })
  const market = exchange.createMarket({
    slug: 'fees',
    question: 'Fees?',
    fee: { ratePpm: 70_000, exponent: 1, takerOnly: true },
    endsAt: timeMs(START + 1e9),
  })
  exchange.deposit('dan', usd(55_000_000))
  send(exchange, market, 'ann buy 100 no 0.5')
  const { id } = send(exchange, market, 'dan buy 100 yes 0.5')
  send(exchange, market, 'dan buy 10 yes 0.48')
  exchange.advanceTo(timeMs(START + 500))
  expect(exchange.order(id)).toMatchObject({ status: 'cancelled', filled: 0 })
  expect(exchange.balances('dan')).toMatchObject({ cash: 55_000_000, reserved: 4_800_000 })
})

test('a finer tick lets finer prices in and keeps what rests', () => {
  const { exchange, market, events } = open()
  send(exchange, market, 'ann buy 10 yes 0.97')
  exchange.setTick(market.id, 10)
  expect(send(exchange, market, 'bob buy 10 yes 0.971').outcome).toBe('live')
  expect(exchange.book(market.tokens[0])?.bids.map((level) => level.price)).toEqual([9_710, 9_700])
  expect(events.find((event) => event.type === 'tick-changed')).toMatchObject({ from: 100, to: 10 })
})

test('a restored exchange goes on exactly as the one that was saved', () => {
  const { exchange, market } = open()
  send(exchange, market, 'ann buy 10 no 0.5')
  send(exchange, market, 'bob buy 6 no 0.5')
  send(exchange, market, 'cat buy 12 yes 0.5')
  send(exchange, market, 'cat buy 12 yes 0.3', { tif: 'gtd', expiresAt: timeMs(START + 190_000) })
  const copy = createExchange({ start: timeMs(0) })
  copy.restore(JSON.parse(JSON.stringify(exchange.snapshot())))
  for (const each of [exchange, copy]) {
    each.advanceTo(timeMs(START + 50_000))
    send(each, market, 'ann buy 6 yes 0.5', { id: orderId('after') })
  }
  expect(JSON.stringify(copy.snapshot())).toBe(JSON.stringify(exchange.snapshot()))
  expect(send(copy, market, 'ann buy 6 yes 0.5', { id: orderId('after') }).reason).toBe(
    'duplicate-order',
  )
  expect(() => copy.restore({ version: 0 })).toThrow(/snapshot of version 2/)
})

test('a listener that throws keeps no one else from hearing', () => {
  const { exchange, market, events } = open()
  const stop = exchange.subscribe(() => {
    throw new Error('mine')
  })
  expect(() => send(exchange, market, 'ann buy 10 yes 0.4')).toThrow('mine')
  expect(events.map((event) => event.type)).toEqual(['book-changed', 'order'])
  stop()
  expect(send(exchange, market, 'ann buy 10 yes 0.4').outcome).toBe('live')
})
