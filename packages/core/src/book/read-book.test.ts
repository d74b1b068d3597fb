import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeMs, tokenId } from '../brand.js'
import { anyBook, anyLevels } from '../fixtures/any-book.js'
import { buildBook } from '../testing/builders.js'
import { applySnapshot, createOrderBook } from './order-book.js'
import { bestAsk, bestBid, bookFault, levelsOf, mirrorLevels, sameInstant } from './read-book.js'

const at = 1_700_000_000_000

test('mirroring twice gives the levels back, and a best bid becomes a best ask of one dollar less', () => {
  fc.assert(
    fc.property(anyBook, (book) => {
      const bids = levelsOf(book, 'bid')
      expect(mirrorLevels(mirrorLevels(bids))).toEqual(bids)
      const other = createOrderBook(tokenId('no'))
      const mirrored = {
        epoch: 1,
        bids: mirrorLevels(levelsOf(book, 'ask')),
        asks: mirrorLevels(bids),
      }
      applySnapshot(other, mirrored, timeMs(1), timeMs(1))
      const [bid, ask] = [bestBid(book), bestAsk(book)]
      expect(bestAsk(other)).toBe(bid === undefined ? undefined : 10_000 - bid)
      expect(bestBid(other)).toBe(ask === undefined ? undefined : 10_000 - ask)
    }),
  )
})

test('mirroring keeps sizes and the order from the best', () => {
  fc.assert(
    fc.property(anyLevels, (levels) => {
      expect(mirrorLevels(levels).map((level) => level.size)).toEqual(levels.map((it) => it.size))
    }),
  )
})

const good = () => buildBook('t', { bids: [['0.47', '1']], asks: [['0.48', '1']] }, at)

test('a live two-sided book has no fault until it is too old', () => {
  expect(bookFault(good(), timeMs(at + 2_000), 2_000)).toBeUndefined()
  expect(bookFault(good(), timeMs(at + 2_001), 2_000)).toBe('stale-book')
})

test.each([
  ['missing-book', undefined],
  ['missing-book', createOrderBook(tokenId('t'))],
  ['stale-book', { ...good(), status: 'stale' as const }],
  ['crossed-book', buildBook('t', { bids: [['0.48', '1']], asks: [['0.48', '1']] }, at)],
  ['one-sided-book', buildBook('t', { bids: [['0.48', '1']] }, at)],
  ['one-sided-book', buildBook('t', {}, at)],
])('names the fault %s', (fault, book) => {
  expect(bookFault(book, timeMs(at), 2_000)).toBe(fault)
})

test('two books show one instant when both are live and last changed at one venue time', () => {
  const later = buildBook('u', { bids: [['0.47', '1']] }, at + 1)
  expect(sameInstant(good(), good())).toBe(true)
  expect(sameInstant(good(), later)).toBe(false)
  expect(sameInstant(good(), { ...good(), status: 'stale' })).toBe(false)
})
