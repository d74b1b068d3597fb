import {
  type MarketFacts,
  mirrorLevels,
  parseUsd,
  price,
  size,
  timeMs,
  tokenId,
  type Usd,
} from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../certificate/certificate.js'
import { NOW, putBook, type SampleEvent, sampleOptions } from '../fixtures/sample-event.js'
import { verify } from '../verify/verify.js'
import { certifyResolved } from './certify-resolved.js'
import type { ResolutionReading } from './resolution-reading.js'
import type { ResolvedOptions } from './resolved-options.js'

const HOUR = 3_600_000
const LIVENESS = 2 * HOUR

type Ask = readonly [cents: number, shares: number]

const world = (asks: readonly Ask[], overrides: Partial<MarketFacts> = {}) => {
  const market = buildMarket('m', overrides)
  const books: SampleEvent['books'] = new Map()
  const offers = asks.map(([at, shares]) => ({ price: price(at * 100), size: size(shares * 1e6) }))
  const bids = [{ price: price(100), size: size(1e9) }]
  putBook(books, tokenId('m-yes'), bids, offers)
  putBook(books, tokenId('m-no'), mirrorLevels(offers), mirrorLevels(bids))
  return { market, bookOf: (token: Parameters<SampleEvent['bookOf']>[0]) => books.get(token) }
}

const reading = (parts: Partial<ResolutionReading> = {}): ResolutionReading => ({
  market: buildMarket('m').id,
  source: 'uma',
  state: 'proposed',
  outcome: 0,
  onChain: false,
  readAt: NOW,
  settlesAt: timeMs(NOW + LIVENESS),
  ...parts,
})

const attempt = (
  asks: readonly Ask[],
  parts: Partial<ResolutionReading> = {},
  options: Partial<ResolvedOptions> = {},
  overrides: Partial<MarketFacts> = {},
) => {
  const { market, bookOf } = world(asks, overrides)
  return certifyResolved(market, reading(parts), { ...sampleOptions(bookOf), ...options })
}

const FINAL = { state: 'resolved', onChain: true } as const

describe('which winners may be bought', () => {
  test('payouts that are on chain: no state loses', () => {
    const proven = attempt([[97, 100]], FINAL)
    expect(proven).toMatchObject({
      kind: 'resolved',
      worstProfit: 3_000_000,
      release: 'at-resolution',
    })
    expect(proven).not.toHaveProperty('risk')
  })

  test.each([
    ['a proposed outcome, unless risk is taken', {}, 'resolution-not-final'],
    ['a disputed one, unless risk is taken', { state: 'disputed' }, 'resolution-not-final'],
    ['one that is resolved but not yet on chain', { state: 'resolved' }, 'resolution-not-final'],
    ['a reading that is old', { ...FINAL, readAt: timeMs(NOW - 60_001) }, 'resolution-unknown'],
    ['a reading of the future', { ...FINAL, readAt: timeMs(NOW + 1) }, 'resolution-unknown'],
    ['a reading of another market', { ...FINAL, market: 'x' as never }, 'resolution-unknown'],
  ] as const)('not %s', (_what, parts, refused) => {
    expect(attempt([[97, 100]], parts)).toMatchObject({ refused })
  })

  test('never a Chainlink market before it is settled, risk or not', () => {
    const parts = { source: 'chainlink' } as const
    expect(attempt([[97, 100]], parts, { takeRisk: true })).toMatchObject({
      refused: 'resolution-not-final',
    })
  })

  test('not on quotes of a market that is closed, and not without a reading', () => {
    const refused = 'market-not-tradable'
    expect(attempt([[97, 100]], FINAL, {}, { closed: true })).toMatchObject({ refused })
    expect(attempt([[97, 100]], FINAL, {}, { tradable: false })).toMatchObject({ refused })
    const { market, bookOf } = world([[97, 100]])
    const unread = certifyResolved(market, undefined, sampleOptions(bookOf))
    expect(unread).toMatchObject({ refused: 'resolution-unknown' })
  })

  test('where the market itself says the same', () => {
    const resolution = { state: 'resolved', payouts: [1_000_000, 0] } as const
    expect(attempt([[97, 100]], FINAL, {}, { resolution })).toMatchObject({ kind: 'resolved' })
  })

  test('not where the market itself resolved otherwise', () => {
    const resolution = { state: 'resolved', payouts: [0, 1_000_000] } as const
    expect(attempt([[97, 100]], FINAL, {}, { resolution })).toMatchObject({
      refused: 'resolution-unknown',
    })
  })
})

