import { certify, findOpportunities, rememberSets } from '@bot/arbitrage'
import {
  applySnapshot,
  type BookView,
  createOrderBook,
  createSeededRandom,
  marketId,
  type OrderBook,
  parseUsd,
  price,
  size,
  timeMs,
  tokenId,
} from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { bench, describe } from 'vitest'

const OUTCOMES = 30
const LEVELS = 5
const NOW = timeMs(1_790_000_000_000)
const fee = { ratePpm: 40_000, exponent: 1, takerOnly: true }
const random = createSeededRandom('certify-bench')

/**
 * An event of buckets that cover the line; every book `LEVELS` deep, YES bids and asks around `mills`. The first
 * `shallow` outcomes have a 25th of the shares.
 */
const drawEvent = (mills: number, shallow: number) => {
  const books = new Map<string, OrderBook>()
  const put = (token: string, bid: number, ask: number, part: number): void => {
    const side = (from: number, step: number) =>
      Array.from({ length: LEVELS }, (_, i) => ({
        price: price((from + step * i) * 10),
        size: size((50 + Math.floor(random() * 500)) * 1e6 * part),
      }))
    const book = createOrderBook(tokenId(token))
    applySnapshot(book, { epoch: 1, bids: side(bid, -1), asks: side(ask, 1) }, NOW, NOW)
    books.set(token, book)
  }
  const markets = Array.from({ length: OUTCOMES }, (_, index) => {
    const last = index === OUTCOMES - 1
    const label = index === 0 ? '≤0' : last ? `≥${index}` : `${index}`
    const bid = mills - 1 + Math.floor(random() * 3)
    const tokens = [0, 1].map((i) => tokenId(`${i}${String(index).padStart(76, '7')}`))
    const [yes = '', no = ''] = tokens
    const part = index < shallow ? 0.04 : 1
    put(yes, bid, bid + 2, part)
    put(no, 998 - bid, 1_000 - bid, part)
    const negRisk = { group: 'g', augmented: false, role: 'named', feeBips: 0 } as const
    return buildMarket(marketId(`m${index}`), { label, tokens, fee, tick: price(10), negRisk })
  })
  return { markets, bookOf: (token: string): BookView | undefined => books.get(token) }
}

const limits = {
  now: NOW,
  targetEdge: parseUsd('0.015'),
  maxSkewMs: 2_000,
  maxBookAgeMs: 10_000,
  lot: size(10_000),
  minimumOrderUsd: parseUsd('1'),
  classify: rememberSets(),
}

/** Text prices, floats, every end of a level of every leg walked anew: what one writes first. It proves nothing. */
const sizeNaively = (legs: readonly (readonly Readonly<{ price: string; size: string }>[])[]) => {
  const walk = (rows: (typeof legs)[number], shares: number): number => {
    let [left, dollars] = [shares, 0]
    for (const row of rows) {
      const at = Number(row.price)
      const take = Math.min(left, Number(row.size))
      dollars += take * (at + 0.04 * at * (1 - at))
      left -= take
    }
    return left > 0 ? Number.POSITIVE_INFINITY : dollars
  }
  const ends = legs.flatMap((rows) => {
    let reached = 0
    return rows.map((row) => (reached += Number(row.size)))
  })
  let best = 0
  for (const shares of new Set(ends)) {
    const cost = legs.reduce((sum, rows) => sum + walk(rows, shares), 0)
    best = Math.max(best, shares - cost)
  }
  return best
}

/** Something fixed to hold the times against: what a loaded machine does to them, it does to this too. */
const rows = JSON.stringify(
  Array.from({ length: 200 }, (_, i) => ({ price: `0.${i}`, size: i * 7 })),
)

for (const [name, mills, dollars, shallow = 0] of [
  ['YES below a dollar, 100 dollars', 25, '100'],
  ['YES below a dollar, the whole depth', 25, '1000000'],
  ['NO side, 5,000 dollars', 37, '5000'],
  ['NO side, the whole depth', 37, '1000000'],
  ['NO side, 6 outcomes shallow, 5,000 dollars', 39, '5000', 6],
  ['NO side, 12 outcomes shallow, the whole depth', 42, '1000000', 12],
  ['NO side, refused above a cap of 100 dollars', 37, '100'],
  ['quiet', 33, '100'],
] as const) {
  const { markets, bookOf } = drawEvent(mills, shallow)
  const [opportunity] = findOpportunities(markets, bookOf)
  const side = opportunity?.kind === 'event-no' ? 1 : 0
  const legs = markets.map(({ tokens }) => {
    const { prices = [], sizes = [] } = bookOf(tokens[side] ?? '')?.asks ?? {}
    return prices
      .map((at, i) => ({ price: String(at / 10_000), size: String((sizes[i] ?? 0) / 1e6) }))
      .reverse()
  })
  const options = { ...limits, maxUsd: parseUsd(dollars), bookOf }
  const proven = opportunity === undefined ? undefined : certify(opportunity, options)
  const ended = proven === undefined ? 'quiet' : 'refused' in proven ? 'refused' : 'certified'
  const expected = name === 'quiet' ? 'quiet' : name.includes('refused') ? 'refused' : 'certified'
  if (ended !== expected) throw new Error(`${name}: expected ${expected}, was ${ended}`)
  describe(`1 event of ${OUTCOMES} outcomes, ${LEVELS} levels a side: ${name}`, () => {
    bench('naive: every end of a level, in floats from text', () => void sizeNaively(legs))
    if (opportunity !== undefined) {
      bench('certify again', () => void certify(opportunity, options), { warmupTime: 1_000 })
    }
    bench('another workload: JSON.parse of 200 rows', () => void JSON.parse(rows))
    bench('look for opportunities', () => void findOpportunities(markets, bookOf))
  })
}
