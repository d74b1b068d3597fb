import { size, timeMs, usd } from '@bot/core'
import { describe, expect, test } from 'vitest'
import { createExchange } from './create-exchange.js'
import { open, START, send } from './fixtures/exchange-stage.js'

const statuses = (events: ReturnType<typeof open>['events']): string[] =>
  events.flatMap((event) =>
    event.type === 'trade-status' ? [`${event.status} ${event.at - START}`] : [],
  )
const fee = { ratePpm: 70_000, exponent: 1, takerOnly: true }

describe('what a trade brings', () => {
  test('shares can be sold, merged and redeemed only once they are mined', () => {
    const { exchange, market } = open()
    send(exchange, market, 'ann buy 10 no 0.5')
    send(exchange, market, 'bob buy 10 yes 0.5')
    expect(exchange.balances('bob').incomingHoldings.get(market.tokens[0])).toBe(10e6)
    expect(send(exchange, market, 'bob sell 10 yes 0.6').reason).toBe('not-enough-balance')
    exchange.advanceTo(timeMs(START + 1_999))
    expect(send(exchange, market, 'bob sell 10 yes 0.6').reason).toBe('not-enough-balance')
    exchange.advanceTo(timeMs(START + 2_000))
    expect(exchange.balances('bob').incomingHoldings.size).toBe(0)
    expect(send(exchange, market, 'bob sell 10 yes 0.6').outcome).toBe('live')
  })

  test('dollars of a sale can be spent only once they are mined, and the refusal tells the figures', () => {
    const { exchange, market } = open()
    exchange.deposit('dan', usd(10_000_000))
    exchange.split('dan', market.id, size(10e6))
    send(exchange, market, 'ann buy 10 yes 0.5')
    send(exchange, market, 'dan sell 10 yes 0.5')
    expect(exchange.balances('dan')).toMatchObject({ cash: 5e6, incomingCash: 5e6 })
    const refused = send(exchange, market, 'dan buy 5 no 0.3')
    expect(refused.shortage).toEqual({
      balance: 0,
      activeOrders: 0,
      matchedOrders: 0,
      order: 1.5e6,
    })
    const sale = send(exchange, market, 'dan sell 10 yes 0.5')
    expect(sale.shortage).toEqual({
      balance: 10e6,
      activeOrders: 0,
      matchedOrders: 10e6,
      order: 10e6,
    })
    exchange.advanceTo(timeMs(START + 2_000))
    expect(send(exchange, market, 'dan buy 5 no 0.3').outcome).toBe('live')
  })

  test('a resolved market pays what was bought in it once that is mined', () => {
    const { exchange, market } = open()
    send(exchange, market, 'ann buy 10 no 0.5')
    send(exchange, market, 'bob buy 10 yes 0.5')
    exchange.resolve(market.id, [1_000_000, 0])
    expect(exchange.redeem('bob', [market.id])).toEqual({ ok: false, reason: 'nothing-to-redeem' })
    exchange.advanceTo(timeMs(START + 2_000))
    expect(exchange.redeem('bob', [market.id])).toMatchObject({ ok: true, cash: 10e6 })
    expect(exchange.audit()).toEqual({ cash: 3_000e6, locked: 0, fees: 0 })
  })
})

