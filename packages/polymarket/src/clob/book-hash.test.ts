import { expect, test } from 'vitest'
import { bookHash } from './book-hash.js'

// The vector is also in the venue's own Python client (tests/test_utilities.py).
const book = {
  market: '0xaabbcc',
  asset_id: '100',
  timestamp: '123456789',
  bids: [
    { price: '0.3', size: '100' },
    { price: '0.4', size: '100' },
  ],
  asks: [
    { price: '0.6', size: '100' },
    { price: '0.7', size: '100' },
  ],
  min_order_size: '100',
  tick_size: '0.01',
  neg_risk: false,
  last_trade_price: '0.5',
}
const expected = '0458ea5755c9f73d64a14636fa5c36ed460ec394'

test('reproduces the venue’s book hash', () => {
  expect(bookHash(book)).toBe(expected)
})

test('does not depend on the order of keys or on further ones', () => {
  const shuffled = Object.fromEntries(Object.entries({ ...book, hash: 'zz' }).reverse())
  expect(bookHash(shuffled as typeof book)).toBe(expected)
})

test('changes with any covered text', () => {
  expect(bookHash({ ...book, last_trade_price: '0.50' })).not.toBe(expected)
  expect(bookHash({ ...book, bids: book.bids.slice(1) })).not.toBe(expected)
})
