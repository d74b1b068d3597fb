// Proves an arbitrage, has it verified by independent code, and shows that a changed proof or book is refused.
import assert from 'node:assert/strict'
import { certify, describeOpportunity, findOpportunities, verify } from '@bot/arbitrage'
import { formatUsd, parseSize, parseUsd, timeMs, usd } from '@bot/core'
import { buildBook, buildMarket } from '@bot/core/testing'

// One event with three outcomes that cover everything: exactly one of them happens.
const negRisk = { group: 'rain', augmented: false, role: 'named', feeBips: 0 } as const
const markets = ['≤1', '2', '≥3'].map((label, index) =>
  buildMarket(`inches${index}`, { label, negRisk }),
)
const bookAt = (ask: string) =>
  markets.map(({ id }) => buildBook(`${id}-yes`, { bids: [['0.2', '50']], asks: [[ask, '100']] }))
const lookUp = (books: ReturnType<typeof bookAt>) => (token: string) =>
  books.find((book) => book.token === token)

const bookOf = lookUp(bookAt('0.32'))
const [found] = findOpportunities(markets, bookOf)
assert(found !== undefined)
const certificate = certify(found, {
  bookOf,
  now: timeMs(1_700_000_000_000),
  maxSkewMs: 2_000,
  maxBookAgeMs: 10_000,
  maxUsd: parseUsd('100'),
  targetEdge: parseUsd('0.015'),
  lot: parseSize('0.01'),
  minimumOrderUsd: parseUsd('1'),
})
assert(!('refused' in certificate))
console.log(describeOpportunity(certificate))
console.log(
  `pay $${formatUsd(certificate.cost)}, whatever happens earn $${formatUsd(certificate.worstProfit)}`,
)

const honest = verify(certificate, bookOf, markets)
console.log('as certified:  ', JSON.stringify(honest))
assert(honest.valid)

const boasting = { ...certificate, worstProfit: usd(certificate.worstProfit + 1) }
const tampered = verify(boasting, bookOf, markets)
console.log('one unit more: ', JSON.stringify(tampered))
assert(!tampered.valid)

const moved = verify(certificate, lookUp(bookAt('0.34')), markets)
assert(!moved.valid)
console.log(
  'books moved:    not valid, the first difference is in its',
  moved.problem.split(':')[0],
)

const dear = findOpportunities(markets, lookUp(bookAt('0.34')))
console.log(`at 0.34 each there is nothing to certify: ${dear.length} found`)
assert.equal(dear.length, 0)
