import { expect, test } from 'vitest'
import { createAccountWatch } from './account-watch.js'
import type { Difference } from './compare-account.js'

const cash = (off: number): Difference => ({
  what: 'cash',
  subject: 'account',
  venue: 1_000_000 + off,
  ledger: 1_000_000,
})
const strange: Difference = { what: 'order', subject: '0x1', venue: 1, ledger: 0 }
const start = () => createAccountWatch({ usd: 10_000, shares: 10_000 })

test('an open order that nobody here placed halts at once, until a person has seen to it', () => {
  const watch = start()
  expect(watch.read([strange], false)).toEqual([strange])
  expect(watch.read([], true)).toEqual([])
  expect(watch.halted()).toEqual([strange])
  watch.accept()
  expect(watch.halted()).toEqual([])
})

test('an order that a person has accepted does not halt again, another one does', () => {
  const watch = start()
  watch.read([strange], true)
  watch.accept()
  expect(watch.read([strange], true)).toEqual([])
  const other = { ...strange, subject: '0x2' }
  expect(watch.read([strange, other], true)).toEqual([other])
})

test('cash halts when two settled reads in a row are off by the same', () => {
  const watch = start()
  watch.read([cash(-500_000)], true)
  expect(watch.halted()).toEqual([])
  watch.read([cash(-400_000)], true)
  expect(watch.halted()).toEqual([])
  watch.read([cash(-400_000)], true)
  expect(watch.halted()).toEqual([cash(-400_000)])
})

test('a read while something is under way begins the count anew', () => {
  const watch = start()
  watch.read([cash(-500_000)], true)
  watch.read([cash(-500_000)], false)
  watch.read([cash(-500_000)], true)
  expect(watch.halted()).toEqual([])
})

test('a cent is within tolerance', () => {
  const watch = start()
  for (let reads = 0; reads < 3; reads++) watch.read([cash(10_000)], true)
  expect(watch.halted()).toEqual([])
})

test('a halt for cash ends when the account agrees again', () => {
  const watch = start()
  for (let reads = 0; reads < 2; reads++) watch.read([cash(1_000_000)], true)
  expect(watch.halted()).toHaveLength(1)
  watch.read([], true)
  expect(watch.halted()).toEqual([])
})

test('what a person accepted is the new normal: only what differs from it counts', () => {
  const watch = start()
  for (let reads = 0; reads < 2; reads++) watch.read([cash(5_000_000)], true)
  watch.accept()
  for (let reads = 0; reads < 2; reads++) watch.read([cash(5_005_000)], true)
  expect(watch.halted()).toEqual([])
  for (let reads = 0; reads < 2; reads++) watch.read([cash(4_000_000)], true)
  expect(watch.halted()).toHaveLength(1)
})
