import { price, size, timeMs, usd } from '@bot/core'
import { describe, expect, test } from 'vitest'
import { createExchange } from './create-exchange.js'
import { open, START, send } from './fixtures/exchange-stage.js'
import type { SimMarket } from './sim-market.js'

const ticks = (exchange: ReturnType<typeof open>['exchange'], market: SimMarket): number =>
  exchange.market(market.id)?.tick ?? 0

describe('sizes', () => {
  test('what is left of a position can be sold, however small; a resting order has the minimum size', () => {
    const { exchange, market } = open()
    exchange.split('ann', market.id, size(10e6))
    send(exchange, market, 'bob buy 10 yes 0.02')
    expect(send(exchange, market, 'ann sell 1.25 yes 0.02').reason).toBe('below-minimum-size')
    expect(send(exchange, market, 'ann sell 1.25 yes 0.02', { tif: 'fak' }).outcome).toBe('matched')
    expect(send(exchange, market, 'ann sell 0.01 yes 0.02', { tif: 'fok' }).outcome).toBe('matched')
  })

  test('a buy that takes must be for a dollar, whether in shares or in dollars', () => {
    const { exchange, market } = open()
    send(exchange, market, 'ann buy 100 no 0.9')
    const fak = (shares: number, maxNotional?: number) =>
      send(exchange, market, `bob buy ${shares} yes 0.1`, {
        tif: 'fak',
        ...(maxNotional === undefined ? {} : { maxNotional: usd(maxNotional) }),
      })
    expect(fak(9.99).reason).toBe('below-minimum-amount')
    expect(fak(9.9, 990_000).reason).toBe('below-minimum-amount')
    expect(fak(10).outcome).toBe('matched')
    expect(fak(10, 1_000_000)).toMatchObject({ outcome: 'matched', notional: 1_000_000 })
  })
})

test('a gtd order must live three minutes, counted from the whole second', () => {
  const { exchange, market } = open()
  exchange.advanceTo(timeMs(START + 999))
  const place = (expiresAt: number) =>
    send(exchange, market, 'ann buy 10 yes 0.4', { tif: 'gtd', expiresAt: timeMs(expiresAt) })
  expect(place(START + 179_999).reason).toBe('invalid-expiration')
  expect(place(START + 180_000).outcome).toBe('live')
})

describe('the tick', () => {
  test.each([
    ['ann buy 10 yes 0.97', 'ann buy 10 no 0.01', 10],
    ['ann buy 10 no 0.97', 'ann buy 10 yes 0.01', 10],
    ['ann buy 10 yes 0.95', 'ann buy 10 no 0.03', 100],
    ['ann buy 10 yes 0.97', 'bob buy 10 yes 0.96', 100],
  ])('after %s and %s is %d', (first, second, tick) => {
    const { exchange, market, events } = open()
    send(exchange, market, first)
    send(exchange, market, second)
    expect(ticks(exchange, market)).toBe(tick)
    expect(events.some((event) => event.type === 'tick-changed')).toBe(tick === 10)
  })

  test('gets finer once, keeps what rests, and never coarser again', () => {
    const { exchange, market } = open()
    send(exchange, market, 'ann buy 10 yes 0.97')
    const { id } = send(exchange, market, 'bob buy 10 no 0.01')
    expect(send(exchange, market, 'ann buy 10 yes 0.975').outcome).toBe('live')
    expect(exchange.book(market.tokens[0])?.bids.map((level) => level.price)).toEqual([
      9_750, 9_700,
    ])
    exchange.cancel('bob', [id])
    exchange.cancel('ann', 'all')
    send(exchange, market, 'ann buy 10 yes 0.4')
    send(exchange, market, 'ann buy 10 no 0.4')
    expect(ticks(exchange, market)).toBe(10)
  })

  test('stays when the exchange was told so', () => {
    const { exchange, market } = open({ finerTicks: false })
    send(exchange, market, 'ann buy 10 yes 0.97')
    send(exchange, market, 'bob buy 10 no 0.01')
    expect(ticks(exchange, market)).toBe(100)
  })
})

