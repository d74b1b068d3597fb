// What buying into a book costs: depth, rounding and the taker's fee, in integers. Uses @bot/core alone.
import assert from 'node:assert/strict'
import {
  applySnapshot,
  averagePrice,
  bestAsk,
  createOrderBook,
  formatPrice,
  formatSize,
  formatUsd,
  parsePrice,
  parseSize,
  setLevel,
  timeMs,
  tokenId,
  walkBook,
} from '@bot/core'

const book = createOrderBook(tokenId('rain-yes'))
const level = (price: string, shares: string) => ({
  price: parsePrice(price),
  size: parseSize(shares),
})
const at = timeMs(1_700_000_000_000)
const asks = [level('0.48', '100'), level('0.49', '50'), level('0.52', '400')]
applySnapshot(book, { epoch: 1, bids: [level('0.47', '80')], asks }, at, at)

const fee = { ratePpm: 50_000, exponent: 1, takerOnly: true } as const
const limit = parsePrice('0.49')
const walk = walkBook(book, 'buy', { shares: parseSize('200'), limit, fee })
console.log(`wanted 200 shares at ${formatPrice(limit)} or better`)
console.log(`bought ${formatSize(walk.size)} over ${walk.levels} levels`)
console.log(`for $${formatUsd(walk.notional)} and a fee of $${formatUsd(walk.fee)}`)
console.log(`$${averagePrice(walk)} a share before the fee`)
assert.equal(formatSize(walk.size), '150')
assert.equal(formatUsd(walk.notional), '72.5') // 100 × 0.48 + 50 × 0.49
assert.equal(formatUsd(walk.fee), '1.87275') // 0.05 × (100 × 0.48 × 0.52 + 50 × 0.49 × 0.51)

setLevel(book, 'ask', parsePrice('0.48'), parseSize('0'))
const next = bestAsk(book)
assert.equal(next, parsePrice('0.49'))
console.log(`the first level was taken: now ${next === undefined ? 'none' : formatPrice(next)}`)
