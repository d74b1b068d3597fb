import { type BookView, type FeeSchedule, SIZE_ONE, type Size, type Usd } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Certificate } from '../certificate/certificate.js'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { everyEnding, type RelatedWorld, randomRelations } from '../fixtures/random-relations.js'
import { sampleOptions } from '../fixtures/sample-event.js'
import { solveRelations } from '../lp/solve-relations.js'
import { verify } from '../verify/verify.js'
import { buildStates } from './build-states.js'
import { certifyRelations } from './certify-relations.js'
import { relatedOffers, toAsset } from './related-offers.js'

const certificateOf = (world: RelatedWorld, parts: Partial<CertifyOptions> = {}) => {
  const options = sampleOptions(world.bookOf, {
    targetEdge: 1 as Usd,
    minimumOrderUsd: 1 as Usd,
    ...parts,
  })
  return certifyRelations(world.relations, world.markets, options)
}

/** What shares of every outcome pay in the worst ending, counted without the package. */
const worstOf = (world: RelatedWorld, certificate: Pick<Certificate, 'legs'>): number =>
  Math.min(
    ...everyEnding(world).map((ending) =>
      certificate.legs.reduce((sum, { market, token, shares }) => {
        const paid = ending.get(market) ?? 0
        return sum + ((token.endsWith('-yes') ? paid : 2 - paid) * shares) / 2
      }, 0),
    ),
  )

test('pays at least what it costs in every ending that the relations allow, and the verifier agrees', () => {
  const kinds = new Map<string, number>()
  fc.assert(
    fc.property(randomRelations(987_654, 5), fc.integer({ min: 2, max: 40 }), (world, cap) => {
      const certificate = certificateOf(world, { maxUsd: (cap * 1e6) as Usd })
      if ('refused' in certificate) return
      for (const { kind } of world.relations) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      const verdict = verify(certificate, world.bookOf, world.markets, {
        relations: world.relations,
      })
      expect(verdict).toEqual({ valid: true })
      expect(certificate.worstProfit).toBeGreaterThan(0)
      expect(Math.floor(worstOf(world, certificate))).toBe(
        certificate.cost + certificate.worstProfit,
      )
      expect(certificate.cost).toBeLessThanOrEqual(cap * 1e6)
      for (const leg of certificate.legs) expect((leg.shares * leg.limit) % 1e8).toBe(0)
    }),
    { numRuns: 400 },
  )
  for (const kind of ['implication', 'exclusion', 'exhaustion', 'ladder', 'bucket']) {
    expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(5)
  }
})

/** Dollars for whole shares, level by level in floats: nothing of the package's own walk. */
const naiveCost = (book: BookView, fee: FeeSchedule, shares: number): number => {
  let left = shares
  let dollars = 0
  for (let i = book.asks.prices.length - 1; i >= 0; i--) {
    const at = (book.asks.prices[i] ?? 0) / 10_000
    const take = Math.min(left, (book.asks.sizes[i] ?? 0) / SIZE_ONE)
    dollars += take * (at + (fee.ratePpm / 1e6) * (at * (1 - at)) ** fee.exponent)
    left -= take
  }
  return left > 0 ? Number.POSITIVE_INFINITY : dollars
}

/** The best worst case of every whole number of shares of every outcome, up to `most` each. */
const enumerate = (world: RelatedWorld, most: number): number => {
  const endings = everyEnding(world)
  if (endings.length === 0) return 0
  const named = new Set([...(endings[0]?.keys() ?? [])])
  const columns = world.markets.flatMap(({ id, tokens, fee }) =>
    tokens.flatMap((token, outcome) => {
      const book = world.bookOf(token)
      if (book === undefined || fee === 'unknown' || !named.has(id)) return []
      const costs = Array.from({ length: most + 1 }, (_unset, n) => naiveCost(book, fee, n))
      const pays = endings.map((ending) => Math.abs((ending.get(id) ?? 0) - 2 * outcome) / 2)
      return [{ costs, pays }]
    }),
  )
  let best = 0
  const search = (depth: number, cost: number, payoffs: readonly number[]): void => {
    const column = columns[depth]
    if (column === undefined) {
      best = Math.max(best, Math.min(...payoffs) - cost)
      return
    }
    for (const [count, each] of column.costs.entries()) {
      if (!Number.isFinite(each)) break
      const paid = payoffs.map((payoff, state) => payoff + count * (column.pays[state] ?? 0))
      search(depth + 1, cost + each, paid)
    }
  }
  search(
    0,
    0,
    endings.map(() => 0),
  )
  return best
}

