import { type Approved, type SettleRequest, size, timeMs, usd } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { no, START, settle, stage } from './fixtures/paper-stage.js'
import { createPaperVenue } from './paper-venue.js'

describe('protocol actions', () => {
  const markets = [buildMarket('m').id]

  test('split, merge and redeem move exact dollars, and a ref acts once', async () => {
    const it = stage()
    it.tick(0)
    const cash = async () => (await it.venue.port.account()).cash
    const split = { action: 'split' as const, markets, shares: size(30e6) }
    expect(await settle(it, split, 's')).toMatchObject({ status: 'confirmed', cash: -30e6 })
    await settle(it, split, 's')
    expect(await cash()).toBe(970e6)
    await settle(it, { action: 'merge', markets, shares: size(10e6) }, 'm')
    expect(await cash()).toBe(980e6)
    const redeem = { action: 'redeem' as const, markets, shares: size(99e6) }
    expect(await settle(it, redeem, 'r1')).toMatchObject({
      status: 'failed',
      reason: 'market-not-resolved',
    })
    it.see(1, {
      type: 'market-resolved',
      market: buildMarket('m').id,
      payouts: [0, 1_000_000],
      source: 'test',
    })
    expect(await settle(it, redeem, 'r2')).toMatchObject({ status: 'confirmed', cash: 20e6 })
    expect(await cash()).toBe(1_000e6)
    expect((await it.venue.port.account()).holdings.size).toBe(0)
  })

  test('payouts that are final on chain pay before the venue ends the market', async () => {
    const it = stage()
    it.tick(0)
    await settle(it, { action: 'split', markets, shares: size(30e6) }, 's')
    const redeem = { action: 'redeem', markets, shares: size(30e6) } as const
    const early = { ...redeem, payouts: [250_000, 750_000] }
    expect(await settle(it, early, 'r')).toMatchObject({ status: 'confirmed', cash: 30e6 })
    expect((await it.venue.port.account()).holdings.size).toBe(0)
  })

  test('with a delay an action is first submitted; what it gives comes later', async () => {
    const it = stage({ settleMs: 100 })
    it.tick(0)
    const split = { action: 'split' as const, markets, shares: size(30e6) }
    expect((await settle(it, split)).status).toBe('submitted')
    expect((await it.venue.port.account()).holdings.size).toBe(0)
    expect((await it.venue.port.account()).cash).toBe(970e6)
    it.tick(100)
    expect((await settle(it, split)).status).toBe('confirmed')
    expect((await it.venue.port.account()).holdings.get(no)).toBe(30e6)
  })

  test('convert gives YES of the others and k − 1 dollars, by the markets that were seen', async () => {
    const venue = createPaperVenue({ startingCash: usd(100e6) })
    const negRisk = { group: 'g', augmented: false, role: 'named' as const, feeBips: 0 }
    const group = ['a', 'b', 'c'].map((id) => buildMarket(id, { negRisk }))
    group.forEach((value, index) => {
      const provenance = { source: 'test', ageMs: 0, state: 'live' as const, simulated: true }
      const event = {
        type: 'fact' as const,
        kind: 'market' as const,
        key: value.id,
        value,
        provenance,
      }
      venue.observe({ seq: index + 1, at: timeMs(START), event })
    })
    const act = (action: SettleRequest['action'], ref: string) =>
      venue.port.settle({ ref, action } as Approved<SettleRequest>)
    const ids = group.slice(0, 2).map((market) => market.id)
    await act({ action: 'split', markets: ids.slice(0, 1), shares: size(7e6) }, '1')
    await act({ action: 'split', markets: ids.slice(1), shares: size(7e6) }, '2')
    const convert = { action: 'convert' as const, markets: ids, group: 'g', shares: size(7e6) }
    expect(await act(convert, '3')).toMatchObject({ status: 'confirmed', cash: 7e6 })
    expect(Object.fromEntries((await venue.port.account()).holdings)).toEqual({
      'a-yes': 7e6,
      'b-yes': 7e6,
      'c-yes': 7e6,
    })
  })
})
