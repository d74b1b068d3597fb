import {
  type Approved,
  type OrderIntent,
  orderRef,
  price,
  size,
  timeMs,
  tokenId,
  usd,
} from '@bot/core'
import { buildMarket, level } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import {
  fee,
  no,
  quiet,
  START,
  type Stage,
  send,
  settle,
  short,
  stage,
  yes,
} from './fixtures/paper-stage.js'

describe('taking', () => {
  test('an order takes effect only once its latency is over, on the book of that time', async () => {
    const it = stage()
    it.book([['0.40', '100']], [['0.50', '100']])
    await send(it, 'buy 10 0.50')
    it.tick(99)
    expect(it.reports).toEqual([])
    it.book([['0.40', '100']], [['0.45', '100']], 1)
    expect(short(it.reports)).toEqual(['matched 10 for 4.5'])
  })

  test('what happened after it reached the book does not change its fill', async () => {
    const it = stage()
    it.book([['0.40', '100']], [['0.50', '100']])
    await send(it, 'buy 10 0.50')
    it.book([['0.40', '100']], [['0.60', '100']], 500)
    expect(short(it.reports)).toEqual(['matched 10 for 5'])
  })

  test('it walks the depth within its limit, pays the fee a level, and rests what is left', async () => {
    const it = stage({}, { fee })
    it.book(
      [['0.40', '100']],
      [
        ['0.50', '10'],
        ['0.51', '20'],
        ['0.60', '99'],
      ],
    )
    await send(it, 'buy 50 0.55')
    it.tick(100)
    expect(short(it.reports)).toEqual(['matched 30 for 15.2', 'open'])
    // 10 × 0.07 × 0.25 + 20 × 0.07 × 0.2499
    expect(it.reports[0]?.fee).toBe(175_000 + 349_860)
    const account = await it.venue.port.account()
    expect(account.cash).toBe(1_000e6 - 15.2e6 - 524_860)
    expect(account.holdings.get(yes)).toBe(30e6)
  })

  test('what it took is gone for as long as the level shows; only what is added to it is new', async () => {
    const it = stage()
    const take = async (text: string): Promise<string | undefined> => {
      await send(it, text, { tif: 'fak' })
      it.tick(100)
      return short(it.reports).findLast((line) => line.startsWith('matched'))
    }
    it.book([['0.40', '100']], [['0.50', '30']])
    expect(await take('buy 20 0.50')).toBe('matched 20 for 10')
    expect(await take('buy 20 0.50')).toBe('matched 10 for 5')
    // Another five of what the venue shows are gone: they may be ours.
    it.book([['0.40', '100']], [['0.50', '25']])
    expect(await take('buy 11 0.50')).toBe('matched 10 for 5')
    expect(short(it.reports).at(-1)).toBe('cancelled fak-no-match')
    it.book([['0.40', '100']], [['0.50', '33']])
    expect(await take('buy 20 0.50')).toBe('matched 8 for 4')
    it.book([['0.40', '100']], [['0.51', '33']])
    it.book([['0.40', '100']], [['0.50', '33']])
    expect(await take('buy 40 0.50')).toBe('matched 33 for 16.5')
  })

  test('it can be told after how long a level is taken to be renewed', async () => {
    const it = stage({ replenishMs: 60_000 })
    it.book([['0.40', '100']], [['0.50', '30']])
    await send(it, 'buy 30 0.50', { tif: 'fak' })
    it.tick(100)
    it.tick(59_000)
    await send(it, 'buy 30 0.50', { tif: 'fak' })
    it.tick(100)
    expect(short(it.reports).at(-1)).toBe('cancelled fak-no-match')
    it.tick(1_000)
    await send(it, 'buy 30 0.50', { tif: 'fak' })
    it.tick(100)
    expect(short(it.reports).findLast((line) => line.startsWith('matched'))).toBe(
      'matched 30 for 15',
    )
  })

  test('what it took from one token is gone from the mirrored level of the other', async () => {
    const it = stage()
    it.book([['0.40', '100']], [['0.50', '30']])
    it.see(0, { type: 'book-snapshot', token: no, epoch: 1, bids: [level('0.50', '30')], asks: [] })
    await settle(it, { action: 'split', markets: [buildMarket('m').id], shares: size(50e6) })
    await send(it, 'buy 20 0.50', { tif: 'fak' })
    await send(it, 'sell 20 0.50', { tif: 'fak', token: no })
    it.tick(100)
    expect(short(it.reports).slice(0, 2)).toEqual(['matched 20 for 10', 'matched 10 for 5'])
  })

  test.each([
    ['fok', 'buy 31 0.50', ['cancelled fok-not-filled']],
    ['fok', 'buy 30 0.50', ['matched 30 for 15']],
    ['fak', 'buy 10 0.49', ['cancelled fak-no-match']],
    ['gtc', 'buy 10 0.49', ['open']],
  ] as const)('%s: %s', async (tif, text, expected) => {
    const it = stage()
    it.book([['0.40', '100']], [['0.50', '30']])
    await send(it, text, { tif })
    it.tick(100)
    expect(short(it.reports)).toEqual(expected)
  })

  test('a position below the minimum size can be sold, and a buy below a dollar may rest but not take', async () => {
    const it = stage()
    it.book([['0.10', '100']], [['0.15', '30']])
    await settle(it, { action: 'split', markets: [buildMarket('m').id], shares: size(2e6) })
    expect((await send(it, 'sell 2 0.10')).reason).toBe('below-minimum-size')
    await send(it, 'sell 2 0.10', { tif: 'fak' })
    await send(it, 'buy 5 0.14')
    await send(it, 'buy 5 0.15')
    it.tick(100)
    expect(short(it.reports)).toEqual(['matched 2 for 0.2', 'open', 'refused below-minimum-amount'])
  })

  test('post-only is refused when it would cross', async () => {
    const it = stage()
    it.book([['0.40', '100']], [['0.50', '30']])
    const { outcome } = await send(it, 'buy 10 0.50', { postOnly: true })
    expect(outcome).toBe('accepted')
    it.tick(100)
    expect(short(it.reports)).toEqual(['refused post-only-crosses'])
    expect((await it.venue.port.account()).open).toEqual([])
  })

  test('nothing fills against a crossed, a stale or a missing book: the order waits for a sound one', async () => {
    const it = stage()
    await send(it, 'buy 10 0.50')
    it.tick(100)
    it.book([['0.55', '100']], [['0.50', '30']])
    it.see(1, {
      type: 'feed-status',
      token: yes,
      status: 'stale',
      gapSeconds: 9,
      reason: 'silence',
    })
    expect(it.reports).toEqual([])
    it.book([['0.45', '100']], [['0.50', '30']], 1)
    expect(short(it.reports)).toEqual(['matched 10 for 5'])
  })
})

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

