import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeMs, tokenId } from '../brand.js'
import { anyLevel, anyLevels } from '../fixtures/any-book.js'
import { createNaiveBook, fillNaive } from '../fixtures/naive-book.js'
import { price } from '../money/price.js'
import { size } from '../money/size.js'
import { applySnapshot, type BookSide, createOrderBook, setLevel } from './order-book.js'
import { bestAsk, bestBid, isCrossed, levelsOf, midOf, sizeAt } from './read-book.js'

const SIDES: readonly BookSide[] = ['bid', 'ask']

const step = fc.oneof(
  fc.record({ kind: fc.constant('snapshot' as const), bids: anyLevels, asks: anyLevels }),
  fc.record({
    kind: fc.constant('changes' as const),
    changes: fc.array(fc.tuple(fc.constantFrom(...SIDES), anyLevel), { maxLength: 20 }),
  }),
)

test('after any snapshots and changes it shows what a sorted map shows', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const book = createOrderBook(tokenId('t'))
      const naive = createNaiveBook()
      for (const [index, one] of steps.entries()) {
        if (one.kind === 'snapshot') {
          applySnapshot(book, { epoch: index, ...one }, timeMs(index), timeMs(index))
          fillNaive(naive, one.bids, one.asks)
        } else {
          for (const [side, level] of one.changes) {
            const before = naive.levels(side).find((each) => each.price === level.price)?.size ?? 0
            expect(setLevel(book, side, level.price, level.size)).toBe(before !== level.size)
            naive.set(side, level.price, level.size)
          }
        }
        const [bids, asks] = SIDES.map((side) => naive.levels(side))
        expect(levelsOf(book, 'bid')).toEqual(bids)
        expect(levelsOf(book, 'ask')).toEqual(asks)
        const [bid, ask] = [bids?.[0]?.price, asks?.[0]?.price]
        expect([bestBid(book), bestAsk(book)]).toEqual([bid, ask])
        const both = bid !== undefined && ask !== undefined
        expect(midOf(book)).toBe(both ? (bid + ask) / 2 : undefined)
        expect(isCrossed(book)).toBe(both && bid >= ask)
      }
    }),
    { numRuns: 200 },
  )
})

test('the levels of a side can be cut to the best few', () => {
  fc.assert(
    fc.property(anyLevels, fc.nat(40), (asks, most) => {
      const book = createOrderBook(tokenId('t'))
      applySnapshot(book, { epoch: 1, bids: [], asks }, timeMs(1), timeMs(1))
      expect(levelsOf(book, 'ask', most)).toEqual(levelsOf(book, 'ask').slice(0, most))
    }),
  )
})

test('the size at a price is what rests there, or nothing', () => {
  const book = createOrderBook(tokenId('t'))
  setLevel(book, 'bid', price(4_800), size(5))
  expect(sizeAt(book, 'bid', price(4_800))).toBe(5)
  expect(sizeAt(book, 'bid', price(4_700))).toBe(0)
  expect(sizeAt(book, 'ask', price(4_800))).toBe(0)
})

test('a snapshot sets epoch, times and status; single changes leave them to the owner', () => {
  const book = createOrderBook(tokenId('t'))
  expect(book).toMatchObject({ epoch: 0, status: 'empty' })
  applySnapshot(book, { epoch: 3, bids: [], asks: [] }, timeMs(10), timeMs(12))
  setLevel(book, 'bid', price(1), size(1))
  expect(book).toMatchObject({ epoch: 3, status: 'live', changedAt: 10, provenAliveAt: 12 })
})
