import { type FeeSchedule, price, size, timeMs, tokenId } from '@bot/core'
import { expect, test } from 'vitest'
import { certify } from '../certificate/certify.js'
import type { CertifyOptions } from '../certificate/certify-options.js'
import {
  NOW,
  type Outcome,
  putBook,
  type SampleEvent,
  sampleEvent,
  sampleOptions,
} from '../fixtures/sample-event.js'
import { classifySet } from '../sets/classify-set.js'
import { createSweep } from '../sweep/create-sweep.js'
import { findOpportunities } from './find-opportunities.js'
import type { Opportunity } from './opportunity.js'

const steep: FeeSchedule = { ratePpm: 250_000, exponent: 1, takerOnly: true }

/** YES of all three costs 0.96, 100 sets deep. */
const cheap = (part: Partial<Outcome> = {}): SampleEvent =>
  sampleEvent(
    ['≤1', '2', '≥3'].map((label) => ({
      label,
      bids: [['0.3', '100']],
      asks: [['0.32', '100']],
      ...part,
    })),
  )
const at = (cents: number, shares = 100) => [
  { price: price(cents * 100), size: size(shares * 1_000_000) },
]

const staleSide = (): SampleEvent => {
  const event = cheap()
  // YES of the second outcome has moved to 0.42, and only its NO book shows that.
  putBook(event.books, tokenId('m1-no'), at(58), at(60))
  return event
}

const behind = (): SampleEvent => {
  const event = cheap()
  const book = event.books.get(tokenId('m1-yes'))
  if (book !== undefined) book.provenAliveAt = timeMs(NOW - 60_000)
  return event
}

const matcherLag = (): SampleEvent => {
  const event = sampleEvent([{ label: 'x', overrides: { negRisk: 'none' } }])
  putBook(event.books, tokenId('m0-yes'), at(40), at(45))
  putBook(event.books, tokenId('m0-no'), at(40), at(50), timeMs(NOW - 40))
  return event
}

const crossedBook = (): SampleEvent => {
  const event = sampleEvent([{ label: 'x', overrides: { negRisk: 'none' } }])
  putBook(event.books, tokenId('m0-yes'), at(55), at(45))
  putBook(event.books, tokenId('m0-no'), at(55), at(45))
  return event
}

type Trap = Readonly<{
  what: string
  event: SampleEvent
  reason: string
  options?: Partial<CertifyOptions>
}>

const confirmedComplement = (): boolean => true
const traps: readonly Trap[] = [
  { what: 'one side behind its mirror', event: staleSide(), reason: 'sides-disagree' },
  { what: 'a book that was proven a minute ago', event: behind(), reason: 'stale-book' },
  { what: 'no bid in any book', event: cheap({ bids: [] }), reason: 'one-sided-book' },
  { what: 'an edge that fees eat', event: cheap({ fee: steep }), reason: 'edge-below-threshold' },
  {
    what: 'fewer shares than the least order',
    event: cheap({ asks: [['0.32', '4.99']] }),
    reason: 'below-minimum-size',
  },
  {
    what: 'fewer dollars than the least order',
    event: cheap({ asks: [['0.32', '6']] }),
    reason: 'below-minimum-size',
    options: { minimumOrderUsd: 2_000_000 as CertifyOptions['minimumOrderUsd'] },
  },
  {
    what: 'sides of two instants, while the matcher is at work',
    event: matcherLag(),
    reason: 'different-instant',
    options: { confirmedComplement },
  },
  {
    what: 'a crossed book',
    event: crossedBook(),
    reason: 'crossed-book',
    options: { confirmedComplement },
  },
  {
    what: 'names without a proof that one of them wins',
    event: sampleEvent(
      ['Ann', 'Bob'].map((label) => ({ label, bids: [['0.3', '9']], asks: [['0.4', '9']] })),
    ),
    reason: 'set-not-exhaustive',
  },
]

test.each(traps)('$what looks like an opportunity and is refused', ({ event, reason, options }) => {
  const all = findOpportunities(event.markets, event.bookOf)
  const ofEvent = all.filter(({ subject }) => subject === 'g')
  const found = ofEvent.length > 0 ? ofEvent : all
  expect(found).not.toEqual([])
  for (const each of found) {
    expect(certify(each, sampleOptions(event.bookOf, options))).toMatchObject({ refused: reason })
  }
})

test('an edge that fees eat is not worth anything over its depth either', () => {
  const event = cheap({ fee: steep })
  const sweep = createSweep(event.markets)
  for (const [token, book] of event.books) sweep.update(sweep.slotOf(token), book)
  const seen: string[] = []
  sweep.sweep(({ kind }) => seen.push(kind))
  sweep.sweepDepth(event.bookOf, ({ kind }) => seen.push(`${kind} pays`))
  expect(seen).toEqual(['event-yes'])
})

test.each([
  ['dates', ['by June', 'by July', 'by August']],
  ['thresholds', ['above 60k', 'above 70k', 'above 80k']],
])('a cumulative ladder of %s is recognised and never summed', (_what, labels) => {
  const event = sampleEvent(
    labels.map((label) => ({
      label,
      bids: [['0.5', '100']],
      asks: [['0.55', '100']],
      overrides: { negRisk: 'none' },
    })),
  )
  // Three times 0.11 is far below a dollar, and no set at all.
  for (const [token, book] of event.books) {
    if (token.endsWith('-yes')) putBook(event.books, book.token, at(10), at(11))
    else putBook(event.books, book.token, at(89), at(90))
  }
  expect(findOpportunities(event.markets, event.bookOf)).toEqual([])
  const sweep = createSweep(event.markets)
  for (const [token, book] of event.books) sweep.update(sweep.slotOf(token), book)
  sweep.sweep(() => expect.unreachable())
  expect(classifySet(event.markets)).toMatchObject({
    exclusive: false,
    why: 'cumulative ladder: one outcome implies the next',
  })
  for (const kind of ['event-yes', 'event-no'] as const) {
    const forged: Opportunity = { kind, subject: 'g', markets: event.markets, topSum: 3_300 }
    expect(certify(forged, sampleOptions(event.bookOf))).toMatchObject({
      refused: 'set-not-exclusive',
      context: { why: 'cumulative ladder: one outcome implies the next' },
    })
  }
})
