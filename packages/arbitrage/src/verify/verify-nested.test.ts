import type { BasketAction, Stage } from '@bot/core'
import { price } from '@bot/core'
import { expect, test } from 'vitest'
import type { Certificate } from '../certificate/certificate.js'
import { certify } from '../certificate/certify.js'
import { findOpportunities } from '../detect/find-opportunities.js'
import { type SampleEvent, sampleEvent, sampleOptions } from '../fixtures/sample-event.js'
import { verify } from './verify.js'

type Bids = readonly (readonly [string, string])[]

/** a and b bid above a dollar, the others add to it for as long as they last; all with fees. */
const unevenEvent = (others: readonly Bids[], a: Bids = [['0.6', '400']]): SampleEvent => {
  const fee = { ratePpm: 20_000, exponent: 1, takerOnly: true } as const
  const books: readonly Bids[] = [
    a,
    [
      ['0.52', '300'],
      ['0.5', '200'],
    ],
    ...others,
  ]
  return sampleEvent(
    books.map((bids, index) => ({
      label: `${index}`,
      fee,
      bids,
      asks: [['0.95', '10']],
      overrides: { tick: price(1) },
    })),
  )
}

const certificateOf = (event: SampleEvent): Certificate => {
  const found = findOpportunities(event.markets, event.bookOf).find(
    ({ kind }) => kind === 'event-no',
  )
  const result = found === undefined ? undefined : certify(found, sampleOptions(event.bookOf))
  if (result === undefined || 'refused' in result) throw new Error(JSON.stringify(result))
  return result
}

const actionsOf = ({ stages }: Certificate, kind: BasketAction['action']) =>
  stages.flatMap((stage) =>
    stage.kind === 'action' && stage.action.action === kind ? [stage.action] : [],
  )

const two = unevenEvent([
  [['0.2', '40']],
  [
    ['0.1', '20'],
    ['0.08', '100'],
  ],
])

test('deeper outcomes get more shares, conversions lie inside one another, and the verifier agrees', () => {
  const certificate = certificateOf(two)
  const converts = actionsOf(certificate, 'convert')
  expect(certificate.legs.map(({ shares }) => shares / 1e6)).toEqual([400, 400, 120, 40])
  expect(converts.map(({ markets, shares }) => [markets.length, shares / 1e6])).toEqual([
    [4, 40],
    [3, 80],
    [2, 280],
  ])
  expect(verify(certificate, two.bookOf, two.markets)).toEqual({ valid: true })
  for (const { payoff } of certificate.payoffs) {
    expect(payoff).toBeGreaterThanOrEqual(certificate.cost + certificate.worstProfit)
  }
  // Each stretch says what the outcomes that are in it earn: it falls where one ends.
  const edges = certificate.margins.map(({ edge }) => edge)
  expect(edges).toEqual([...edges].sort((one, other) => other - one))
  expect(edges.at(-1)).toBeGreaterThan(0)
})

test('one size for all stays where sizes of their own would not pay for another conversion', () => {
  const event = unevenEvent([[['0.2', '399.95']]])
  const certificate = certificateOf(event)
  expect(certificate.actions).toBe(1)
  expect(new Set(certificate.legs.map(({ shares }) => shares)).size).toBe(1)
})

test('where orders for NO would break the precision, each outcome is split as often as it is sold', () => {
  // NO of a at 0.3999 goes in lots of 100 shares, YES at 0.6001 in lots of one.
  const event = unevenEvent([[['0.2', '15']]], [['0.6001', '90.5']])
  const certificate = certificateOf(event)
  const sizes = certificate.legs.map(({ side, shares }) => [side, shares / 1e6])
  expect(sizes).toEqual([
    ['sell', 90],
    ['sell', 90],
    ['sell', 15],
  ])
  expect(actionsOf(certificate, 'split').map(({ shares }) => shares / 1e6)).toEqual([90, 90, 15])
  expect(actionsOf(certificate, 'convert').map(({ shares }) => shares / 1e6)).toEqual([15, 75])
  expect(verify(certificate, event.bookOf, event.markets)).toEqual({ valid: true })
})

/** Every certificate that differs in one number of one conversion, or in which markets it names. */
const forgeries = (certificate: Certificate): Certificate[] =>
  certificate.stages.flatMap((stage, index): Certificate[] => {
    if (stage.kind !== 'action') return []
    const { markets, shares } = stage.action
    const [first, ...others] = markets
    const changed: BasketAction[] = [
      { ...stage.action, shares: (shares + 1) as never },
      { ...stage.action, shares: (shares - 1) as never },
      { ...stage.action, markets: others },
      { ...stage.action, markets: first === undefined ? [] : [...others, first, first] },
      { ...stage.action, group: 'another' },
    ]
    return changed.map((action) => ({
      ...certificate,
      stages: certificate.stages.map((each, at): Stage => {
        return at === index ? { kind: 'action', action } : each
      }),
    }))
  })

test('a conversion of other shares, other markets or another group is refused', () => {
  const certificate = certificateOf(two)
  const forged = forgeries(certificate)
  expect(forged).toHaveLength(15)
  for (const each of forged) {
    expect(verify(each, two.bookOf, two.markets)).toMatchObject({ valid: false })
  }
})

test('shares moved from a narrow conversion to a wide one would pay more, and are not there', () => {
  const certificate = certificateOf(two)
  const [wide, middle] = actionsOf(certificate, 'convert')
  const moved = 1_000_000
  const stages = certificate.stages.map((stage): Stage => {
    if (stage.kind !== 'action') return stage
    const by = stage.action === wide ? moved : stage.action === middle ? -moved : 0
    return {
      kind: 'action',
      action: { ...stage.action, shares: (stage.action.shares + by) as never },
    }
  })
  const more = {
    ...certificate,
    stages,
    payoffs: certificate.payoffs.map(({ state, payoff }) => ({
      state,
      payoff: (payoff + moved) as never,
    })),
    worstProfit: (certificate.worstProfit + moved) as never,
  }
  expect(verify(more, two.bookOf, two.markets)).toMatchObject({
    problem: expect.stringMatching(/^hands over more of m\d-no than is held$/),
  })
})

test('any single value of it that is changed makes it invalid', () => {
  const certificate = certificateOf(two)
  const text = JSON.stringify(certificate)
  let tried = 0
  const change = (value: unknown, forge: (changed: unknown) => Certificate): void => {
    if (typeof value === 'number') {
      tried += 1
      expect(verify(forge(value + 1), two.bookOf, two.markets).valid, `${value}`).toBe(false)
    } else if (Array.isArray(value)) {
      for (const [index, each] of value.entries()) {
        change(each, (changed) => forge(value.map((own, at) => (at === index ? changed : own))))
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) {
        if (key !== 'certifiedAt') change(each, (changed) => forge({ ...value, [key]: changed }))
      }
    }
  }
  change(certificate, (changed) => changed as Certificate)
  expect(tried).toBeGreaterThan(60)
  expect(JSON.stringify(certificate)).toBe(text)
})
