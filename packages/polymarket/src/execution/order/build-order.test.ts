import {
  createSeededRandom,
  type MarketFacts,
  marketId,
  type OrderIntent,
  orderRef,
  type Price,
  parsePrice,
  parseSize,
  type Size,
  timeMs,
  tokenId,
} from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vectors } from '../fixtures/vectors.js'
import type { HexText } from '../signer/signer.js'
import { buildOrder, type OrderParts } from './build-order.js'
import { readOrderWire, writeOrderWire } from './order-wire.js'

const now = timeMs(1_795_350_924_699)
const market = buildMarket('m', { tokens: [tokenId('1234'), tokenId('5678')] })
const wallet: HexText = `0x${'2'.repeat(40)}`
const nobody: HexText = `0x${'0'.repeat(64)}`

const parts = (own: Partial<OrderParts> = {}): OrderParts => ({
  market,
  now,
  random: createSeededRandom(1),
  address: vectors.address,
  wallet: { kind: 'eoa', address: vectors.address },
  chainId: 137,
  builder: nobody,
  ...own,
})

const wish = (own: Partial<OrderIntent> = {}): OrderIntent => ({
  ref: orderRef('r'),
  owner: 'o',
  token: tokenId('1234'),
  market: marketId('m'),
  side: 'buy',
  shares: parseSize('10'),
  limit: parsePrice('0.55'),
  tif: 'gtc',
  postOnly: false,
  ...own,
})

test('the bytes have the shape of the recorded request', () => {
  const built = buildOrder(wish(), parts())
  const signature: HexText = '0x12'
  const wire = writeOrderWire(built, { signature, owner: 'u', orderType: 'GTC', postOnly: false })
  const { salt } = built.fields
  const zeros = '0'.repeat(64)
  expect(wire).toBe(
    `{"deferExec":false,"postOnly":false,"order":{"salt":${salt},"maker":"${vectors.address}","signer":"${vectors.address}","tokenId":"1234","makerAmount":"5500000","takerAmount":"10000000","side":"BUY","signatureType":0,"timestamp":"1795350924699","expiration":"0","metadata":"0x${zeros}","builder":"0x${zeros}","signature":"0x12"},"owner":"u","orderType":"GTC"}`,
  )
})

test('bytes are read back, and other texts refused', () => {
  const built = buildOrder(wish({ side: 'sell', tif: 'fak' }), parts())
  const rest = { signature: '0x12', owner: 'u', orderType: 'FAK', postOnly: false } as const
  const id = 'x' as never
  expect(readOrderWire({ id, wire: writeOrderWire(built, rest) })).toEqual({
    token: '1234',
    side: 'sell',
    shares: parseSize('10'),
    orderType: 'FAK',
    postOnly: false,
  })
  for (const text of ['', 'x', '{}', '{"order":{}}', '[]', 'null']) {
    expect(() => readOrderWire({ id, wire: text })).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    )
  }
})

test('each kind of wallet is named as the venue wants it', () => {
  const fieldsOf = (kind: 'proxy' | 'safe' | 'deposit') => {
    const { maker, signer, signatureType } = buildOrder(
      wish(),
      parts({ wallet: { kind, address: wallet } }),
    ).fields
    return [maker, signer, signatureType]
  }
  expect(fieldsOf('proxy')).toEqual([wallet, vectors.address, 1])
  expect(fieldsOf('safe')).toEqual([wallet, vectors.address, 2])
  expect(fieldsOf('deposit')).toEqual([wallet, wallet, 3])
})

test('the exchange follows the market, and an expiry is never shortened', () => {
  const negRisk = { group: 'g', augmented: false, role: 'named', feeBips: 0 } as const
  const intent = wish({ tif: 'gtd', expiresAt: timeMs(now + 200_000) })
  const built = buildOrder(intent, parts({ market: { ...market, negRisk } }))
  expect(built.place.negRisk).toBe(true)
  expect(built.expiration).toBe(1_795_351_125)
  expect(buildOrder(wish(), parts()).place.negRisk).toBe(false)
})

describe('an order that the venue never takes is refused', () => {
  const unknown = (own: Partial<MarketFacts>) => [wish(), { ...market, ...own }] as const
  test.each([
    ['a market that is known', wish(), undefined],
    ['a token of market', wish({ market: marketId('n') }), market],
    ['in digits', wish({ token: tokenId('m-yes') }), market],
    ['whose tick', ...unknown({ tick: 'unknown' })],
    ['whose minimum size', ...unknown({ minimumSize: 'unknown' })],
    ['whose fee', ...unknown({ fee: 'unknown' })],
    ['negRisk or not', ...unknown({ negRisk: 'unknown' })],
    ['on the tick of 0.01', wish({ limit: parsePrice('0.555') }), market],
    ['on the tick of 0.01', wish({ limit: 10_000 as Price }), market],
    ['post-only with gtc', wish({ tif: 'fak', postOnly: true }), market],
    ['an expiry with gtd', wish({ tif: 'gtd' }), market],
    ['an expiry with gtd', wish({ expiresAt: timeMs(now + 300_000) }), market],
    ['at least 180 s', wish({ tif: 'gtd', expiresAt: timeMs(now + 178_000) }), market],
    ['more than 0', wish({ shares: 0 as Size }), market],
    ['more than 0', wish({ shares: 1.5 as Size }), market],
    ['at most 2 decimals', wish({ shares: parseSize('10.001') }), market],
    ['at least 5 shares', wish({ shares: parseSize('4.99') }), market],
    ['dollars of at most 2', wish({ tif: 'fak', shares: parseSize('10.1') }), market],
    [
      'shares of at most 2',
      wish({ tif: 'fok', side: 'sell', shares: parseSize('10.001') }),
      market,
    ],
    ['at least $1', wish({ tif: 'fak', shares: parseSize('1.8') }), market],
  ])('%s', (said, intent, facts) => {
    expect(() => buildOrder(intent, parts({ market: facts }))).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: expect.stringContaining(said),
      }),
    )
  })
})

test('whatever is built has exactly the price that was asked for, and a salt that JSON keeps', () => {
  const random = createSeededRandom(5)
  const runs = fc.record({
    ticks: fc.integer({ min: 1, max: 99 }),
    lots: fc.integer({ min: 500, max: 100_000_000 }),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    tif: fc.constantFrom('gtc' as const, 'fak' as const),
  })
  let built = 0
  fc.assert(
    fc.property(runs, ({ ticks, lots, side, tif }) => {
      const intent = wish({
        shares: (lots * 10_000) as Size,
        limit: (ticks * 100) as Price,
        side,
        tif,
      })
      const order = (() => {
        try {
          return buildOrder(intent, parts({ random }))
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'invalid-argument' })
          // Only a taking order of a finer amount than the venue takes is refused here.
          expect(tif).toBe('fak')
          return undefined
        }
      })()
      if (order === undefined) return
      built += 1
      const { makerAmount, takerAmount, salt } = order.fields
      const [dollars, shares] =
        side === 'buy' ? [makerAmount, takerAmount] : [takerAmount, makerAmount]
      expect(BigInt(dollars) * 10_000n).toBe(BigInt(shares) * BigInt(intent.limit))
      expect(BigInt(shares)).toBe(BigInt(intent.shares))
      expect(Number.isSafeInteger(salt) && salt >= 0).toBe(true)
      expect(JSON.parse(JSON.stringify({ salt })).salt).toBe(salt)
    }),
    { numRuns: 500 },
  )
  expect(built).toBeGreaterThan(250)
})
