import { size, timeMs } from '@bot/core'
import { describe, expect, test } from 'vitest'
import { createExchange } from './create-exchange.js'
import { open, START, send } from './fixtures/exchange-stage.js'
import type { SimMarket } from './sim-market.js'

describe('a resolution', () => {
  test('is proposed, disputed, proposed again and final; orders are taken until then', () => {
    const { exchange, market, events } = open()
    exchange.propose(market.id, [1_000_000, 0])
    exchange.propose(market.id, [0, 1_000_000])
    expect(exchange.market(market.id)).toMatchObject({
      proposedAt: START,
      proposedPayouts: [1_000_000, 0],
      resolutionSteps: ['proposed'],
    })
    exchange.dispute(market.id)
    expect(() => exchange.dispute(market.id)).toThrow(/proposed outcome/)
    exchange.advanceTo(timeMs(START + 5))
    exchange.propose(market.id, [500_000, 500_000])
    expect(send(exchange, market, 'ann buy 10 yes 0.4').outcome).toBe('live')
    exchange.resolve(market.id, [0, 1_000_000])
    expect(exchange.market(market.id)).toMatchObject({
      status: 'resolved',
      payouts: [0, 1_000_000],
      proposedAt: START + 5,
      resolutionSteps: ['proposed', 'disputed', 'proposed', 'resolved'],
    })
    expect(events.filter((event) => event.type === 'market-updated')).toHaveLength(3)
    expect(send(exchange, market, 'ann buy 10 yes 0.4').reason).toBe('market-not-open')
  })

  test('comes by itself when nobody disputes in time', () => {
    const { exchange, market } = open({ livenessMs: 7_200_000 })
    const other = exchange.createMarket({ slug: 'b', question: 'B?', endsAt: market.endsAt })
    for (const { id } of [market, other]) exchange.propose(id, [0, 1_000_000])
    exchange.advanceTo(timeMs(START + 7_199_999))
    exchange.dispute(other.id)
    exchange.advanceTo(timeMs(START + 7_200_000))
    expect(exchange.market(market.id)).toMatchObject({
      status: 'resolved',
      payouts: [0, 1_000_000],
    })
    expect(exchange.market(other.id)?.status).toBe('open')
    exchange.propose(other.id, [1_000_000, 0])
    exchange.advanceTo(timeMs(START + 14_399_999))
    expect(exchange.market(other.id)?.status).toBe('open')
    exchange.advanceTo(timeMs(START + 14_400_000))
    expect(exchange.market(other.id)?.payouts).toEqual([1_000_000, 0])
  })

  test('is on chain before the venue ends the market: shares are redeemed while orders are still taken', () => {
    const { exchange, market } = open()
    exchange.propose(market.id, [1_000_000, 0])
    exchange.split('ann', market.id, size(20e6))
    exchange.report(market.id, [1_000_000, 0])
    exchange.report(market.id, [1_000_000, 0])
    expect(exchange.market(market.id)).toMatchObject({
      status: 'open',
      payouts: [1_000_000, 0],
      reportedAt: START,
      resolutionSteps: ['proposed', 'resolved'],
    })
    expect(() => exchange.dispute(market.id)).toThrow(/proposed outcome/)
    for (const name of [exchange.report, exchange.resolve]) {
      expect(() => name(market.id, [0, 1_000_000])).toThrow(/on chain/)
    }
    send(exchange, market, 'bob buy 10 yes 0.9')
    send(exchange, market, 'ann sell 10 yes 0.9')
    exchange.advanceTo(timeMs(START + 60_000))
    const before = exchange.balances('bob').cash
    expect(exchange.redeem('bob', [market.id])).toMatchObject({ ok: true, cash: 10_000_000 })
    expect(exchange.balances('bob').cash - before).toBe(10_000_000)
    const { cash, locked, fees } = exchange.audit()
    exchange.resolve(market.id, [1_000_000, 0])
    expect(exchange.market(market.id)).toMatchObject({ status: 'resolved', reportedAt: START })
    expect(exchange.redeem('ann', [market.id])).toMatchObject({ ok: true, cash: 10_000_000 })
    expect(exchange.audit()).toEqual({ cash: cash + 10_000_000, locked: locked - 10_000_000, fees })
  })

  test('of a negRisk market cannot be proposed as halves', () => {
    const event = { id: 'e', slug: 'e', title: 'E', negRisk: { group: '0xg', augmented: false } }
    const { exchange, market } = open({}, { event })
    expect(() => exchange.propose(market.id, [500_000, 500_000])).toThrow(/payouts/)
  })
})

