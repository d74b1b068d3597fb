import { type FeeSchedule, marketId, parseUsd, size, timeMs, tokenId } from '@bot/core'
import { expect, test } from 'vitest'
import { findOpportunities } from '../detect/find-opportunities.js'
import {
  NOW,
  type Outcome,
  putBook,
  type SampleEvent,
  sampleEvent,
  sampleOptions,
} from '../fixtures/sample-event.js'
import { verify } from '../verify/verify.js'
import type { Certificate } from './certificate.js'
import { certify } from './certify.js'
import type { CertifyOptions } from './certify-options.js'
import type { Uncertified } from './uncertified.js'

const crypto: FeeSchedule = { ratePpm: 70_000, exponent: 1, takerOnly: true }

const certifyOnly = (
  event: SampleEvent,
  parts: Partial<CertifyOptions> = {},
): Certificate | Uncertified => {
  const found = findOpportunities(event.markets, event.bookOf)
  const only = found.find(({ subject }) => subject === 'g') ?? found[0]
  if (only === undefined) throw new Error('nothing found')
  return certify(only, sampleOptions(event.bookOf, parts))
}

const certified = (event: SampleEvent, parts: Partial<CertifyOptions> = {}): Certificate => {
  const result = certifyOnly(event, parts)
  if ('refused' in result) throw new Error(`refused: ${result.refused}`)
  expect(verify(result, event.bookOf, event.markets, parts)).toEqual({ valid: true })
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  return result
}

const refused = (event: SampleEvent, parts: Partial<CertifyOptions> = {}): string => {
  const result = certifyOnly(event, parts)
  return 'refused' in result ? result.refused : 'certified'
}

/** Asks sum to 0.94, 100 sets deep at the best price. */
const cheapYes = (labels: readonly string[], part: Partial<Outcome> = {}): SampleEvent =>
  sampleEvent(
    labels.map((label, index) => ({
      label,
      bids: [['0.2', '50']],
      asks: [
        [index === 0 ? '0.3' : '0.32', '100'],
        ['0.4', '500'],
      ],
      ...part,
    })),
  )

/** Bids sum to 1.05. */
const dearYes = (part: Partial<Outcome> = {}): SampleEvent =>
  sampleEvent(
    ['a', 'b', 'c'].map((label) => ({
      label,
      bids: [
        ['0.35', '100'],
        ['0.3', '100'],
      ],
      asks: [['0.4', '100']],
      ...part,
    })),
  )

const pair = (): SampleEvent => {
  const event = sampleEvent([{ label: 'x', overrides: { negRisk: 'none' } }])
  const levels = (at: number) => [{ price: at as never, size: size(100_000_000) }]
  putBook(event.books, tokenId('m0-yes'), levels(4_000), levels(4_500))
  putBook(event.books, tokenId('m0-no'), levels(4_000), levels(5_000))
  return event
}

const covering = ['≤40', '41-42', '≥43']

test('all YES below a dollar of buckets that cover the line is certified to the depth that pays', () => {
  const certificate = certified(cheapYes(covering))
  expect(certificate).toMatchObject({
    kind: 'event-yes',
    subject: 'g',
    shares: 100_000_000,
    cost: parseUsd('94'),
    capital: parseUsd('94'),
    worstProfit: parseUsd('6'),
    topSum: 9_400,
    release: 'at-resolution',
    evidence: 'labels cover the line',
  })
  expect(certificate.payoffs.map(({ state }) => state)).toEqual(['m0', 'm1', 'm2'])
  expect(certificate.edgeCents).toBeCloseTo(6, 10)
  expect(certificate.stages.at(-1)).toEqual({ kind: 'hold-to-resolution' })
})

test('a known end of all markets gives the capital a yield', () => {
  const endsAt = timeMs(NOW + 10 * 86_400_000)
  const certificate = certified(cheapYes(covering, { overrides: { endsAt } }))
  expect(certificate.lockedUntil).toBe(endsAt)
  expect(certificate.annualYield).toBeCloseTo((6 / 94) * 36.5, 10)
})

test.each([
  ['an unnamed outcome', { role: 'other' as const }, covering],
  ['a placeholder', { role: 'placeholder' as const }, covering],
  ['labels with a hole', {}, ['≤40', '41-42', '≥44']],
  ['names', {}, ['Ann', 'Bob', 'Cid']],
])('all YES is refused with %s', (_what, part, labels) => {
  const negRisk = { group: 'g', augmented: true, role: 'named', feeBips: 0, ...part } as const
  const event = cheapYes(labels)
  const markets = event.markets.map((market, i) => (i === 2 ? { ...market, negRisk } : market))
  const [opportunity] = findOpportunities(event.markets, event.bookOf)
  if (opportunity === undefined) throw new Error('nothing found')
  const result = certify({ ...opportunity, markets }, sampleOptions(event.bookOf))
  expect(result).toMatchObject({ refused: 'set-not-exhaustive' })
})

