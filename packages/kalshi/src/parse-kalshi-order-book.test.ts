import { applySnapshot, bookFault, createOrderBook, timeMs, tokenId } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseKalshiOrderBook } from './parse-kalshi-order-book.js'

const today = (yes: unknown, no: unknown) =>
  parseKalshiOrderBook({ orderbook_fp: { yes_dollars: yes, no_dollars: no } })

test('an ask for YES is a bid for NO, mirrored; the best level comes first', () => {
  const book = {
    yes: {
      bids: [
        { price: 4_100, size: 2_500_000 },
        { price: 100, size: 10_000_000 },
      ],
      asks: [{ price: 4_400, size: 7_000_000 }],
    },
    no: {
      bids: [{ price: 5_600, size: 7_000_000 }],
      asks: [
        { price: 5_900, size: 2_500_000 },
        { price: 9_900, size: 10_000_000 },
      ],
    },
  }
  const yes = [
    ['0.0100', '10.00'],
    ['0.4100', '2.50'],
  ]
  expect(today(yes, [['0.5600', '7.00']])).toEqual({ book })
  const cents = {
    yes: [
      [1, 10],
      [41, 2.5],
    ],
    no: [[56, 7]],
  }
  expect(parseKalshiOrderBook({ orderbook: cents })).toEqual({ book })
})

test('empty sides are an empty book, a missing book is none', () => {
  const nothing = { bids: [], asks: [] }
  expect(today([], null)).toEqual({ book: { yes: nothing, no: nothing } })
  expect(today([['0.4100', '0.00']], undefined)).toEqual({ book: { yes: nothing, no: nothing } })
  expect(parseKalshiOrderBook({})).toEqual({ rejected: 'missing-orderbook' })
  expect(parseKalshiOrderBook('x')).toEqual({ rejected: 'not-an-object' })
})

test('refuses a book with a hole, a repeated price or crossed sides', () => {
  const level = (price: unknown, size: unknown = '1.00') => today([[price, size]], [])
  for (const price of ['1.0000', '0.0000', '0.00001', 'x', null, 0.41]) {
    expect(level(price)).toEqual({ rejected: 'bad-price' })
  }
  expect(parseKalshiOrderBook({ orderbook: { yes: [['0.41', 1]] } })).toEqual({
    rejected: 'bad-price',
  })
  for (const size of ['-1', 'x', null, '0.0000001']) {
    expect(level('0.4', size)).toEqual({ rejected: 'bad-size' })
  }
  expect(
    today(
      [
        ['0.4', '1'],
        ['0.4000', '2'],
      ],
      [],
    ),
  ).toEqual({ rejected: 'repeated-price' })
  expect(today([['0.4', '1']], [['0.6', '1']])).toEqual({ rejected: 'crossed-book' })
  expect(today([['0.4']], [])).toEqual({ rejected: 'bad-orderbook-fp-yes-dollars' })
})

test('every book that is not refused stands in a book of core, both sides alike', () => {
  const side = fc.uniqueArray(
    fc.record({ cents: fc.integer({ min: 1, max: 99 }), count: fc.integer({ min: 1, max: 1e6 }) }),
    { selector: ({ cents }) => cents, minLength: 1 },
  )
  fc.assert(
    fc.property(side, side, (yes, no) => {
      const wire = (levels: typeof yes) => levels.map(({ cents, count }) => [cents, count])
      const best = (levels: typeof yes) => Math.max(...levels.map(({ cents }) => cents))
      const parsed = parseKalshiOrderBook({ orderbook: { yes: wire(yes), no: wire(no) } })
      if (best(yes) + best(no) >= 100) {
        expect(parsed).toEqual({ rejected: 'crossed-book' })
        return
      }
      if ('rejected' in parsed) throw new Error(parsed.rejected)
      for (const { bids, asks } of [parsed.book.yes, parsed.book.no]) {
        const book = createOrderBook(tokenId('t'))
        applySnapshot(book, { epoch: 1, bids, asks }, timeMs(1_000), timeMs(1_000))
        expect(bookFault(book, timeMs(1_000), 1_000)).toBeUndefined()
      }
      expect(parsed.book.yes.bids[0]?.price).toBe(best(yes) * 100)
      expect(parsed.book.yes.asks[0]?.price).toBe(10_000 - best(no) * 100)
    }),
  )
})

test('never throws, whatever the JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (yes, no) => {
      parseKalshiOrderBook(yes)
      today(yes, no)
      today([[yes, no]], [])
    }),
  )
})
