import { type ResolutionWitness, timeMs } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NOW } from '../fixtures/sample-event.js'
import { resolvedOutlook } from './resolved-outlook.js'
import { weighResolution } from './weigh-resolution.js'

const market = buildMarket('m')
const YES = [1_000_000, 0]
const NO = [0, 1_000_000]
const HOUR = 3_600_000

const said = (
  by: ResolutionWitness['by'],
  state: ResolutionWitness['state'],
  parts: Partial<ResolutionWitness> = {},
): ResolutionWitness => ({ by, state, at: NOW, ...parts })

const chain = said('chain', 'resolved', { payouts: YES, final: true })

const weigh = (...witnesses: readonly ResolutionWitness[]) =>
  weighResolution(market, { market: market.id, witnesses }, { now: NOW })

describe('what counts as final', () => {
  test('payouts that the chain holds, whatever a listing still shows', () => {
    const reading = weigh(chain, said('listing', 'proposed', { acceptsOrders: true }))
    expect(reading).toMatchObject({
      ...{ state: 'resolved', outcome: 0, onChain: true, readAt: NOW, settlesAt: NOW },
      evidence: `chain: resolved 1000000/0 at ${NOW}; listing: proposed at ${NOW}`,
    })
  })

  test('not the word of a listing, an order book or the public data that it is resolved', () => {
    for (const by of ['listing', 'order-book', 'public-data'] as const) {
      const words = said(by, 'resolved', { payouts: YES, final: true })
      expect(weigh(words, said('chain', 'unresolved'))).toMatchObject({ onChain: false })
    }
  })

  test('a proposal is UMA’s and names when the money is expected', () => {
    const settlesAt = timeMs(NOW + HOUR)
    const words = said('public-data', 'proposed', { payouts: NO, oracle: 'uma', settlesAt })
    expect(weigh(words, said('listing', 'proposed'))).toMatchObject({
      ...{ source: 'uma', state: 'proposed', outcome: 1, onChain: false, settlesAt },
    })
    expect(weigh(said('public-data', 'proposed', { payouts: NO }))).toMatchObject({
      settlesAt: NOW + 2 * HOUR,
    })
  })

  test('one witness that tells of a dispute makes it disputed', () => {
    const words = said('public-data', 'proposed', { payouts: YES })
    expect(weigh(words, said('listing', 'disputed'))).toMatchObject({
      ...{ state: 'disputed', settlesAt: NOW + 96 * HOUR },
    })
  })
})

test.each([
  ['nobody said anything', [], 'resolution-unknown'],
  ['nothing is proposed', [said('listing', 'unresolved')], 'resolution-unknown'],
  ['no outcome is named', [said('listing', 'proposed')], 'resolution-unknown'],
  ['what was said is old', [{ ...chain, at: timeMs(NOW - 60_001) }], 'resolution-unknown'],
  ['what was said is of the future', [{ ...chain, at: timeMs(NOW + 1) }], 'resolution-unknown'],
  [
    'the chain holds another outcome than was proposed',
    [chain, said('public-data', 'proposed', { payouts: NO })],
    'resolution-contradicted',
  ],
  [
    'the order book calls another outcome the winner',
    [chain, said('order-book', 'resolved', { payouts: NO })],
    'resolution-contradicted',
  ],
  ['both outcomes pay', [{ ...chain, payouts: [500_000, 500_000] }], 'resolution-split'],
  [
    'the market takes no orders',
    [chain, said('order-book', 'unresolved', { acceptsOrders: false })],
    'market-not-tradable',
  ],
] as const)('nothing is made of it where %s', (_what, witnesses, refused) => {
  expect(weigh(...witnesses)).toMatchObject({ refused })
})

test('words about another market count for nothing', () => {
  const fact = { market: buildMarket('x').id, witnesses: [chain] }
  expect(weighResolution(market, fact, { now: NOW })).toMatchObject({
    refused: 'resolution-unknown',
  })
  expect(weighResolution(market, undefined, { now: NOW })).toMatchObject({
    context: { why: 'nobody was asked' },
  })
})

const witness = fc.record(
  {
    by: fc.constantFrom('listing', 'public-data', 'chain', 'chain'),
    state: fc.constantFrom('unresolved', 'proposed', 'disputed', 'resolved', 'resolved'),
    at: fc.constantFrom(-70_000, -60_000, -1_000, 0, 0, 1).map((ago) => timeMs(NOW + ago)),
    payouts: fc.constantFrom(YES, YES, YES, NO, [500_000, 500_000], [1_000_000, 1_000_000]),
    final: fc.constantFrom(true, true, false),
    acceptsOrders: fc.constantFrom(true, true, true, false),
  },
  { requiredKeys: ['by', 'state', 'at'] },
) as fc.Arbitrary<ResolutionWitness>

test('nothing is final without a fresh word of the chain, and no fresh witness names another outcome', () => {
  let final = 0
  fc.assert(
    fc.property(fc.array(witness, { maxLength: 4 }), (witnesses) => {
      const reading = weigh(...witnesses)
      if ('refused' in reading) return
      const fresh = witnesses.filter(({ at }) => at <= NOW && NOW - at <= 60_000)
      const named = fresh.flatMap(({ payouts }) => (payouts === undefined ? [] : [payouts]))
      expect(named.every((payouts) => payouts[reading.outcome] === 1_000_000)).toBe(true)
      expect(named.every((payouts) => payouts[1 - reading.outcome] === 0)).toBe(true)
      expect(fresh.some(({ acceptsOrders }) => acceptsOrders === false)).toBe(false)
      const proof = fresh.some(
        ({ by, state, final: isFinal }) => by === 'chain' && state === 'resolved' && isFinal,
      )
      if (reading.onChain) expect(proof).toBe(true)
      if (reading.onChain) final += 1
    }),
    { numRuns: 3_000 },
  )
  expect(final).toBeGreaterThan(20)
})

test('an outlook says how likely, how soon and at which yield a winner pays', () => {
  const reading = weigh(said('public-data', 'proposed', { payouts: YES }))
  if ('refused' in reading) throw new Error(reading.refused)
  const ask = 9_700 as Parameters<typeof resolvedOutlook>[2]
  const outlook = resolvedOutlook(market, reading, ask, { now: NOW })
  expect(outlook).toMatchObject({
    ...{ state: 'proposed', outcome: 'Yes', onChain: false, delayMs: 2 * HOUR },
    ...{ disputedPpm: 16_700, overturnedPpm: 568, expectedEdge: 30_000 - 568 },
  })
  // What is locked for less than a day counts as locked for one.
  expect(outlook.annualYield).toBeCloseTo((365 * (30_000 - 568)) / 970_000, 9)
  const final = resolvedOutlook(market, { ...reading, state: 'resolved', onChain: true }, ask, {
    now: NOW,
  })
  expect(final).toMatchObject({ disputedPpm: 0, overturnedPpm: 0, expectedEdge: 30_000 })
  const unknown = resolvedOutlook({ ...market, fee: 'unknown' }, reading, ask, { now: NOW })
  expect(unknown).not.toHaveProperty('annualYield')
})
