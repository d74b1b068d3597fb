import {
  type Basket,
  orderId,
  parseUsd,
  type Refusal,
  type Stamped,
  type Tick,
  timeMs,
} from '@bot/core'
import { buildSignal } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { ARBITRAGE_STEPS, addFunnels, createArbitrageFunnel } from './arbitrage-funnel.js'

const ID = 'arbitrage:event-no:group:1'
const stamped = (event: unknown): Stamped => ({ seq: 1, at: timeMs(1), event }) as Stamped
const nothing = stamped({ type: 'timer', name: 'second' })
const tick = (parts: Partial<Tick> = {}): Tick => ({
  ...{ seq: 1, decisions: [], commands: [], wants: [], audits: [] },
  ...parts,
})
const refusal = (refused: string, step: Refusal['step'], by = 'arbitrage'): Refusal => ({
  ...{ kind: 'refusal', refused, step, by, subject: 's', context: {} },
})

test('each gate lets through what the one before did less what was refused there', () => {
  const funnel = createArbitrageFunnel()
  const decisions = [
    refusal('stale-book', 'certified'),
    refusal('crossed-book', 'certified'),
    refusal('edge-below-threshold', 'certified'),
    refusal('edge-below-threshold', 'certified'),
    refusal('set-not-exhaustive', 'certified'),
    refusal('correlated-exposure', 'chosen'),
    refusal('too-dear', 'certified', 'another-strategy'),
    buildSignal({ strategy: 'arbitrage' }),
  ]
  funnel.add(nothing, tick({ decisions }))
  const { steps, refusals } = funnel.result()
  expect(ARBITRAGE_STEPS.map((step) => steps[step])).toEqual([7, 6, 5, 5, 3, 3, 2, 0, 0, 0, 0])
  expect(refusals[0]).toEqual({ step: 'fees', reason: 'edge-below-threshold', count: 2 })
  expect(refusals.reduce((sum, { count }) => sum + count, 0)).toBe(6)
})

test('a basket is counted once at each step, from its plan to the dollars that came back', () => {
  const funnel = createArbitrageFunnel()
  const record = {
    type: 'basket',
    basket: ID,
    strategy: 'arbitrage',
    plan: {} as Basket,
    progress: {},
  }
  const order = { type: 'order-prepared', id: orderId('o1'), intent: { basket: ID } }
  const report = { order: orderId('o1'), tradeId: 't', status: 'matched' }
  const settled = { type: 'settlement', basket: ID, status: 'confirmed', cash: parseUsd('1') }
  for (let round = 0; round < 2; round++) {
    funnel.add(nothing, tick({ commands: [{ kind: 'record', event: record as never }] }))
    for (const event of [order, { type: 'execution', report }, settled])
      funnel.add(stamped(event), tick())
  }
  const { steps } = funnel.result()
  expect([steps.risk, steps.sent, steps.filled, steps.realised]).toEqual([1, 1, 1, 1])
})

test('funnels add up', () => {
  const funnel = createArbitrageFunnel()
  funnel.add(nothing, tick({ decisions: [refusal('stale-book', 'certified')] }))
  const sum = addFunnels([funnel.result(), funnel.result()])
  expect([sum.steps.naive, sum.steps['same-instant']]).toEqual([2, 0])
  expect(sum.refusals).toEqual([{ step: 'same-instant', reason: 'stale-book', count: 2 }])
})
