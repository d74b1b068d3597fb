import { createSweep, type Opportunity } from '@bot/arbitrage'
import {
  applyBookEvent,
  applySnapshot,
  type BookDelta,
  createOrderBook,
  createSeededRandom,
  type OrderBook,
  price,
  size,
  tokenId,
} from '@bot/core'
import { bench, describe } from 'vitest'
import { AT, drawScanWorld, type QuotedSide } from './fixtures/scan-world.js'

const ALONE = 50_000
const EVENTS = 2_000
const CHANGES = 100_000
const { markets, quoted, planted } = drawScanWorld('sweep-bench', ALONE, EVENTS)
const outcomes = markets.length - ALONE

const levels = (side: QuotedSide) =>
  side.map(({ mills, shares }) => ({ price: price(mills * 10), size: size(shares * 1e6) }))
type Held = Readonly<{ book: OrderBook; slot: number }>
const sweep = createSweep(markets)
const held = new Map<string, Held>()
for (const { token, bids, asks } of quoted) {
  const book = createOrderBook(tokenId(token))
  applySnapshot(book, { epoch: 1, bids: levels(bids), asks: levels(asks) }, AT, AT)
  const slot = sweep.slotOf(book.token)
  sweep.update(slot, book)
  held.set(token, { book, slot })
}
const bookOf = (token: string) => held.get(token)?.book

let visited = 0
let sum = 0
const visit = ({ topSum }: Opportunity): void => {
  visited += 1
  sum += topSum
}
const visitWorth = (_opportunity: Opportunity, worth: number): void => {
  visited += 1
  sum += worth
}
const countOf = (run: () => void): number => {
  const before = visited
  run()
  return visited - before
}

type NaiveBook = Readonly<
  Record<'bids' | 'asks', readonly Readonly<{ price: string; size: string }>[]>
>
const rows = (side: QuotedSide) =>
  side.map(({ mills, shares }) => ({ price: String(mills / 1_000), size: String(shares) }))
const naiveBooks = new Map<string, NaiveBook>(
  quoted.map(({ token, bids, asks }) => [token, { bids: rows(bids), asks: rows(asks) }]),
)
const naiveMarkets = new Map(markets.map((market) => [market.id as string, market]))

/** What one writes first: maps of objects as they came from JSON, prices as text, the best of each side first. */
const scanNaively = (): number => {
  const best = (token: string | undefined, side: 'bids' | 'asks'): number =>
    Number(naiveBooks.get(token ?? '')?.[side][0]?.price)
  const groups = new Map<string, { asks: number; bids: number }>()
  let found = 0
  for (const { tokens, negRisk } of naiveMarkets.values()) {
    const [yes, no] = tokens
    const [yesAsk, noAsk] = [best(yes, 'asks'), best(no, 'asks')]
    const [yesBid, noBid] = [best(yes, 'bids'), best(no, 'bids')]
    if (yesAsk + noAsk < 1 - 1e-9) found += 1
    if (yesBid + noBid > 1 + 1e-9) found += 1
    if (typeof negRisk !== 'object') continue
    const sums = groups.get(negRisk.group) ?? { asks: 0, bids: 0 }
    sums.asks += yesAsk
    sums.bids += Math.max(yesBid, 1 - noAsk)
    groups.set(negRisk.group, sums)
  }
  for (const { asks, bids } of groups.values()) {
    if (asks < 1 - 1e-9) found += 1
    if (bids > 1 + 1e-9) found += 1
  }
  return found
}

const [ours, naive] = [countOf(() => sweep.sweep(visit)), scanNaively()]
if (ours !== naive || ours < planted) {
  throw new Error(`Expected both to find the same, ${planted} at least, were ${ours} and ${naive}`)
}
const paying = countOf(() => sweep.sweepDepth(bookOf, visitWorth))

const title = `${markets.length} markets: ${ALONE} alone, ${outcomes} in ${EVENTS} negRisk events; ${ours} found, ${paying} pay over depth after fees`
describe(title, () => {
  bench('naive: maps of objects, prices as text', () => void scanNaively())
  bench('sweep: best prices', () => sweep.sweep(visit))
  bench('sweep: and the depth of what it finds, after fees', () =>
    sweep.sweepDepth(bookOf, visitWorth),
  )
})

/** One level each, near the best: half of them move it, as on a real tape. */
const random = createSeededRandom('recheck-bench')
const deltas: readonly BookDelta[] = Array.from({ length: CHANGES }, () => {
  const { token, bids, asks } = quoted[
    Math.floor(random() * quoted.length)
  ] as (typeof quoted)[number]
  const isBid = random() < 0.5
  const best = (isBid ? bids : asks)[0]?.mills ?? 500
  const at = best + (isBid ? -1 : 1) * Math.floor(random() * 3)
  return {
    type: 'book-delta',
    token: tokenId(token),
    epoch: 1,
    changes: [
      {
        side: isBid ? 'bid' : 'ask',
        price: price(at * 10),
        size: size(random() < 0.25 ? 0 : Math.floor(1 + random() * 1e8)),
      },
    ],
  }
})

describe(`${CHANGES} book changes, one level each, over ${quoted.length} books`, () => {
  bench('apply: find the book, set the level', () => {
    for (const delta of deltas) {
      const found = held.get(delta.token)
      if (found !== undefined) applyBookEvent(found.book, delta, AT, AT)
    }
  })
  bench('apply, and re-check its market and its event', () => {
    for (const delta of deltas) {
      const found = held.get(delta.token)
      if (found === undefined) continue
      applyBookEvent(found.book, delta, AT, AT)
      if (sweep.update(found.slot, found.book)) sweep.recheck(found.slot, visit)
    }
  })
})

if (!Number.isFinite(sum)) throw new Error('Expected finite sums')
