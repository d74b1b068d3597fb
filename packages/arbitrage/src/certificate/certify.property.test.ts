import { type BookView, type FeeSchedule, type MarketFacts, parseUsd, type Size } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findOpportunities } from '../detect/find-opportunities.js'
import { randomEvent } from '../fixtures/random-event.js'
import { type SampleEvent, sampleOptions } from '../fixtures/sample-event.js'
import { verify } from '../verify/verify.js'
import type { Certificate } from './certificate.js'
import { certify } from './certify.js'
import type { CertifyOptions } from './certify-options.js'

const LOT = 1_000_000
const TARGET = 5_000

const certificates = (event: SampleEvent, options: CertifyOptions): Certificate[] =>
  findOpportunities(event.markets, event.bookOf).flatMap((found) => {
    const result = certify(found, options)
    return 'refused' in result ? [] : [result]
  })

/** The taker's dollars for whole shares, share by share in floats: nothing of the package's own walk. */
const naiveCost = (book: BookView, fee: FeeSchedule, shares: number): number | undefined => {
  const asks = book.asks.prices
    .map((at, i) => ({ at: at / 10_000, size: (book.asks.sizes[i] ?? 0) / 1_000_000 }))
    .reverse()
  let left = shares
  let dollars = 0
  for (const { at, size } of asks) {
    const take = Math.min(left, size)
    dollars += take * (at + (fee.ratePpm / 1e6) * (at * (1 - at)) ** fee.exponent)
    left -= take
  }
  return left > 1e-9 ? undefined : dollars
}

const costOf = (
  event: SampleEvent,
  market: MarketFacts,
  outcome: 0 | 1,
  shares: number,
): number | undefined => {
  const token = market.tokens[outcome]
  const book = token === undefined ? undefined : event.bookOf(token)
  return book === undefined || market.fee === 'unknown'
    ? undefined
    : naiveCost(book, market.fee, shares)
}

const sum = (values: readonly (number | undefined)[]): number | undefined =>
  values.reduce<number | undefined>(
    (total, each) => (total === undefined || each === undefined ? undefined : total + each),
    0,
  )

/** Profit above the target of every size that the books could have (60 lots), and for the NO side of every subset. */
const enumerate = (event: SampleEvent, kind: 'event-yes' | 'event-no'): number => {
  const { markets } = event
  const subsets =
    kind === 'event-yes'
      ? [markets]
      : Array.from({ length: 2 ** markets.length }, (_u, bits) =>
          markets.filter((_market, i) => (bits >> i) & 1),
        ).filter((subset) => subset.length >= 2)
  let best = Number.NEGATIVE_INFINITY
  for (const subset of subsets) {
    for (let shares = 1; shares <= 60; shares++) {
      const cost = sum(
        subset.map((market) => costOf(event, market, kind === 'event-yes' ? 0 : 1, shares)),
      )
      if (cost === undefined) continue
      const back = kind === 'event-yes' ? shares : (subset.length - 1) * shares
      best = Math.max(best, back - cost - (shares * TARGET) / 1e6)
    }
  }
  return best
}

const small = randomEvent(LOT / 40)

test('what comes back is at least what is paid in every outcome state, and the verifier agrees', () => {
  let proven = 0
  fc.assert(
    fc.property(
      randomEvent(123_457),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 20_000 }),
      (event, cap, targetEdge) => {
        const maxUsd = parseUsd(String(cap))
        const parts = { maxUsd, targetEdge: targetEdge as CertifyOptions['targetEdge'] }
        for (const certificate of certificates(event, sampleOptions(event.bookOf, parts))) {
          proven += 1
          expect(verify(certificate, event.bookOf, event.markets)).toEqual({ valid: true })
          for (const { payoff } of certificate.payoffs) {
            expect(payoff).toBeGreaterThanOrEqual(certificate.cost + certificate.worstProfit)
          }
          expect(certificate.worstProfit).toBeGreaterThan(0)
          expect(certificate.capital).toBeLessThanOrEqual(maxUsd)
          expect(certificate.shares % 10_000).toBe(0)
          for (const leg of certificate.legs) {
            // Dollars of an order that takes: at most two decimals for a buy, four for a sale.
            expect((leg.shares * leg.limit) % (leg.side === 'buy' ? 1e8 : 1e6)).toBe(0)
          }
          expect(certificate.edgeCents).toBeGreaterThanOrEqual(targetEdge / 10_000)
        }
      },
    ),
    { numRuns: 400 },
  )
  expect(proven).toBeGreaterThan(50)
})

test('exhaustive enumeration of small events finds nothing better, and nothing that is missed', () => {
  const seen = { found: 0, none: 0 }
  fc.assert(
    fc.property(small, (event) => {
      const options = sampleOptions(event.bookOf, {
        lot: LOT as Size,
        targetEdge: TARGET as CertifyOptions['targetEdge'],
        minimumOrderUsd: 1 as CertifyOptions['minimumOrderUsd'],
      })
      const markets = event.markets.map((market) => ({ ...market, minimumSize: LOT as Size }))
      const sized = { ...event, markets }
      const proven = certificates(sized, options)
      for (const kind of ['event-yes', 'event-no'] as const) {
        const best = enumerate(sized, kind)
        const certificate = proven.find((each) => each.kind === kind)
        // Each level of each leg may cost one fee unit and one micro-dollar of rounding.
        const rounding = 4 * 3 * 11e-6
        if (certificate === undefined) {
          expect(best).toBeLessThan(rounding)
          seen.none += 1
          continue
        }
        const surplus = certificate.worstProfit / 1e6 - (certificate.shares / 1e6) * (TARGET / 1e6)
        expect(surplus).toBeGreaterThanOrEqual(best - rounding)
        expect(surplus).toBeLessThanOrEqual(best + 1e-9)
        seen.found += 1
      }
    }),
    { numRuns: 300 },
  )
  expect(seen.found).toBeGreaterThan(30)
  expect(seen.none).toBeGreaterThan(30)
})
