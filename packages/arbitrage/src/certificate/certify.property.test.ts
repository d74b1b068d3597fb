import { parseUsd } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findOpportunities } from '../detect/find-opportunities.js'
import { randomEvent } from '../fixtures/random-event.js'
import { type SampleEvent, sampleOptions } from '../fixtures/sample-event.js'
import { verify } from '../verify/verify.js'
import type { Certificate } from './certificate.js'
import { certify } from './certify.js'
import type { CertifyOptions } from './certify-options.js'

const certificates = (event: SampleEvent, options: CertifyOptions): Certificate[] =>
  findOpportunities(event.markets, event.bookOf).flatMap((found) => {
    const result = certify(found, options)
    return 'refused' in result ? [] : [result]
  })

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