describe('a settlement that fails', () => {
  test('is retried first, then gives both sides back all that they gave, the fee too, exactly once', () => {
    const { exchange, market, events } = open({}, { fee })
    exchange.split('cat', market.id, size(50e6))
    const before = ['ann', 'bob', 'cat'].map(exchange.balances)
    const audit = exchange.audit()
    exchange.inject({ kind: 'failed-settlement', count: 1 })
    // One taker meets a mint and a normal maker.
    send(exchange, market, 'ann buy 20 no 0.5')
    send(exchange, market, 'cat sell 20 yes 0.5')
    const taken = send(exchange, market, 'bob buy 40 yes 0.5')
    expect(taken.fee).toBe(700_000)
    const id = taken.fills[0]?.id ?? ''
    exchange.advanceTo(timeMs(START + 60_000))
    expect(statuses(events)).toEqual(['retrying 2000', 'failed 5000'])
    expect(exchange.trade(id)?.status).toBe('failed')
    expect(['ann', 'bob', 'cat'].map(exchange.balances)).toEqual(before)
    expect(exchange.audit()).toEqual(audit)
    expect(exchange.figures(market.id)).toMatchObject({ volume: 0, openInterest: 50e6 })
    // The orders stay as they were matched: the venue does not put them back.
    expect(exchange.order(taken.id)).toMatchObject({ status: 'matched', filled: 40e6 })
  })

  test('remakes the sets that a merge had redeemed', () => {
    const { exchange, market } = open()
    for (const owner of ['ann', 'bob']) exchange.split(owner, market.id, size(10e6))
    const before = ['ann', 'bob'].map(exchange.balances)
    exchange.inject({ kind: 'failed-settlement' })
    send(exchange, market, 'ann sell 10 no 0.3')
    send(exchange, market, 'bob sell 10 yes 0.6')
    expect(exchange.audit().locked).toBe(10e6)
    exchange.advanceTo(timeMs(START + 5_000))
    expect(exchange.audit().locked).toBe(20e6)
    expect(['ann', 'bob'].map(exchange.balances)).toEqual(before)
  })

  test('may be retried and succeed', () => {
    const { exchange, market, events } = open()
    exchange.inject({ kind: 'retried-settlement' })
    send(exchange, market, 'ann buy 10 no 0.5')
    send(exchange, market, 'bob buy 10 yes 0.5')
    exchange.advanceTo(timeMs(START + 60_000))
    expect(statuses(events)).toEqual(['retrying 2000', 'mined 5000', 'confirmed 7000'])
    expect(send(exchange, market, 'bob sell 10 yes 0.6').outcome).toBe('live')
  })

  test('can be asked for one trade, as long as it is not mined', () => {
    const { exchange, market } = open()
    send(exchange, market, 'ann buy 20 no 0.5')
    const [first] = send(exchange, market, 'bob buy 10 yes 0.5').fills
    const [second] = send(exchange, market, 'bob buy 10 yes 0.5').fills
    exchange.inject({ kind: 'failed-settlement', trade: first?.id ?? '' })
    exchange.advanceTo(timeMs(START + 10_000))
    expect(exchange.trade(first?.id ?? '')?.status).toBe('failed')
    expect(exchange.trade(second?.id ?? '')?.status).toBe('confirmed')
    expect(() => exchange.inject({ kind: 'failed-settlement', trade: second?.id ?? '' })).toThrow(
      /not mined yet/,
    )
  })

  test('can strike each third trade, and only those of one wallet', () => {
    const { exchange, market } = open()
    const settled = (owner: string): (string | undefined)[] => {
      const fills = Array.from({ length: 6 }, () => {
        send(exchange, market, 'ann buy 5 no 0.5')
        return send(exchange, market, `${owner} buy 5 yes 0.5`).fills[0]
      })
      exchange.advanceTo(timeMs(exchange.now() + 10_000))
      return fills.map((fill) => exchange.trade(fill?.id ?? '')?.status)
    }
    exchange.inject({ kind: 'failed-settlement', every: 3, owner: 'bob' })
    expect(settled('cat')).not.toContain('failed')
    expect(settled('bob').map((status) => status === 'failed')).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
    ])
    expect(exchange.injected()).toMatchObject([{ hits: 2, active: true }])
    exchange.clearFaults()
    expect(settled('bob')).not.toContain('failed')
  })

  test('happens with a chance that the seed decides', () => {
    const fates = (seed: number): (string | undefined)[] => {
      const { exchange, market } = open({ seed, settlement: { retryChance: 0.5, failChance: 0.5 } })
      const fills = Array.from({ length: 30 }, () => {
        send(exchange, market, 'ann buy 5 no 0.5')
        return send(exchange, market, 'bob buy 5 yes 0.5').fills[0]
      })
      exchange.advanceTo(timeMs(START + 60_000))
      return fills.map((fill) => exchange.trade(fill?.id ?? '')?.status)
    }
    expect(new Set(fates(1))).toEqual(new Set(['confirmed', 'failed']))
    expect(fates(1)).toEqual(fates(1))
    expect(fates(2)).not.toEqual(fates(1))
  })
})

test('a trade that the history forgot settles all the same', () => {
  const { exchange, market } = open({ keep: 2 })
  send(exchange, market, 'ann buy 500 no 0.5')
  for (let i = 0; i < 20; i++) send(exchange, market, 'bob buy 5 yes 0.5')
  expect(exchange.trades().length).toBeLessThan(10)
  exchange.advanceTo(timeMs(START + 60_000))
  expect(exchange.balances('bob').incomingHoldings.size).toBe(0)
  expect(send(exchange, market, 'bob sell 100 yes 0.6').outcome).toBe('live')
})

test('a restored exchange settles what the saved one had matched, each part once', () => {
  const { exchange, market } = open({ settlement: { retryChance: 0.5, failChance: 0.5 } })
  const copy = createExchange({
    start: timeMs(0),
    settlement: { retryChance: 0.5, failChance: 0.5 },
  })
  send(exchange, market, 'ann buy 100 no 0.5')
  for (let i = 0; i < 15; i++) {
    send(exchange, market, 'bob buy 5 yes 0.5')
    exchange.advanceTo(timeMs(exchange.now() + 300))
  }
  copy.restore(JSON.parse(JSON.stringify(exchange.snapshot())))
  expect(copy.balances('bob')).toEqual(exchange.balances('bob'))
  for (const each of [exchange, copy]) each.advanceTo(timeMs(START + 60_000))
  expect(JSON.stringify(copy.snapshot())).toBe(JSON.stringify(exchange.snapshot()))
  expect(copy.balances('bob').incomingHoldings.size).toBe(0)
})
