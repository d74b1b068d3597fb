import type { Basket } from '@bot/core'
import { buildSignal } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { nothing, refusalOf, tickOf } from '../fixtures/ticks.js'
import { createStrategyCounts } from './strategy-counts.js'

test('a signal that was not chosen counts as a signal, not as taken', () => {
  const counts = createStrategyCounts()
  const failed = { kind: 'strategy-failed', strategy: 'other', reason: 'boom' } as never
  const decisions = [
    buildSignal(),
    refusalOf({ by: 'sample', step: 'chosen' }),
    refusalOf({ by: 'sample', step: 'risk-passed' }),
    failed,
  ]
  counts.observe(nothing, tickOf({ decisions }))
  expect(counts.of('sample')).toEqual({ signals: 2, taken: 1, failures: 0 })
  expect(counts.of('other')).toEqual({ signals: 0, taken: 0, failures: 1 })
  expect(counts.of('unknown')).toEqual({ signals: 0, taken: 0, failures: 0 })
})

test('who wanted a basket is remembered', () => {
  const counts = createStrategyCounts()
  const signal = { ...buildSignal(), basket: { id: 'b1' } as unknown as Basket }
  counts.observe(nothing, tickOf({ decisions: [signal] }))
  expect([counts.basketOwner('b1'), counts.basketOwner('b2')]).toEqual(['sample', undefined])
})
