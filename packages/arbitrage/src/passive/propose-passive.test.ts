import { parseSize, parseUsd, type Usd } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomEvent } from '../fixtures/random-event.js'
import { sampleEvent, sampleOptions } from '../fixtures/sample-event.js'
import { type PassiveOptions, proposePassive } from './propose-passive.js'

const rates = { bothPpm: 600_000, onePpm: 300_000, source: 'a test' }

const options = (
  bookOf: PassiveOptions['bookOf'],
  parts: Partial<PassiveOptions> = {},
): PassiveOptions => ({
  ...sampleOptions(bookOf),
  shares: parseSize('100'),
  placement: 'join',
  rates,
  ...parts,
})

const wide = () => sampleEvent([{ label: 'a', bids: [['0.4', '500']], asks: [['0.5', '500']] }])

test('resting at both bids earns the spread, less often than not when only one side fills', () => {
  const { markets, bookOf } = wide()
  const [market] = markets
  if (market === undefined) throw new Error('expected a market')
  const proposal = proposePassive(market, options(bookOf))
  // 0.40 and 0.50: 90 dollars for 100 sets.
  expect(proposal).toMatchObject({
    capital: parseUsd('90'),
    profit: parseUsd('10'),
    executable: false,
  })
  expect(proposal).toMatchObject({
    oneSidedLoss: 0,
    worstLoss: parseUsd('50'),
    expected: parseUsd('6'),
  })
  const better = proposePassive(market, options(bookOf, { placement: 'improve' }))
  // A tick above each bid costs a dollar more a side, and a dollar to sell back.
  expect(better).toMatchObject({
    profit: parseUsd('8'),
    oneSidedLoss: parseUsd('1'),
    expected: parseUsd('4.5'),
  })
})

test('a spread of one tick leaves no room to improve, and an edge below the target is refused', () => {
  const { markets, bookOf } = sampleEvent([
    { label: 'a', bids: [['0.49', '500']], asks: [['0.5', '500']] },
  ])
  const [market] = markets
  if (market === undefined) throw new Error('expected a market')
  expect(proposePassive(market, options(bookOf, { placement: 'improve' }))).toMatchObject({
    refused: 'no-depth',
  })
  const targetEdge = 20_000 as Usd
  expect(proposePassive(market, options(bookOf, { targetEdge }))).toMatchObject({
    refused: 'edge-below-threshold',
  })
})

test('both filled and merged never pays less than it cost, and the losses bound each other', () => {
  let proposed = 0
  fc.assert(
    fc.property(
      randomEvent(1_000_000),
      fc.constantFrom('join' as const, 'improve' as const),
      ({ markets, bookOf }, placement) => {
        for (const market of markets) {
          const proposal = proposePassive(market, options(bookOf, { placement }))
          if ('refused' in proposal) continue
          proposed += 1
          const paid = proposal.legs.reduce(
            (sum, { shares, limit }) => sum + (shares * limit) / 10_000,
            0,
          )
          expect(proposal.capital).toBe(paid)
          expect(proposal.profit).toBe((proposal.legs[0]?.shares ?? 0) - paid)
          expect(proposal.profit).toBeGreaterThan(0)
          expect(proposal.oneSidedLoss).toBeLessThanOrEqual(proposal.worstLoss * 1.07)
          expect(proposal.expected).toBeLessThanOrEqual(proposal.profit)
        }
      },
    ),
  )
  expect(proposed).toBeGreaterThan(20)
})