describe('memory', () => {
  const retention = { markets: 2, afterMs: 1_000 }
  const add = (exchange: ReturnType<typeof open>['exchange'], slug: string): SimMarket =>
    exchange.createMarket({ slug, question: slug, endsAt: timeMs(START + 1e9) })

  test('keeps the newest resolved markets and forgets older ones, with the shares that lost', () => {
    const { exchange, market, events } = open({
      retention,
      settlement: { minedMs: 0, confirmedMs: 0 },
    })
    const markets = [market, add(exchange, 'b'), add(exchange, 'c'), add(exchange, 'd')]
    for (const { id } of markets) {
      const each = exchange.market(id) as SimMarket
      exchange.split('ann', id, size(10e6))
      send(exchange, each, 'ann sell 10 no 0.5')
      send(exchange, each, 'bob buy 10 no 0.5')
      exchange.advanceTo(timeMs(exchange.now() + 10))
      exchange.resolve(id, [1_000_000, 0])
      exchange.redeem('ann', [id])
    }
    expect(exchange.balances('bob').holdings.size).toBe(4)
    exchange.advanceTo(timeMs(START + 1_019))
    expect(exchange.markets()).toHaveLength(3)
    exchange.advanceTo(timeMs(START + 60_000))
    expect(exchange.markets().map(({ slug }) => slug)).toEqual(['c', 'd'])
    expect(exchange.balances('bob').holdings.size).toBe(2)
    expect(exchange.marketOf(market.tokens[0])).toBeUndefined()
    expect(exchange.redeem('ann', [market.id])).toMatchObject({ reason: 'unknown-market' })
    expect(events.filter((event) => event.type === 'market-forgotten')).toHaveLength(2)
    expect(exchange.audit()).toEqual({ cash: 3_000e6, locked: 0, fees: 0 })
    const copy = createExchange({ start: timeMs(0), retention })
    copy.restore(JSON.parse(JSON.stringify(exchange.snapshot())))
    expect(JSON.stringify(copy.snapshot())).toBe(JSON.stringify(exchange.snapshot()))
  })

  test('never forgets a market that owes someone, nor one whose trades are not settled', () => {
    const { exchange, market } = open({
      retention: { markets: 0, afterMs: 0 },
      settlement: { minedMs: 5_000 },
    })
    exchange.split('ann', market.id, size(10e6))
    const pending = add(exchange, 'pending')
    send(exchange, pending, 'ann buy 10 no 0.5')
    send(exchange, pending, 'bob buy 10 yes 0.5')
    exchange.inject({ kind: 'failed-settlement', trade: exchange.trades()[0]?.id ?? '' })
    for (const { id } of [market, pending]) exchange.resolve(id, [1_000_000, 0])
    exchange.advanceTo(timeMs(START + 4_000))
    expect(exchange.markets()).toHaveLength(2)
    exchange.redeem('ann', [market.id])
    exchange.advanceTo(timeMs(START + 20_000))
    exchange.resolve(add(exchange, 'c').id, [1_000_000, 0])
    exchange.advanceTo(timeMs(START + 20_001))
    expect(exchange.markets()).toEqual([])
    expect(exchange.audit()).toEqual({ cash: 3_000e6, locked: 0, fees: 0 })
  })

  test('forgets a negRisk group as a whole, once its last market is resolved', () => {
    const event = { id: 'e', slug: 'e', title: 'E', negRisk: { group: '0xg', augmented: false } }
    const { exchange, market } = open({ retention: { markets: 0, afterMs: 0 } }, { event })
    const endsAt = timeMs(START + 1e9)
    const second = exchange.createMarket({ slug: 'b', question: 'B', event, endsAt })
    exchange.resolve(market.id, [0, 1_000_000])
    exchange.advanceTo(timeMs(START + 10))
    expect(exchange.markets()).toHaveLength(2)
    exchange.resolve(second.id, [1_000_000, 0])
    exchange.advanceTo(timeMs(START + 20))
    expect(exchange.markets()).toEqual([])
  })
})