test('names of a group that is not augmented need a catalogue that holds the whole group', () => {
  const negRisk = { group: 'g', augmented: false, role: 'named', feeBips: 0 } as const
  const event = cheapYes(['Ann', 'Bob', 'Cid'], { overrides: { negRisk } })
  expect(refused(event)).toBe('set-not-exhaustive')
  const groupIsWhole = (group: string) => group === 'g'
  const certificate = certified(event, { groupIsWhole })
  expect(certificate.evidence).toBe('the catalogue holds the whole group')
  expect(verify(certificate, event.bookOf, event.markets)).toMatchObject({ valid: false })
})

test('an outcome that has resolved NO needs no leg, an open one without a book refuses', () => {
  const lost = { state: 'resolved', payouts: [0, 1_000_000] } as const
  const event = cheapYes([...covering, '99'])
  const markets = event.markets.map((market, i) =>
    i === 3 ? { ...market, label: '42', tradable: false, closed: true, resolution: lost } : market,
  )
  const certificate = certified({ ...event, markets })
  expect(certificate.legs).toHaveLength(3)
  expect(certificate.payoffs.map(({ state }) => state)).toEqual(['m0', 'm1', 'm2'])
  const open = markets.map((market) => ({
    ...market,
    resolution: { state: 'unresolved' } as const,
  }))
  expect(refused({ ...event, markets: open })).toBe('market-not-tradable')
})

test('YES bids above a dollar are taken by buying NO and converting, whoever wins', () => {
  const certificate = certified(dearYes())
  expect(certificate).toMatchObject({
    kind: 'event-no',
    shares: 100_000_000,
    cost: parseUsd('195'),
    worstProfit: parseUsd('5'),
    topSum: 10_500,
    release: 'on-settlement',
  })
  expect(certificate.payoffs.map(({ state }) => state)).toEqual(['m0', 'm1', 'm2', 'unlisted'])
  expect(certificate.stages.map((stage) => stage.kind)).toEqual(['legs', 'action'])
})

test('a cap on capital leaves out the cheapest outcomes rather than the profit', () => {
  const event = sampleEvent(
    ['0.55', '0.5', '0.01', '0.01'].map((at, i) => ({
      label: `${i}`,
      bids: [[at, '1000']],
      asks: [['0.9', '1000']],
    })),
  )
  const maxUsd = parseUsd('95')
  const certificate = certified(event, { maxUsd })
  expect(certificate.legs).toHaveLength(2)
  expect(certificate.capital).toBe(maxUsd)
  expect(certificate.worstProfit).toBe(parseUsd('5'))
  expect(certificate.payoffs.at(2)).toEqual({ state: 'm2', payoff: parseUsd('200') })
})

test('where NO cannot be bought in legal lots, YES is split and sold with the capital that needs', () => {
  const event = sampleEvent(
    ['0.351', '0.351', '0.351'].map((at, i) => ({
      label: `${i}`,
      bids: [[at, '9']],
      asks: [['0.4', '100']],
    })),
  )
  const certificate = certified(event)
  expect(certificate).toMatchObject({ shares: 9_000_000, capital: parseUsd('27') })
  expect(certificate.worstProfit).toBe(parseUsd('0.477'))
  expect(certificate.stages.map((stage) => stage.kind)).toEqual([
    'action',
    'action',
    'action',
    'legs',
    'action',
  ])
})

test('a NO book that is missing is wanted rather than paid for with a detour', () => {
  const event = dearYes()
  event.books.delete(tokenId('m1-no'))
  expect(certifyOnly(event)).toMatchObject({ refused: 'missing-book', refresh: ['m1-no'] })
})

test("a convert's own fee is taken from what comes back", () => {
  const negRisk = { group: 'g', augmented: false, role: 'named', feeBips: 100 } as const
  const certificate = certified(dearYes({ overrides: { negRisk } }))
  expect(certificate.worstProfit).toBe(parseUsd('3'))
})

test('fees can eat the edge', () => {
  expect(refused(dearYes({ fee: { ...crypto } }), { targetEdge: 10_000 as never })).toBe(
    'edge-below-threshold',
  )
  expect(certified(dearYes(), { targetEdge: 10_000 as never }).worstProfit).toBeGreaterThan(0)
})

test.each([
  ['an unknown fee', { fee: 'unknown' as const }, 'fee-unknown'],
  ['an unknown minimum', { minimumSize: 'unknown' as const }, 'minimum-unknown'],
  ['an unknown tick', { tick: 'unknown' as const }, 'tick-unknown'],
])('%s refuses', (_what, part, reason) => {
  const event = cheapYes(covering)
  const markets = event.markets.map((market, i) => (i === 1 ? { ...market, ...part } : market))
  expect(refused({ ...event, markets })).toBe(reason)
})