test.each([
  ['unknown-market', 'buy 10 0.5', { token: tokenId('x') }, {}],
  ['market-closed', 'buy 10 0.5', {}, { closed: true }],
  ['market-closed', 'buy 10 0.5', {}, { tradable: false }],
  ['unknown-tick', 'buy 10 0.5', {}, { tick: 'unknown' as const }],
  ['unknown-minimum', 'buy 10 0.5', {}, { minimumSize: 'unknown' as const }],
  ['unknown-fee', 'buy 10 0.5', {}, { fee: 'unknown' as const }],
  ['off-tick', 'buy 10 0.505', {}, {}],
  ['below-minimum-size', 'buy 4 0.5', {}, {}],
  ['not-enough-balance', 'buy 2001 0.5', {}, {}],
  ['not-enough-balance', 'buy 2000 0.5', {}, { fee }],
  ['not-enough-shares', 'sell 10 0.5', {}, {}],
  ['invalid-expiration', 'buy 10 0.5', { tif: 'gtd' as const, expiresAt: timeMs(START) }, {}],
  [
    'invalid-expiration',
    'buy 10 0.5',
    { tif: 'gtd' as const, expiresAt: timeMs(START + 179_000) },
    {},
  ],
  ['below-minimum-amount', 'buy 1.5 0.5', { tif: 'fak' as const }, {}],
])('an order is refused at once with %s', async (reason, text, more, market) => {
  const it = stage({}, market)
  it.tick(0)
  expect(await send(it, text, more)).toMatchObject({ outcome: 'refused', reason })
  expect((await it.venue.port.account()).open).toEqual([])
})

test('cash that stands behind an order on its way is not there twice', async () => {
  const it = stage()
  it.tick(0)
  expect((await send(it, 'buy 1500 0.5')).outcome).toBe('accepted')
  expect((await send(it, 'buy 1500 0.5')).reason).toBe('not-enough-balance')
})

test('a trade is confirmed after its time, with the same id and figures', async () => {
  const it = stage({ confirmMs: 50 })
  it.book([['0.40', '100']], [['0.50', '30']])
  const { id } = await send(it, 'buy 10 0.50')
  it.tick(100)
  it.tick(49)
  expect(short(it.reports)).toEqual(['matched 10 for 5'])
  it.tick(1)
  const [matched, confirmed] = it.reports
  expect(confirmed).toEqual({ ...matched, status: 'confirmed' })
  expect(matched?.tradeId).toBe(`${id}-1`)
  expect(await it.venue.port.lookup(id)).toEqual(it.reports)
})

test('prepare refuses what no venue takes, and the same intent gives the same id', async () => {
  const { venue } = stage()
  const intent = {
    ref: orderRef('r'),
    owner: 'o',
    token: yes,
    market: buildMarket('m').id,
    side: 'buy',
    shares: size(10e6),
    limit: price(5_000),
    tif: 'gtc',
    postOnly: false,
  } as Approved<OrderIntent>
  expect(await venue.port.prepare(intent)).toEqual(await stage().venue.port.prepare(intent))
  const fok = { ...intent, tif: 'fok', postOnly: true } as Approved<OrderIntent>
  await expect(venue.port.prepare(fok)).rejects.toMatchObject({ code: 'invalid-argument' })
  const forged = { id: (await venue.port.prepare(intent)).id, wire: '{}' }
  expect(await venue.port.submit(forged, quiet)).toMatchObject({ outcome: 'refused' })
})

test('a restored venue goes on where the saved one stood', async () => {
  const it = stage()
  it.book([['0.40', '100']], [['0.50', '30']])
  await send(it, 'buy 10 0.50')
  await send(it, 'buy 20 0.40')
  it.tick(100)
  const copy = stage()
  copy.venue.restore(JSON.parse(JSON.stringify(it.venue.snapshot())))
  expect(copy.venue.snapshot()).toEqual(it.venue.snapshot())
  expect(await copy.venue.port.account()).toEqual(await it.venue.port.account())
  expect(() => copy.venue.restore({})).toThrow(/snapshot of version 2/)
})
