import { price, size, timeMs, usd } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { fee, START, type Stage, send, settle, short, stage, yes } from './fixtures/paper-stage.js'

describe('settling', () => {
  test('what it bought can be sold, and what it earned spent, only once that is confirmed', async () => {
    const it = stage({ confirmMs: 2_000, startingCash: usd(10_000_000) })
    it.book([['0.40', '100']], [['0.50', '30']])
    await send(it, 'buy 20 0.50')
    it.tick(100)
    expect(await send(it, 'sell 20 0.40')).toMatchObject({ reason: 'not-enough-shares' })
    expect(
      await settle(it, { action: 'merge', markets: [buildMarket('m').id], shares: size(1) }),
    ).toMatchObject({ status: 'failed' })
    it.tick(2_000)
    expect((await send(it, 'sell 20 0.40')).outcome).toBe('accepted')
    it.tick(100)
    expect((await it.venue.port.account()).cash).toBe(8e6)
    expect(await send(it, 'buy 10 0.50')).toMatchObject({ reason: 'not-enough-balance' })
    it.tick(2_000)
    expect((await send(it, 'buy 10 0.50')).outcome).toBe('accepted')
  })

  test('a fill that fails to settle is told and undone, once, also after a restart', async () => {
    const options = { failChance: 1, confirmMs: 50 }
    const it = stage(options, { fee })
    it.book([['0.40', '100']], [['0.50', '30']])
    await send(it, 'buy 10 0.50')
    it.tick(100)
    const copy = stage(options, { fee })
    copy.venue.restore(JSON.parse(JSON.stringify(it.venue.snapshot())))
    for (const each of [it, copy]) {
      each.tick(200)
      each.tick(200)
      const { cash, holdings } = await each.venue.port.account()
      expect([cash, holdings.size]).toEqual([1_000e6, 0])
      expect(short(each.reports).filter((line) => line.startsWith('failed'))).toEqual([
        'failed 10 for 5',
      ])
      expect(await send(each, 'sell 5 0.40')).toMatchObject({ reason: 'not-enough-shares' })
    }
  })
})