test('sizes below the venue minimum, in shares or in dollars, are refused', () => {
  const thin = cheapYes(covering, { asks: [['0.3', '4.99']] })
  expect(refused(thin)).toBe('below-minimum-size')
  const cheap = sampleEvent([
    { label: '≤1', bids: [['0.01', '90']], asks: [['0.02', '49']] },
    { label: '≥2', bids: [['0.9', '90']], asks: [['0.95', '49']] },
  ])
  expect(refused(cheap)).toBe('below-minimum-size')
  expect(certified(cheap, { minimumOrderUsd: parseUsd('0.9') }).shares).toBe(49_000_000)
})

test('a cap below the smallest size is refused', () => {
  expect(refused(cheapYes(covering), { maxUsd: parseUsd('4') })).toBe('above-cap')
})

test('books that are stale, crossed, one-sided or at odds with their mirror are refused', () => {
  const stale = cheapYes(covering)
  const [firstBook] = stale.books.values()
  if (firstBook !== undefined) firstBook.status = 'stale'
  expect(refused(stale)).toBe('stale-book')

  const crossed = cheapYes(covering)
  putBook(
    crossed.books,
    tokenId('m1-no'),
    [{ price: 6_900 as never, size: size(1) }],
    [{ price: 6_000 as never, size: size(1) }],
  )
  expect(refused(crossed)).toBe('crossed-book')

  expect(refused(cheapYes(covering, { bids: [] }))).toBe('one-sided-book')

  const ahead = cheapYes(covering)
  putBook(
    ahead.books,
    tokenId('m1-no'),
    [{ price: 5_000 as never, size: size(1) }],
    [{ price: 6_100 as never, size: size(1) }],
  )
  expect(refused(ahead)).toBe('sides-disagree')
})

test('books of different markets must have been proven within the skew; the older ones are named', () => {
  const event = cheapYes(covering)
  const old = event.books.get(tokenId('m2-yes'))
  if (old !== undefined) old.provenAliveAt = timeMs(NOW - 2_001)
  expect(certifyOnly(event)).toMatchObject({ refused: 'books-too-far-apart', refresh: ['m2-yes'] })
  if (old !== undefined) old.provenAliveAt = timeMs(NOW - 2_000)
  expect(certified(event).maxSkewMs).toBe(2_000)
})

test('one market below a dollar is refused unless a fresh read confirms both sound books of one instant', () => {
  const event = pair()
  expect(refused(event)).toBe('unconfirmed-complement')
  const confirmedComplement = () => true
  const certificate = certified(event, { confirmedComplement })
  expect(certificate).toMatchObject({
    kind: 'complement-buy',
    subject: 'm0',
    worstProfit: parseUsd('5'),
  })
  expect(verify(certificate, event.bookOf, event.markets)).toEqual({
    valid: false,
    problem: 'unconfirmed complement',
  })

  const no = event.books.get(tokenId('m0-no'))
  if (no !== undefined) no.changedAt = timeMs(NOW - 1)
  expect(refused(event, { confirmedComplement })).toBe('different-instant')
})

test('a crossed market is refused even where it is stale and confirmed', () => {
  const event = sampleEvent([
    { label: 'x', bids: [['0.55', '10']], asks: [['0.5', '10']], overrides: { negRisk: 'none' } },
  ])
  for (const book of event.books.values()) book.status = 'stale'
  const found = findOpportunities(event.markets, event.bookOf)
  expect(found.map(({ kind, topSum }) => [kind, topSum])).toEqual([
    ['complement-buy', 9_500],
    ['complement-sell', 10_500],
  ])
  const options = sampleOptions(event.bookOf, { confirmedComplement: () => true })
  for (const each of found)
    expect(certify(each, options)).toMatchObject({ refused: 'crossed-book' })
})

test('a confirmed sum of bids above a dollar is split and sold', () => {
  const event = pair()
  const levels = (at: number) => [{ price: at as never, size: size(100_000_000) }]
  putBook(event.books, tokenId('m0-yes'), levels(5_500), levels(6_000))
  putBook(event.books, tokenId('m0-no'), levels(5_000), levels(5_500))
  const certificate = certified(event, { confirmedComplement: () => true })
  expect(certificate).toMatchObject({
    kind: 'complement-sell',
    capital: parseUsd('100'),
    worstProfit: parseUsd('5'),
  })
  expect(certificate.stages[0]).toEqual({
    kind: 'action',
    action: { action: 'split', markets: [marketId('m0')], shares: size(100_000_000) },
  })
})