describe('orders that would meet their own owner', () => {
  test('trade with each other by default, and the owner is as rich as before', () => {
    const { exchange, market } = open()
    send(exchange, market, 'ann buy 10 no 0.5')
    expect(send(exchange, market, 'ann buy 10 yes 0.5').outcome).toBe('matched')
    expect(exchange.balances('ann')).toMatchObject({ cash: 990e6, reserved: 0 })
    expect(exchange.audit().locked).toBe(10e6)
  })

  test('cancel the resting one and go on, when the exchange was told so', () => {
    const { exchange, market, events } = open({ selfTrade: 'cancel-resting' })
    const own = send(exchange, market, 'ann buy 10 no 0.52').id
    const far = send(exchange, market, 'ann buy 10 no 0.3').id
    send(exchange, market, 'bob buy 10 no 0.5')
    const taken = send(exchange, market, 'ann buy 15 yes 0.5')
    expect(taken).toMatchObject({ outcome: 'live', filled: 10e6, notional: 5e6 })
    expect(exchange.order(own)).toMatchObject({ status: 'cancelled', endReason: 'self-trade' })
    expect(exchange.order(far)?.status).toBe('live')
    expect(events.filter((event) => event.type === 'trade')).toHaveLength(1)
    expect(exchange.book(market.tokens[0])).toMatchObject({
      bids: [{ price: 5_000, size: 5e6 }],
      asks: [{ price: 7_000 }],
    })
    expect(exchange.balances('ann').reserved).toBe(2.5e6 + 3e6)
  })

  test('count as crossing for post-only, and as nothing to fill for fok', () => {
    const { exchange, market } = open({ selfTrade: 'cancel-resting' })
    const own = send(exchange, market, 'ann buy 10 no 0.5').id
    expect(send(exchange, market, 'ann buy 10 yes 0.5', { postOnly: true }).reason).toBe(
      'post-only-crosses',
    )
    expect(send(exchange, market, 'ann buy 10 yes 0.5', { tif: 'fok' }).reason).toBe(
      'fok-not-filled',
    )
    expect(exchange.order(own)?.status).toBe('live')
  })
})

describe('allowances', () => {
  test('limit what orders may need, and what is mined uses them up', () => {
    const { exchange, market } = open()
    expect(exchange.allowance('ann')).toEqual({ cash: 'unlimited', shares: true })
    exchange.approve('ann', { cash: usd(10_000_000) })
    expect(send(exchange, market, 'ann buy 21 yes 0.5')).toMatchObject({
      reason: 'not-enough-balance',
      shortage: { balance: 1_000e6, allowance: 10e6, order: 10.5e6 },
    })
    send(exchange, market, 'bob buy 12 no 0.5')
    expect(send(exchange, market, 'ann buy 12 yes 0.5').outcome).toBe('matched')
    expect(send(exchange, market, 'ann buy 10 yes 0.5').reason).toBe('not-enough-balance')
    exchange.advanceTo(timeMs(START + 4_000))
    expect(exchange.allowance('ann').cash).toBe(4_000_000)
    expect(send(exchange, market, 'ann buy 10 yes 0.5').reason).toBe('not-enough-balance')
    expect(send(exchange, market, 'ann buy 8 yes 0.5').outcome).toBe('live')
    const copy = createExchange({ start: timeMs(0) })
    copy.restore(JSON.parse(JSON.stringify(exchange.snapshot())))
    expect(copy.allowance('ann')).toEqual(exchange.allowance('ann'))
  })

  test('a wallet that approved no shares sells none', () => {
    const { exchange, market } = open()
    exchange.split('ann', market.id, size(10e6))
    exchange.approve('ann', { shares: false })
    expect(send(exchange, market, 'ann sell 10 yes 0.5')).toMatchObject({
      reason: 'not-enough-balance',
      shortage: { balance: 10e6, allowance: 0 },
    })
    exchange.approve('ann', { shares: true })
    expect(send(exchange, market, 'ann sell 10 yes 0.5').outcome).toBe('live')
  })
})

