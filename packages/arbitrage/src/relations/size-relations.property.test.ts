import { SIZE_ONE, type Size, type Usd } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CertifyOptions } from '../certificate/certify-options.js'
import type { RelatedWorld } from '../fixtures/random-relations.js'
import { relatedMarkets } from '../fixtures/related-markets.js'
import { sampleOptions } from '../fixtures/sample-event.js'
import { solveRelations } from '../lp/solve-relations.js'
import { verify } from '../verify/verify.js'
import { buildStates } from './build-states.js'
import { certifyRelations } from './certify-relations.js'
import { relatedOffers, toAsset } from './related-offers.js'

const optionsFor = (world: RelatedWorld, parts: Partial<CertifyOptions> = {}): CertifyOptions =>
  sampleOptions(world.bookOf, {
    targetEdge: 1 as Usd,
    minimumOrderUsd: 1 as Usd,
    lot: (SIZE_ONE / 100) as Size,
    ...parts,
  })

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** Whole cents of dollars: at 83 cents only whole shares are an order, at 50 cents every fiftieth of one. */
const lotAt = (dollars: number): number => Math.max(0.01, 1 / gcd(Math.round(100 * dollars), 100))

/** The optimum in dollars, what a lot and a rounding of each leg come to, and what is kept back of the cash. */
const optimumOf = (world: RelatedWorld, options: CertifyOptions) => {
  const states = buildStates(world.relations, world.markets)
  if (states === undefined) throw new Error('expected states')
  const { offers } = relatedOffers(states, world.markets, options)
  const assets = offers.map((offer) => toAsset(offer, 5))
  const cash = options.maxUsd / 1e6
  const solved = solveRelations({ states: states.states.length, assets, cash })
  if (solved === undefined) throw new Error('expected a solution')
  let lots = 0
  for (const [index, { levels }] of assets.entries()) {
    const wanted = solved.shares[index] ?? 0
    if (wanted === 0) continue
    let reached = 0
    let largest = 0
    for (const { cost, shares } of levels) {
      if (reached < wanted) largest = Math.max(largest, lotAt(cost))
      reached += shares
    }
    lots += largest + A_ROUNDING
  }
  return { profit: solved.profit, lots, keptBack: (offers.length * 60e-6 * solved.profit) / cash }
}

/** Of each leg: for each of five levels a fee rounded to 10 micro-dollars, and dollars and the solver's shares to one. */
const A_ROUNDING = 5 * 12e-6

test('certifies never more than the optimum, and at most a lot and a rounding a leg less', () => {
  const seen = { certified: 0, refused: 0, capped: 0, long: 0 }
  fc.assert(
    fc.property(
      fc.constantFrom(
        'ladder' as const,
        'exclusion' as const,
        'partition' as const,
        'buckets' as const,
      ),
      fc.integer({ min: 2, max: 24 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 15 }),
      fc.constantFrom(30, 300, 100_000),
      fc.nat(),
      (kind, count, levels, offCents, usd, seed) => {
        const world = relatedMarkets(kind, `${seed}`, { count, levels, offCents })
        const options = optionsFor(world, { maxUsd: (usd * 1e6) as Usd })
        const { profit, lots, keptBack } = optimumOf(world, options)
        const least = profit - lots - keptBack - 1e-6
        const certificate = certifyRelations(world.relations, world.markets, options)
        if ('refused' in certificate) {
          expect(least).toBeLessThanOrEqual(1e-6)
          seen.refused += 1
          return
        }
        expect(certificate.worstProfit / 1e6).toBeLessThanOrEqual(profit + 1e-6)
        expect(certificate.worstProfit / 1e6).toBeGreaterThanOrEqual(least)
        expect(certificate.cost).toBeLessThanOrEqual(options.maxUsd)
        seen.certified += 1
        if (certificate.cost > 0.9 * options.maxUsd) seen.capped += 1
        if (certificate.legs.length > 4) seen.long += 1
      },
    ),
    { numRuns: 250 },
  )
  expect(seen.certified).toBeGreaterThan(80)
  expect(seen.refused).toBeGreaterThan(20)
  expect(seen.capped).toBeGreaterThan(20)
  expect(seen.long).toBeGreaterThan(20)
})

test('with minimum orders of a dollar and an edge: every leg is an order, and the verifier agrees', () => {
  let certified = 0
  fc.assert(
    fc.property(
      fc.constantFrom('ladder' as const, 'exclusion' as const, 'partition' as const),
      fc.integer({ min: 2, max: 24 }),
      fc.constantFrom(5, 30, 300, 100_000),
      fc.constantFrom(1_000, 10_000, 30_000),
      fc.nat(),
      (kind, count, usd, edge, seed) => {
        const world = relatedMarkets(kind, `${seed}`, { count, levels: 3, offCents: 10 })
        const options = optionsFor(world, {
          maxUsd: (usd * 1e6) as Usd,
          minimumOrderUsd: 1_000_000 as Usd,
          targetEdge: edge as Usd,
        })
        const certificate = certifyRelations(world.relations, world.markets, options)
        if ('refused' in certificate) return
        const { relations, markets, bookOf } = world
        expect(verify(certificate, bookOf, markets, { relations })).toEqual({ valid: true })
        expect(certificate.worstProfit / 1e6).toBeLessThanOrEqual(
          optimumOf(world, options).profit + 1e-6,
        )
        expect(certificate.worstProfit).toBeGreaterThanOrEqual((certificate.shares * edge) / 1e6)
        for (const leg of certificate.legs) expect(leg.notional).toBeGreaterThanOrEqual(1_000_000)
        certified += 1
      },
    ),
    { numRuns: 150 },
  )
  expect(certified).toBeGreaterThan(30)
})

test('a set of 199 outcomes that are all too dear: 199 legs, sized and verified', () => {
  const world = relatedMarkets('exclusion', 'wide', { count: 199, levels: 1, offCents: 0 })
  const options = optionsFor(world, { maxUsd: 100_000_000_000 as Usd })
  const certificate = certifyRelations(world.relations, world.markets, options)
  if ('refused' in certificate) throw new Error(certificate.refused)
  expect(certificate.legs.length).toBeGreaterThan(150)
  expect(certificate.worstProfit).toBeGreaterThan(0)
  const { relations, markets, bookOf } = world
  expect(verify(certificate, bookOf, markets, { relations })).toEqual({ valid: true })
})