describe('resting', () => {
  const resting = async (): Promise<Stage> => {
    const it = stage()
    it.book([['0.40', '100']], [['0.50', '30']])
    await send(it, 'buy 20 0.40')
    it.tick(100)
    return it
  }
  const print = (it: Stage, shares: number, at: number, side: 'buy' | 'sell' = 'sell'): void =>
    it.see(1, {
      type: 'trade-printed',
      token: yes,
      side,
      exchanged: { size: size(shares * 1e6), notional: usd(Math.round(shares * at * 1e6)) },
    })

  test('it stands behind all that rested at its price, and only prints move the queue', async () => {
    const it = await resting()
    print(it, 90, 0.4)
    it.book([['0.40', '5']], [['0.50', '30']], 1)
    print(it, 500, 0.4, 'buy')
    expect(short(it.reports)).toEqual(['open'])
    print(it, 15, 0.4)
    expect(short(it.reports)).toEqual(['open', 'matched 5 for 2'])
    expect(it.reports.at(-1)).toMatchObject({ liquidity: 'maker', fee: 0 })
  })

  test('a print beyond its price fills it at its own limit', async () => {
    const it = await resting()
    print(it, 12, 0.39)
    expect(short(it.reports).at(-1)).toBe('matched 12 for 4.8')
  })

  test('it fills when the other side comes to its price, as far as that goes and only once', async () => {
    const it = await resting()
    it.book(
      [['0.30', '1']],
      [
        ['0.39', '8'],
        ['0.50', '30'],
      ],
      1,
    )
    it.tick(1)
    it.book(
      [['0.30', '1']],
      [
        ['0.39', '8'],
        ['0.50', '30'],
      ],
      1,
    )
    expect(short(it.reports)).toEqual(['open', 'matched 8 for 3.2'])
  })

  test('a cancel takes its time; what trades meanwhile still fills the order', async () => {
    const it = await resting()
    const { port } = it.venue
    expect(short(await port.cancel('all'))).toEqual(['open cancel-on-its-way'])
    it.tick(50)
    await port.cancel('all')
    print(it, 105, 0.4)
    it.tick(48)
    expect(short(it.reports)).toEqual(['open', 'matched 5 for 2'])
    it.tick(1)
    expect(short(it.reports).at(-1)).toBe('cancelled requested')
    expect((await port.account()).open).toEqual([])
    print(it, 500, 0.4)
    expect(short(it.reports)).toHaveLength(3)
  })

  test('a cancel without latency gives everything back at once, and says so when it is too late', async () => {
    const it = stage({ cancelLatencyMs: 0 })
    it.book([['0.40', '100']], [['0.50', '30']])
    await send(it, 'buy 20 0.40')
    it.tick(100)
    const [open] = (await it.venue.port.account()).open
    expect(short(await it.venue.port.cancel('all'))).toEqual(['cancelled requested'])
    expect(await it.venue.port.cancel(open === undefined ? [] : [open])).toMatchObject([
      { status: 'refused', reason: 'already-cancelled-or-matched' },
    ])
    const { outcome } = await send(it, 'buy 2000 0.50')
    expect(outcome).toBe('accepted')
  })

  test('an offer that only touches its price does not fill it', async () => {
    const it = await resting()
    it.book([['0.30', '1']], [['0.40', '8']], 1)
    expect(short(it.reports)).toEqual(['open'])
    it.book([['0.30', '1']], [['0.39', '8']], 1)
    expect(short(it.reports)).toEqual(['open', 'matched 8 for 3.2'])
  })

  test('what leaves its level moves it up, and the print that tells of it later does not do so again', async () => {
    const it = await resting()
    it.book([['0.40', '30']], [['0.50', '30']], 1)
    print(it, 70, 0.4)
    print(it, 30, 0.4)
    expect(short(it.reports)).toEqual(['open'])
    print(it, 4, 0.4)
    expect(short(it.reports)).toEqual(['open', 'matched 4 for 1.6'])
  })

  test('a print that comes before its change of the book counts once, too', async () => {
    const it = await resting()
    print(it, 70, 0.4)
    it.book([['0.40', '30']], [['0.50', '30']], 1)
    print(it, 30, 0.4)
    expect(short(it.reports)).toEqual(['open'])
    print(it, 4, 0.4)
    expect(short(it.reports)).toEqual(['open', 'matched 4 for 1.6'])
  })

  test('shares that traded fill one of its orders only, the better and earlier first', async () => {
    const it = await resting()
    await send(it, 'buy 20 0.41')
    await send(it, 'buy 20 0.40')
    it.tick(100)
    it.reports.length = 0
    print(it, 30, 0.39)
    expect(short(it.reports)).toEqual(['matched 20 for 8.2', 'matched 10 for 4'])
    print(it, 115, 0.4)
    expect(short(it.reports).slice(2)).toEqual(['matched 10 for 4', 'matched 5 for 2'])
  })

  test('a tick that it does not fit any more cancels it', async () => {
    const it = stage({}, { tick: price(10) })
    it.book([['0.40', '100']], [['0.50', '30']])
    await send(it, 'buy 20 0.405')
    await send(it, 'buy 20 0.41')
    it.tick(100)
    it.see(1, { type: 'tick-changed', token: yes, tick: price(100) })
    expect(short(it.reports).slice(2)).toEqual(['cancelled tick-changed'])
  })

  test('gtd expires a minute early, and resolution cancels', async () => {
    const it = stage()
    it.book([['0.40', '100']], [['0.50', '30']])
    await send(it, 'buy 20 0.40', { tif: 'gtd', expiresAt: timeMs(START + 200_000) })
    await send(it, 'buy 20 0.40')
    it.tick(139_999)
    expect(short(it.reports)).toEqual(['open', 'open'])
    it.tick(1)
    expect(short(it.reports).at(-1)).toBe('expired expired')
    const market = buildMarket('m').id
    it.see(1, { type: 'market-resolved', market, payouts: [1_000_000, 0], source: 'test' })
    expect(short(it.reports).at(-1)).toBe('cancelled market-resolved')
  })
})
