import { type Basket, orderId, parseUsd, type Signal, tokenId } from '@bot/core'
import { buildSignal } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { nothing, refusalOf, stampedOf, tickOf } from '../fixtures/ticks.js'
import { createFunnel } from './funnel.js'

const basket = { id: 'b1' } as unknown as Basket
const inBasket: Signal = { ...buildSignal(), basket }
const execution = (status: 'matched' | 'confirmed', tradeId?: string) =>
  stampedOf({
    type: 'execution',
    report: { order: orderId('o'), status, ...(tradeId === undefined ? {} : { tradeId }) },
  })

test('each step counts what reached it', () => {
  const funnel = createFunnel()
  const submit = { kind: 'submit', order: {} } as never
  funnel.add(nothing, tickOf({ decisions: [buildSignal(), inBasket], commands: [submit] }))
  funnel.add(execution('matched', 't'), tickOf())
  funnel.add(execution('confirmed', 't'), tickOf())
  // A report on the order as a whole is not a trade.
  funnel.add(execution('matched'), tickOf())
  funnel.add(
    stampedOf({
      type: 'settlement',
      ref: 'r' as never,
      owner: 's',
      action: { action: 'split' } as never,
      status: 'confirmed',
      cash: parseUsd('0'),
    }),
    tickOf(),
  )
  expect(funnel.result().steps).toEqual({
    detected: 2,
    certified: 1,
    chosen: 2,
    sized: 1,
    'risk-passed': 1,
    sent: 0,
    matched: 1,
    confirmed: 1,
    settled: 1,
  })
})

test('what was turned down early was detected; what fell out later had been counted', () => {
  const funnel = createFunnel()
  const decisions = [
    refusalOf({ step: 'certified', refused: 'crossed-book' }),
    refusalOf({ step: 'chosen', refused: 'duplicate' }),
    refusalOf({ step: 'sized' }),
    refusalOf({ step: 'sent' }),
  ]
  funnel.add(nothing, tickOf({ decisions }))
  expect(funnel.result().steps.detected).toBe(2)
})

test('refusals are counted by step, reason and strategy, the most frequent first', () => {
  const funnel = createFunnel((owner) => (owner === 'b1' ? 'arbitrage' : owner))
  const dear = refusalOf({ by: 'b1' })
  const named = refusalOf({ by: 'arbitrage' })
  const other = refusalOf({ refused: 'too-small' })
  funnel.add(nothing, tickOf({ decisions: [other, dear, named] }))
  expect(funnel.result().refusals).toEqual([
    { step: 'risk-passed', reason: 'too-dear', by: 'arbitrage', count: 2 },
    { step: 'risk-passed', reason: 'too-small', by: 'sample', count: 1 },
  ])
})

test('a result that was read does not change afterwards', () => {
  const funnel = createFunnel()
  const before = funnel.result()
  funnel.add(nothing, tickOf({ decisions: [buildSignal({ token: tokenId('x') })] }))
  expect(before.steps.detected).toBe(0)
})
