import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findOpportunities } from '../detect/find-opportunities.js'
import { randomEvent } from '../fixtures/random-event.js'
import { NOW, sampleOptions } from '../fixtures/sample-event.js'
import { verify } from '../verify/verify.js'
import { certify } from './certify.js'
import { parseCertificate } from './parse-certificate.js'

test('a certificate survives JSON, proves as much, ends when it says, and its levels add up', () => {
  let read = 0
  fc.assert(
    fc.property(randomEvent(500_000), ({ markets, bookOf }) => {
      for (const found of findOpportunities(markets, bookOf)) {
        const certificate = certify(found, sampleOptions(bookOf))
        if ('refused' in certificate) continue
        const again = parseCertificate(JSON.stringify(certificate))
        expect(again).toEqual(certificate)
        expect(verify(again, bookOf, markets, { now: NOW + 1_999 })).toEqual({ valid: true })
        expect(verify(again, bookOf, markets, { now: NOW + 2_000 })).toMatchObject({
          problem: 'expired',
        })
        const edges = certificate.margins.map(({ edge }) => edge)
        // The last may lose: a minimum size can ask for shares that the others pay for.
        expect(edges).toEqual([...edges].sort((a, b) => b - a))
        let from = 0
        let sum = 0
        for (const { shares, edge } of certificate.margins) {
          sum += ((shares - from) * edge) / 1e6
          from = shares
        }
        expect(from).toBe(certificate.shares)
        // A share's fee is rounded up by less than 10 micro-dollars a leg.
        const rounding = (certificate.legs.length * 11 * certificate.shares) / 1e6 + 1
        expect(Math.abs(certificate.worstProfit - sum)).toBeLessThanOrEqual(
          rounding + 12 * certificate.legs.length * 3,
        )
        read += 1
      }
    }),
    { numRuns: 200 },
  )
  expect(read).toBeGreaterThan(40)
})

test.each(['', 'null', '[]', '{"version":1}', '{"version":2,"legs":[]}'])(
  'throws on %j',
  (text) => {
    expect(() => parseCertificate(text)).toThrow(/Expected a certificate of version 2/)
  },
)