describe('a taker delay', () => {
  const sports = { takerDelay: { millis: 3_000, answer: 'delayed' } } as const

  test('holds what would take, off the book and beyond cancelling, and matches it at the prices of then', () => {
    const { exchange, market, events } = open({}, sports)
    const quote = send(exchange, market, 'ann buy 10 no 0.5').id
    const { id, outcome } = send(exchange, market, 'bob buy 12 yes 0.55')
    expect(outcome).toBe('delayed')
    expect(exchange.order(id)).toMatchObject({ status: 'live', delayedUntil: START + 3_000 })
    expect(exchange.book(market.tokens[0])?.bids).toEqual([])
    expect(exchange.balances('bob').reserved).toBe(6.6e6)
    expect(exchange.cancel('bob', [id])).toMatchObject([
      { outcome: 'not-cancelled', delayed: true },
    ])
    expect(exchange.cancel('bob', 'all')).toEqual([])
    exchange.cancel('ann', [quote])
    send(exchange, market, 'ann buy 10 no 0.46')
    exchange.advanceTo(timeMs(START + 3_000))
    expect(exchange.order(id)).toMatchObject({ status: 'live', filled: 10e6 })
    expect(events.find((event) => event.type === 'delay-ended')).toMatchObject({
      at: START + 3_000,
      order: { id, filled: 10e6 },
      result: { outcome: 'live', filled: 10e6, notional: 5.4e6 },
    })
    expect(exchange.cancel('bob', [id])).toMatchObject([{ outcome: 'cancelled' }])
    expect(exchange.balances('bob').reserved).toBe(0)
  })

  test('does not hold what only rests, or what dies at once', () => {
    const { exchange, market } = open({}, sports)
    expect(send(exchange, market, 'ann buy 10 no 0.5').outcome).toBe('live')
    expect(send(exchange, market, 'bob buy 11 yes 0.5', { tif: 'fok' }).reason).toBe(
      'fok-not-filled',
    )
    expect(send(exchange, market, 'bob buy 11 yes 0.4', { tif: 'fak' }).reason).toBe('fak-no-match')
  })

  test.each([
    ['fok', 'fok-not-filled'],
    ['fak', 'fak-no-match'],
  ] as const)('a %s whose makers left meanwhile is killed with %s', (tif, reason) => {
    const { exchange, market, events } = open({}, sports)
    const quote = send(exchange, market, 'ann buy 10 no 0.5').id
    const { id } = send(exchange, market, 'bob buy 1 yes 0.5', { tif, maxNotional: usd(5e6) })
    expect(exchange.balances('bob').reserved).toBe(5e6)
    exchange.cancel('ann', [quote])
    exchange.advanceTo(timeMs(START + 3_000))
    expect(exchange.order(id)).toMatchObject({ status: 'unmatched', endReason: reason })
    expect(exchange.balances('bob').reserved).toBe(0)
    expect(events.slice(-2)).toMatchObject([
      { type: 'order', change: 'cancellation', reason },
      { type: 'delay-ended', result: { outcome: 'unmatched', reason } },
    ])
  })

  test('ends with the market, and survives a restart', () => {
    const { exchange, market, events } = open({}, sports)
    send(exchange, market, 'ann buy 10 no 0.5')
    const { id } = send(exchange, market, 'bob buy 10 yes 0.5')
    const copy = createExchange({ start: timeMs(0) })
    copy.restore(JSON.parse(JSON.stringify(exchange.snapshot())))
    expect(copy.balances('bob')).toEqual(exchange.balances('bob'))
    copy.advanceTo(timeMs(START + 3_000))
    expect(copy.order(id)?.status).toBe('matched')
    exchange.resolve(market.id, [1_000_000, 0])
    expect(exchange.order(id)).toMatchObject({ status: 'cancelled', endReason: 'market-resolved' })
    expect(events.find((event) => event.type === 'delay-ended')).toMatchObject({
      order: { id },
      result: { outcome: 'refused', reason: 'market-not-open' },
    })
    exchange.advanceTo(timeMs(START + 3_000))
    expect(exchange.trades()).toEqual([])
    expect(exchange.balances('bob').reserved).toBe(0)
  })
})

test('a sports book can be wiped when its game begins', () => {
  const gameStartsAt = timeMs(START + 10_000)
  const { exchange, market } = open({}, { gameStartsAt, clearsBookOnStart: true })
  const { id } = send(exchange, market, 'ann buy 10 no 0.5')
  exchange.advanceTo(timeMs(START + 9_999))
  expect(exchange.order(id)?.status).toBe('live')
  exchange.advanceTo(gameStartsAt)
  expect(exchange.order(id)).toMatchObject({ status: 'cancelled', endReason: 'game-started' })
  expect(send(exchange, market, 'ann buy 10 no 0.5', { limit: price(5_000) }).outcome).toBe('live')
})