describe('with risk taken', () => {
  const RISK = { takeRisk: true }

  test('the certificate says what overturning costs and what is expected', () => {
    const proven = attempt([[97, 1_000]], {}, RISK)
    if ('refused' in proven) throw new Error(proven.refused)
    expect(proven.payoffs.map(({ state }) => state)).toEqual(['Yes', 'evenly split', 'overturned'])
    expect(proven.worstProfit).toBe(-proven.cost)
    expect(proven.cost).toBeLessThanOrEqual(parseUsd('25'))
    // 1.67 % × 3.4 % = 0.05678 %, rounded up.
    expect(proven.risk).toMatchObject({ state: 'proposed', probabilityPpm: 568 })
    expect(proven.risk?.expectedProfit).toBe(
      Math.floor((proven.shares * (1e6 - 568)) / 1e6) - proven.cost,
    )
    expect(proven.edgeCents).toBeLessThan(0)
  })

  test('a dispute makes the same price a bad one', () => {
    expect(attempt([[97, 100]], {}, RISK)).toMatchObject({ kind: 'resolved' })
    const refused = 'edge-below-threshold'
    expect(attempt([[97, 100]], { state: 'disputed' }, RISK)).toMatchObject({ refused })
    expect(attempt([[90, 20]], { state: 'disputed' }, RISK)).toMatchObject({
      risk: { probabilityPpm: 34_000 },
    })
  })

  test('capital that is locked for long must earn more', () => {
    const settlesAt = timeMs(NOW + 100 * 24 * HOUR)
    expect(attempt([[99, 100]], { ...FINAL, settlesAt })).toMatchObject({
      refused: 'yield-below-threshold',
    })
    expect(attempt([[99, 100]], { ...FINAL, settlesAt }, { minAnnualYield: 0.03 })).toMatchObject({
      kind: 'resolved',
    })
  })

  test('levels that do not earn the edge are left', () => {
    const proven = attempt(
      [
        [97, 10],
        [99, 10],
      ],
      FINAL,
      { targetEdge: 20_000 as Usd },
    )
    expect(proven).toMatchObject({ shares: 10_000_000 })
  })
})

const asks = fc
  .uniqueArray(fc.integer({ min: 60, max: 99 }), { minLength: 1, maxLength: 3 })
  .map((cents) => cents.sort((a, b) => a - b))

test('every certificate is sound to the micro-dollar, within its cap, and no change of it is accepted', () => {
  let tried = 0
  fc.assert(
    fc.property(
      asks,
      fc.integer({ min: 5, max: 300 }),
      fc.constantFrom<Partial<ResolutionReading>>({}, { state: 'disputed' }, FINAL),
      fc.integer({ min: 5, max: 60 }),
      fc.nat(),
      (cents, shares, parts, cap, pick) => {
        const fee = { ratePpm: 40_000, exponent: 1, takerOnly: true }
        const { market, bookOf } = world(
          cents.map((at): Ask => [at, shares]),
          { fee },
        )
        const options = {
          ...sampleOptions(bookOf),
          takeRisk: true,
          maxStakeUsd: (cap * 1e6) as Usd,
        }
        const known = reading(parts)
        const proven = certifyResolved(market, known, options)
        if ('refused' in proven) return
        const resolutionOf = () => known
        const check = (certificate: Certificate) =>
          verify(certificate, bookOf, [market], { resolutionOf })
        expect(check(proven)).toEqual({ valid: true })
        expect(check(JSON.parse(JSON.stringify(proven)))).toEqual({ valid: true })
        expect(verify(proven, bookOf, [market])).toMatchObject({ valid: false })
        const [won] = proven.payoffs
        expect(won?.payoff).toBe(proven.shares)
        if (proven.risk === undefined) expect(proven.worstProfit).toBe(proven.shares - proven.cost)
        else expect(proven.cost).toBeLessThanOrEqual(cap * 1e6)
        const numbers = Object.entries(proven).filter(
          ([key, value]) => typeof value === 'number' && key !== 'certifiedAt',
        )
        const [key, value] = numbers[pick % numbers.length] ?? ['cost', 0]
        expect(check({ ...proven, [key]: Number(value) + 1 }), key).toMatchObject({ valid: false })
        tried += 1
      },
    ),
    { numRuns: 300 },
  )
  expect(tried).toBeGreaterThan(100)
})
