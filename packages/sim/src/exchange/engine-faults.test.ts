import { size, timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import type { EngineFault } from './engine-fault.js'
import { open, START, send } from './fixtures/exchange-stage.js'

test('a phantom refusal keeps nothing, strikes its owner as often as it says, and names figures that cover the order', () => {
  const { exchange, market } = open()
  exchange.inject({ kind: 'phantom-refusal', owner: 'ann', count: 2 })
  for (let i = 0; i < 2; i++) {
    const refused = send(exchange, market, 'ann buy 10 yes 0.4')
    expect(refused).toMatchObject({ outcome: 'refused', reason: 'not-enough-balance' })
    expect(refused.shortage).toMatchObject({ balance: 1_000e6, matchedOrders: 1_000e6, order: 4e6 })
    expect(send(exchange, market, 'bob buy 10 yes 0.4').outcome).toBe('live')
  }
  expect(send(exchange, market, 'ann buy 10 yes 0.4').outcome).toBe('live')
  expect(exchange.balances('ann').reserved).toBe(4e6)
  expect(exchange.injected()).toMatchObject([{ hits: 2, active: false }])
})

test('a lag accepts an order and matches it late, at the prices of then', () => {
  const { exchange, market } = open()
  exchange.inject({ kind: 'matcher-lag', millis: 700, forMs: 1_000 })
  send(exchange, market, 'ann buy 10 no 0.5')
  const { id, outcome } = send(exchange, market, 'bob buy 10 yes 0.55')
  expect(outcome).toBe('live')
  exchange.advanceTo(timeMs(START + 699))
  expect(exchange.order(id)?.filled).toBe(0)
  exchange.advanceTo(timeMs(START + 700))
  expect(exchange.order(id)).toMatchObject({ filled: 10e6, status: 'matched' })
  exchange.advanceTo(timeMs(START + 1_000))
  send(exchange, market, 'ann buy 10 no 0.5')
  expect(send(exchange, market, 'bob buy 10 yes 0.55').outcome).toBe('matched')
})

test.each([30_000, -30_000])(
  'a clock that is off by %d ms shifts all stamps, not what happens',
  (millis) => {
    const { exchange, market, events } = open()
    const takeBack = exchange.inject({ kind: 'clock-skew', millis })
    send(exchange, market, 'ann buy 10 no 0.5')
    const placed = send(exchange, market, 'bob buy 10 yes 0.5')
    const venueNow = START + millis
    expect(exchange.now()).toBe(venueNow)
    expect(exchange.actualNow()).toBe(START)
    expect(placed.fills[0]?.at).toBe(venueNow)
    expect(exchange.order(placed.id)?.createdAt).toBe(venueNow)
    expect(exchange.book(market.tokens[0])?.venueAt).toBe(venueNow)
    expect(events.map((event) => event.at)).toEqual(events.map(() => venueNow))
    expect(exchange.trades({ after: timeMs(venueNow) })).toEqual([])
    expect(exchange.trades({ after: timeMs(venueNow - 1) })).toHaveLength(1)
    // A minute before its stated time by the venue's own clock.
    const stated = timeMs(venueNow + 300_000)
    const gtd = send(exchange, market, 'ann buy 10 no 0.3', { tif: 'gtd', expiresAt: stated })
    exchange.advanceTo(timeMs(START + 239_999))
    expect(exchange.order(gtd.id)?.status).toBe('live')
    exchange.advanceTo(timeMs(START + 240_000))
    expect(exchange.order(gtd.id)?.status).toBe('expired')
    expect(events.filter((event) => event.type === 'trade-status').map(({ at }) => at)).toEqual([
      venueNow + 2_000,
      venueNow + 4_000,
    ])
    takeBack()
    expect(exchange.now()).toBe(START + 240_000)
    expect(exchange.trade(placed.fills[0]?.id ?? '')?.at).toBe(START)
  },
)

test('a lost resolution is known to who asks, and told to nobody', () => {
  const { exchange, market, events } = open()
  send(exchange, market, 'ann buy 10 yes 0.4')
  exchange.inject({ kind: 'lost-resolution' })
  exchange.resolve(market.id, [1_000_000, 0])
  expect(exchange.market(market.id)?.status).toBe('resolved')
  expect(events.map((event) => event.type)).not.toContain('market-resolved')
  expect(events.at(-1)).toMatchObject({ type: 'order', reason: 'market-resolved' })
})

test.each(['not', 'wrong'] as const)(
  'a level can be told %s, in both views, until it changes again',
  (told) => {
    const { exchange, market, events } = open()
    exchange.inject({ kind: 'missing-level', told, count: 1 })
    send(exchange, market, 'ann buy 10 yes 0.4')
    const sizes = (): (number[] | undefined)[] =>
      events.flatMap((event) =>
        event.type === 'book-changed' ? [event.changes.map((change) => change.size)] : [],
      )
    expect(sizes()).toEqual(told === 'not' ? [] : [[5e6, 5e6]])
    expect(exchange.book(market.tokens[0])?.bids[0]?.size).toBe(10e6)
    send(exchange, market, 'ann buy 10 yes 0.4')
    expect(sizes().at(-1)).toEqual([20e6, 20e6])
  },
)

test('a tick change in mid-life cancels what does not fit it, and says why', () => {
  const { exchange, market, events } = open({}, { tick: 10 as never })
  const fits = send(exchange, market, 'ann buy 10 yes 0.41').id
  const unfit = send(exchange, market, 'ann buy 10 no 0.415').id
  exchange.inject({ kind: 'tick-change', market: market.id, tick: 100 })
  expect(exchange.order(unfit)).toMatchObject({ status: 'cancelled', endReason: 'tick-changed' })
  expect(exchange.order(fits)?.status).toBe('live')
  expect(exchange.balances('ann').reserved).toBe(4.1e6)
  expect(events.at(-1)).toMatchObject({ type: 'tick-changed', from: 10, to: 100 })
  expect(send(exchange, market, 'ann buy 10 yes 0.415').reason).toBe('off-tick')
})

test.each([
  { kind: 'phantom-refusal', chance: 1.5 },
  { kind: 'phantom-refusal', count: 0 },
  { kind: 'failed-settlement', every: 0.5 },
  { kind: 'matcher-lag', millis: -1 },
  { kind: 'clock-skew', millis: Number.NaN },
] as readonly EngineFault[])('%j is refused', (fault) => {
  expect(() => open().exchange.inject(fault)).toThrow(/sound limits/)
})

test('a chance is drawn from the seed alone', () => {
  const hits = (seed: number): string[] => {
    const { exchange, market } = open({ seed })
    exchange.inject({ kind: 'matcher-lag', chance: 0.5, millis: 10 })
    exchange.split('ann', market.id, size(500e6))
    return Array.from({ length: 30 }, () => {
      send(exchange, market, 'ann sell 5 yes 0.5')
      return send(exchange, market, 'bob buy 5 yes 0.5').outcome
    })
  }
  expect(new Set(hits(1))).toEqual(new Set(['live', 'matched']))
  expect(hits(1)).toEqual(hits(1))
  expect(hits(2)).not.toEqual(hits(1))
})
