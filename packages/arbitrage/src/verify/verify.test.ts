import { timeMs, tokenId } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Certificate } from '../certificate/certificate.js'
import { certify } from '../certificate/certify.js'
import { findOpportunities } from '../detect/find-opportunities.js'
import { randomEvent } from '../fixtures/random-event.js'
import { NOW, type SampleEvent, sampleEvent, sampleOptions } from '../fixtures/sample-event.js'
import { verify } from './verify.js'

const event = (): SampleEvent =>
  sampleEvent(
    ['≤1', '2', '≥3'].map((label) => ({
      label,
      bids: [['0.2', '50']],
      asks: [['0.3', '100']],
      overrides: { endsAt: timeMs(NOW + 86_400_000) },
    })),
  )

const certificateOf = (sample: SampleEvent): Certificate => {
  const [found] = findOpportunities(sample.markets, sample.bookOf)
  const result = found === undefined ? undefined : certify(found, sampleOptions(sample.bookOf))
  if (result === undefined || 'refused' in result) throw new Error('expected a certificate')
  return result
}

type Path = readonly (string | number)[]

const leavesOf = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
    : [path]

const tamper = (value: unknown, [key, ...rest]: Path, change: number): unknown => {
  if (key === undefined) return typeof value === 'number' ? value + change : `${String(value)}x`
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string,
    unknown
  >
  copy[key] = tamper(copy[key], rest, change)
  return copy
}

/** The certificate's own words: nothing outside it says otherwise. */
const OWN_WORDS = ['certifiedAt', 'evidence']

test('any change of any value makes a certificate invalid', () => {
  const kinds = new Set<string>()
  let tried = 0
  fc.assert(
    fc.property(
      randomEvent(500_000),
      fc.nat(),
      fc.integer({ min: -3, max: 3 }).filter((change) => change !== 0),
      (sample, pick, change) => {
        for (const found of findOpportunities(sample.markets, sample.bookOf)) {
          const certificate = certify(found, sampleOptions(sample.bookOf))
          if ('refused' in certificate) continue
          const leaves = leavesOf(certificate).filter(([key]) => !OWN_WORDS.includes(String(key)))
          const path = leaves[pick % leaves.length] ?? []
          const forged = tamper(certificate, path, change) as Certificate
          const verdict = verify(forged, sample.bookOf, sample.markets)
          expect(verdict, `${path.join('.')} ${change}`).toMatchObject({ valid: false })
          kinds.add(certificate.kind)
          tried += 1
        }
      },
    ),
    { numRuns: 500 },
  )
  expect(kinds).toEqual(new Set(['event-yes', 'event-no']))
  expect(tried).toBeGreaterThan(100)
})

test('every single leaf of one certificate is held, one by one', () => {
  const sample = event()
  const certificate = certificateOf(sample)
  const leaves = leavesOf(certificate).filter(([key]) => !OWN_WORDS.includes(String(key)))
  expect(leaves.length).toBeGreaterThan(60)
  for (const path of leaves) {
    const forged = tamper(certificate, path, 1) as Certificate
    expect(verify(forged, sample.bookOf, sample.markets), path.join('.')).toMatchObject({
      valid: false,
    })
  }
})

test('a certificate ends with the book that it was made on', () => {
  const sample = event()
  const certificate = certificateOf(sample)
  const book = sample.books.get(tokenId('m1-yes'))
  if (book === undefined) throw new Error('expected a book')
  const verdicts = [
    () => (book.provenAliveAt = timeMs(NOW + 5)),
    () => (book.changedAt = timeMs(NOW + 5)),
    () => (book.epoch = 2),
    () => (book.status = 'stale'),
  ].map((change) => {
    change()
    return verify(certificate, sample.bookOf, sample.markets).valid
  })
  expect(verdicts).toEqual([true, false, false, false])
})

test('a market that closed, lost a sibling or gained an unnamed outcome ends it too', () => {
  const sample = event()
  const certificate = certificateOf(sample)
  const [first, ...others] = sample.markets
  if (first === undefined) throw new Error('expected a market')
  const negRisk = { group: 'g', augmented: true, role: 'other', feeBips: 0 } as const
  for (const markets of [
    [{ ...first, tradable: false }, ...others],
    [{ ...first, label: '0' }, ...others],
    [{ ...first, fee: 'unknown' as const }, ...others],
    [...sample.markets, { ...first, id: 'other' as never, negRisk }],
    others,
  ]) {
    expect(verify(certificate, sample.bookOf, markets)).toMatchObject({ valid: false })
  }
})

test('what is no certificate is refused, not thrown', () => {
  const sample = event()
  for (const odd of [undefined, null, {}, [], { legs: [{}], books: [{}] }, 'text']) {
    expect(verify(odd as never, sample.bookOf, sample.markets)).toMatchObject({ valid: false })
  }
})
