import { type Approved, type OrderIntent, orderRef, price, size, timeMs, tokenId } from '@bot/core'
import { buildMarket, level } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { fee, no, quiet, START, send, settle, short, stage, yes } from './fixtures/paper-stage.js'

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