test('no whole number of shares earns more than the program says, and what it certifies is within a lot a leg of it', () => {
  const seen = { exact: 0, short: 0, none: 0, missed: 0 }
  fc.assert(
    fc.property(randomRelations(SIZE_ONE / 5, 3), (world) => {
      const options = sampleOptions(world.bookOf, {
        targetEdge: 1 as Usd,
        minimumOrderUsd: 1 as Usd,
        lot: SIZE_ONE as Size,
        maxUsd: 1e12 as Usd,
      })
      const states = buildStates(world.relations, world.markets)
      if (states === undefined || states.states.length === 0) return
      const { offers } = relatedOffers(states, world.markets, options)
      const assets = offers.map((offer) => toAsset(offer, 5))
      const bound = solveRelations({ states: states.states.length, assets, cash: 1e6 })?.profit
      const best = enumerate(world, 5)
      expect(best).toBeLessThanOrEqual((bound ?? -1) + 1e-6)
      const certificate = certifyRelations(world.relations, world.markets, options)
      if ('refused' in certificate) {
        seen[best < 1e-4 ? 'none' : 'missed'] += 1
        return
      }
      const profit = certificate.worstProfit / 1e6
      const aLotALeg = certificate.legs.length * (1 + 3 * 12e-6)
      expect(profit).toBeLessThanOrEqual((bound ?? -1) + 1e-6)
      expect(profit).toBeGreaterThanOrEqual((bound ?? -1) - aLotALeg)
      seen[profit > best - 1e-4 ? 'exact' : 'short'] += 1
    }),
    { numRuns: 400 },
  )
  // A lot is a fifth of the deepest level here: even so the best whole portfolio is nearly always found.
  expect(seen.none).toBeGreaterThan(50)
  expect(seen.exact).toBeGreaterThan(100)
  expect(seen.exact).toBeGreaterThan(6 * (seen.short + seen.missed))
})

type Path = readonly (string | number)[]

const leavesOf = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
    : [path]

const tamper = (value: unknown, [key, ...rest]: Path, change: number): unknown => {
  if (key === undefined) {
    if (typeof value === 'boolean') return !value
    return typeof value === 'number' ? value + change : `${String(value)}x`
  }
  const copy: unknown = structuredClone(value)
  const inner = copy as Record<string, unknown>
  inner[key] = tamper(inner[key], rest, change)
  return copy
}

test('any change of any value of a certificate of relations makes it invalid', () => {
  let tried = 0
  fc.assert(
    fc.property(
      randomRelations(500_000, 4),
      fc.nat(),
      fc.constantFrom(-2, -1, 1, 3),
      (world, pick, by) => {
        const certificate = certificateOf(world)
        if ('refused' in certificate) return
        const leaves = leavesOf(certificate).filter(
          ([key]) => key !== 'certifiedAt' && key !== 'evidence',
        )
        const path = leaves[pick % leaves.length] ?? []
        const forged = tamper(certificate, path, by) as Certificate
        const verdict = verify(forged, world.bookOf, world.markets, { relations: world.relations })
        expect(verdict, path.join('.')).toMatchObject({ valid: false })
        tried += 1
      },
    ),
    { numRuns: 400 },
  )
  expect(tried).toBeGreaterThan(80)
})

test('a certificate survives JSON, and means nothing without its relations', () => {
  let proven = 0
  fc.assert(
    fc.property(randomRelations(500_000, 4), (world) => {
      const certificate = certificateOf(world)
      if ('refused' in certificate) return
      const read = JSON.parse(JSON.stringify(certificate)) as Certificate
      expect(read).toEqual(certificate)
      const { relations, markets, bookOf } = world
      expect(verify(read, bookOf, markets, { relations })).toEqual({ valid: true })
      expect(verify(read, bookOf, markets)).toMatchObject({ valid: false })
      proven += 1
    }),
    { numRuns: 100 },
  )
  expect(proven).toBeGreaterThan(20)
})
