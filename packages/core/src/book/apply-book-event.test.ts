import { expect, test } from 'vitest'
import { timeMs, tokenId } from '../brand.js'
import { price } from '../money/price.js'
import { size } from '../money/size.js'
import { buildBook, level } from '../testing/builders.js'
import { applyBookEvent } from './apply-book-event.js'
import { createOrderBook } from './order-book.js'
import { levelsOf } from './read-book.js'

const token = tokenId('t')
const at = timeMs(1_700_000_000_100)
const book = () => buildBook('t', { bids: [['0.47', '1']], asks: [['0.48', '1']] })
const delta = (epoch: number) =>
  ({
    type: 'book-delta',
    token,
    epoch,
    changes: [{ side: 'bid', price: price(4_700), size: size(5) }],
  }) as const
const snapshot = (epoch: number) =>
  ({ type: 'book-snapshot', token, epoch, bids: [level('0.4', '2')], asks: [] }) as const

test('a delta of the same epoch changes levels and times, and proves the book alive', () => {
  const target = book()
  target.status = 'stale'
  expect(applyBookEvent(target, delta(1), at, timeMs(at + 3))).toBe('applied')
  expect(levelsOf(target, 'bid')).toEqual([{ price: 4_700, size: 5 }])
  expect(target).toMatchObject({ changedAt: at, provenAliveAt: at + 3, status: 'live' })
})

test('a delta of a later epoch means a missed snapshot: nothing but one makes the book good again', () => {
  const target = book()
  const before = levelsOf(target, 'bid')
  expect(applyBookEvent(target, delta(2), at, at)).toBe('wrong-epoch')
  expect(levelsOf(target, 'bid')).toEqual(before)
  expect(target.status).toBe('empty')
  expect(applyBookEvent(target, delta(1), at, at)).toBe('wrong-epoch')
  expect(target.status).toBe('empty')
  expect(applyBookEvent(target, snapshot(2), at, at)).toBe('applied')
  expect(target).toMatchObject({ status: 'live', epoch: 2 })
})

test('a late delta of an earlier epoch changes nothing', () => {
  const target = book()
  applyBookEvent(target, snapshot(2), at, at)
  const before = structuredClone(target)
  expect(applyBookEvent(target, delta(1), at, at)).toBe('wrong-epoch')
  expect(target).toEqual(before)
})

test('a delta before any snapshot is refused', () => {
  const target = createOrderBook(token)
  expect(applyBookEvent(target, delta(0), at, at)).toBe('wrong-epoch')
  expect(target.status).toBe('empty')
})
