import { usd } from '@bot/core'
import type { Difference } from '@bot/executor'
import { expect, test } from 'vitest'
import { nothing, stampedOf } from '../fixtures/ticks.js'
import { createReconciliation } from './reconciliation.js'

const read = stampedOf({ type: 'account', cash: usd(1), open: [], holdings: [] })
const cash: Difference = { what: 'cash', subject: 'account', venue: 97_500_000, ledger: 98_000_000 }

const watching = () => {
  const told: (readonly Difference[])[] = []
  let halted: readonly Difference[] = []
  let missed = 0
  const watch = createReconciliation({
    halted: () => halted,
    differs: ({ cash: said }) => said !== usd(1),
    onDifference: () => {
      missed += 1
    },
    onHalt: (differences) => void told.push(differences),
  })
  const see = (differences: readonly Difference[]): void => {
    halted = differences
    watch.observe(read)
  }
  return { watch, told, see, missed: () => missed }
}

test('a halt of the policy is a problem, told once until trading goes on', () => {
  const { watch, told, see } = watching()
  see([])
  expect(watch.problem()).toBeUndefined()
  see([cash])
  see([cash])
  expect(watch.problem()).toBe(
    'foreign activity: the venue and the journal disagree about cash (97.5 and 98)',
  )
  expect(told).toEqual([[cash]])
  see([])
  expect(watch.problem()).toBeUndefined()
  see([cash])
  expect(told).toHaveLength(2)
})

test.each<[Difference, string]>([
  [{ what: 'shares', subject: '7', venue: 0, ledger: -1_500_000 }, 'shares of 7 (0 and -1.5)'],
  [{ what: 'order', subject: '0x1', venue: 1, ledger: 0 }, 'order 0x1 (open and unknown)'],
])('%o is told as %s', (difference, text) => {
  const { watch, see } = watching()
  see([difference])
  expect(watch.problem()).toContain(text)
})

test('each read that differs is told, also when nothing halts', () => {
  const { watch, missed, see } = watching()
  see([])
  expect(missed()).toBe(0)
  for (let reads = 0; reads < 2; reads++)
    watch.observe(stampedOf({ type: 'account', cash: usd(2), open: [], holdings: [] }))
  expect(missed()).toBe(2)
})

test('events that say nothing of the account are passed over', () => {
  const watch = createReconciliation({
    halted: () => [cash],
    differs: () => true,
    onDifference: () => {},
    onHalt: () => {},
  })
  watch.observe(nothing)
  expect(watch.problem()).toBeUndefined()
})
