import { type Basket, defineStrategy, parseUsd } from '@bot/core'
import { buildSignal } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { keptLog, nothing, refusalOf, stampedOf, tickOf } from '../fixtures/ticks.js'
import { createLogLines } from './log-lines.js'

const strategies = [
  ['arbitrage', 'Arbitrage'],
  ['overreaction-fade', 'Overreaction Fade'],
].map(([name = '', title = '']) =>
  defineStrategy({
    spec: 1,
    name,
    title,
    priority: 'low',
    thresholds: {},
    interest: { subject: 'market', triggers: ['scan'], wants: () => true },
    evaluate: () => [],
  }),
)
const writing = (debug = false) => {
  const kept = keptLog(debug)
  return { ...kept, lines: createLogLines(kept.log, strategies) }
}
const scanned = { audits: [{ scan: 1, audit: {} }] } as never

test('an opportunity is written in the words its users look for', () => {
  const { lines, messages } = writing()
  const basket = { id: 'b', worstCase: parseUsd('1') } as unknown as Basket
  const because = 'Found YES+NO=$0.97 opportunity (3¢ edge)'
  const signal = { ...buildSignal({ strategy: 'arbitrage', because }), basket }
  lines.observe(nothing, tickOf({ decisions: [signal] }))
  expect(messages()).toEqual(['Arbitrage: Found YES+NO=$0.97 opportunity (3¢ edge)'])
})

test('a strategy without signals is written once, and again after it had some', () => {
  const { lines, messages } = writing()
  const silent = "Cascade: Strategy 'Overreaction Fade' found 0 signals, trying next..."
  const spoken = buildSignal({ strategy: 'arbitrage' })
  lines.observe(nothing, tickOf({ decisions: [spoken], ...(scanned as object) }))
  lines.observe(nothing, tickOf({ decisions: [spoken], ...(scanned as object) }))
  expect(messages().filter((msg) => msg.startsWith('Cascade'))).toEqual([silent])
  const found = refusalOf({ by: 'overreaction-fade', step: 'chosen' })
  lines.observe(nothing, tickOf({ decisions: [spoken, found], ...(scanned as object) }))
  lines.observe(nothing, tickOf({ decisions: [spoken], ...(scanned as object) }))
  expect(messages().filter((msg) => msg.startsWith('Cascade'))).toEqual([silent, silent])
})

test('a signal that was taken and refused later has a line; what was turned down early is debug', () => {
  const quiet = writing()
  const early = refusalOf({ step: 'chosen', refused: 'duplicate' })
  quiet.lines.observe(nothing, tickOf({ decisions: [early, refusalOf()] }))
  expect(quiet.messages()).toEqual(['Not traded: too-dear'])
  const loud = writing(true)
  loud.lines.observe(nothing, tickOf({ decisions: [early] }))
  expect(loud.messages()).toEqual(['Not traded: duplicate'])
})

test('a strategy that failed is an error with its title and reason', () => {
  const { lines, records } = writing()
  const failed = { kind: 'strategy-failed', strategy: 'arbitrage', reason: 'boom' } as never
  lines.observe(nothing, tickOf({ decisions: [failed] }))
  expect(records).toMatchObject([{ level: 50, msg: "Strategy 'Arbitrage' failed: boom" }])
})

test('orders, executions and settlements each have a line', () => {
  const { lines, messages } = writing()
  const intent = { side: 'buy', owner: 's' } as never
  const prepared = {
    type: 'order-prepared',
    ref: 'r',
    intent,
    id: 'o',
    wire: 'secret wire',
  } as never
  lines.observe(stampedOf(prepared), tickOf())
  const report = { order: 'o', status: 'matched' } as never
  lines.observe(stampedOf({ type: 'execution', report }), tickOf())
  const settled = { type: 'settlement', action: { action: 'merge' }, status: 'confirmed' } as never
  lines.observe(stampedOf(settled), tickOf())
  expect(messages()).toEqual([
    'Order: buy sent',
    'Execution: matched',
    'Settlement: merge confirmed',
  ])
})

test('the signed text of an order is never written', () => {
  const { lines, records } = writing(true)
  const prepared = {
    type: 'order-prepared',
    ref: 'r',
    intent: {},
    id: 'o',
    wire: 'signed',
  } as never
  lines.observe(stampedOf(prepared), tickOf())
  expect(JSON.stringify(records)).not.toContain('signed')
})
