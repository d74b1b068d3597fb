import { orderId } from '@bot/core'
import { buildSignal } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { nothing, stampedOf, tickOf } from '../fixtures/ticks.js'
import { createChanges } from './changes.js'

test('each kind of change rings for what a page shows of it', () => {
  const changes = createChanges(() => {})
  const heard: string[] = []
  const stop = changes.subscribe((topic) => void heard.push(topic))
  changes.observe(nothing, tickOf({ decisions: [buildSignal()] }))
  expect(heard.splice(0)).toEqual(['signals', 'status'])
  const report = { order: orderId('o'), status: 'open' } as const
  changes.observe(stampedOf({ type: 'execution', report }), tickOf())
  expect(heard.splice(0)).toEqual(['trades', 'positions'])
  stop()
  changes.observe(nothing, tickOf())
  expect(heard).toEqual([])
})

test('a listener that throws is told, and the others still hear', () => {
  const failures: unknown[] = []
  const changes = createChanges((thrown) => void failures.push(thrown))
  const heard: string[] = []
  changes.subscribe(() => {
    throw new Error('deaf')
  })
  changes.subscribe((topic) => void heard.push(topic))
  changes.observe(nothing, tickOf())
  expect([failures.map(String), heard]).toEqual([['Error: deaf'], ['status']])
})
