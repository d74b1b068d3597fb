import { createArbitrageStrategy } from '@bot/arbitrage'
import {
  createSeededRandom,
  type Engine,
  type Event,
  type ExecutionPolicy,
  eventId,
  type MarketFacts,
  marketId,
  price,
  type Stamped,
  size,
  timeMs,
  tokenId,
  usd,
} from '@bot/core'
import { createEngine, scanSlices } from '@bot/engine'
import { bench, describe } from 'vitest'

const MARKETS = 50_000
/** Of these, the last ones are outcomes of negRisk events, this many each. */
const IN_EVENTS = 10_000
const OUTCOMES = 10
const LEVELS = 5
const CROSSED_SHARE = 0.005
const SLICE = 64
const AT = timeMs(1_790_000_000_000)
const fee = { ratePpm: 40_000, exponent: 1, takerOnly: true }
const random = createSeededRandom('scan-bench')
const below = (most: number): number => Math.floor(random() * most)

const factsOf = (index: number): MarketFacts => {
  const group = index < MARKETS - IN_EVENTS ? undefined : Math.floor(index / OUTCOMES)
  return {
    id: marketId(`0x${String(index).padStart(64, '0')}`),
    slug: `market-${index}`,
    question: `Question ${index}?`,
    label: `Outcome ${index}`,
    tokens: [0, 1].map((outcome) => tokenId(`1${outcome}${String(index).padStart(75, '0')}`)),
    outcomes: ['Yes', 'No'],
    ...(group === undefined ? {} : { event: eventId(`event-${group}`) }),
    category: 'politics',
    tick: price(100),
    minimumSize: size(5_000_000),
    fee,
    negRisk:
      group === undefined
        ? 'none'
        : { group: `0x${group}`, augmented: false, role: 'named', feeBips: 0 },
    tradable: true,
    closed: false,
    liquidity: 1_000,
    volume: 1_000,
    resolution: { state: 'unresolved' },
  }
}
const markets = Array.from({ length: MARKETS }, (_, index) => factsOf(index))

/** Best YES bid and ask in cents, and how far below the mirror the best NO ask is: 0, or a crossed pair. */
const quotes = markets.map(({ negRisk }) => {
  const isOutcome = typeof negRisk === 'object'
  const bid = isOutcome ? 8 + below(3) : 10 + below(75)
  return { bid, ask: bid + 2 + below(3), off: !isOutcome && random() < CROSSED_SHARE ? 8 : 0 }
})

type Side = readonly Readonly<{ cents: number; shares: number }>[]
const ladder = (from: number, step: number): Side =>
  Array.from({ length: LEVELS }, (_, i) => ({ cents: from + step * i, shares: 5 + below(1_000) }))
const books = markets.flatMap(({ tokens }, index) => {
  const { bid, ask, off } = quotes[index] as (typeof quotes)[number]
  const [yes = '', no = ''] = tokens
  return [
    { token: yes, bids: ladder(bid, -1), asks: ladder(ask, 1) },
    { token: no, bids: ladder(100 - ask - off, -1), asks: ladder(100 - bid - off, 1) },
  ]
})

/** Nothing is executed here: a policy that must never be asked. */
const noPolicy: ExecutionPolicy = {
  consider: () => [],
  leave: () => [],
  react: () => [],
  status: () => ({}),
}

const fillEngine = (): Engine => {
  const strategies = [createArbitrageStrategy()]
  const engine = createEngine({ strategies, policy: noPolicy, start: usd(1_000_000_000), seed: 1 })
  let seq = 0
  const take = (event: Event): void => void engine.process({ seq: ++seq, at: AT, event })
  const provenance = { source: 'bench', ageMs: 0, state: 'live', simulated: true } as const
  for (const value of markets) {
    take({ type: 'fact', kind: 'market', key: value.id, value, provenance })
  }
  const levels = (side: Side) =>
    side.map(({ cents, shares }) => ({ price: price(cents * 100), size: size(shares * 1e6) }))
  for (const { token, bids, asks } of books) {
    const sides = { bids: levels(bids), asks: levels(asks) }
    take({ type: 'book-snapshot', token: tokenId(token), epoch: 1, ...sides })
  }
  return engine
}

const engine = fillEngine()
let seq = 1_000_000
let scans = 0
/** One whole scan in slices, as the loop runs it; returns for how many subjects something was concluded. */
const scan = (): number => {
  const found = new Set<string>()
  scans += 1
  for (const slice of scanSlices(scans, engine.subjects(), SLICE)) {
    const stamped: Stamped = { seq: ++seq, at: AT, event: slice }
    for (const decision of engine.process(stamped).decisions) {
      if (decision.kind === 'refusal') found.add(decision.subject)
      else if (decision.kind === 'signal') found.add(decision.market)
    }
  }
  return found.size
}

type NaiveBook = Readonly<
  Record<'bids' | 'asks', readonly Readonly<{ price: string; size: string }>[]>
>
const rows = (side: Side) =>
  side.map(({ cents, shares }) => ({ price: String(cents / 100), size: String(shares) }))
const naiveBooks = new Map<string, NaiveBook>(
  books.map(({ token, bids, asks }) => [token, { bids: rows(bids), asks: rows(asks) }]),
)
const naiveMarkets = new Map(markets.map((market) => [market.id as string, market]))

/** What one writes first: maps of objects as they came from JSON, the best of each side searched when asked. */
const scanNaively = (): number => {
  const best = (token: string | undefined, side: 'bids' | 'asks'): number => {
    const levels = naiveBooks.get(token ?? '')?.[side] ?? []
    const prices = levels.map((level) => Number(level.price))
    return side === 'bids' ? Math.max(...prices) : Math.min(...prices)
  }
  const feeAt = (at: number): number => 0.04 * at * (1 - at)
  const groups = new Map<string, { asks: number; bids: number }>()
  let found = 0
  for (const market of naiveMarkets.values()) {
    const [yes, no] = market.tokens
    const yesAsk = best(yes, 'asks')
    const noAsk = best(no, 'asks')
    const yesBid = best(yes, 'bids')
    const noBid = best(no, 'bids')
    if (yesAsk + noAsk + feeAt(yesAsk) + feeAt(noAsk) < 1) found += 1
    else if (yesBid + noBid - feeAt(yesBid) - feeAt(noBid) > 1) found += 1
    if (typeof market.negRisk !== 'object') continue
    const sums = groups.get(market.negRisk.group) ?? { asks: 0, bids: 0 }
    sums.asks += yesAsk + feeAt(yesAsk)
    sums.bids += Math.max(yesBid, 1 - noAsk)
    groups.set(market.negRisk.group, sums)
  }
  for (const { asks, bids } of groups.values()) if (asks < 1 || bids > 1) found += 1
  return found
}

const [ours, naive] = [scan(), scanNaively()]
const planted = quotes.filter(({ off }) => off > 0).length
// A sum below one dollar is looked at before fees, so that ours finds what the naive one finds, and more.
if (ours < naive || ours < planted) {
  throw new Error(`Expected both scans to find the ${planted} planted, were ${ours} and ${naive}`)
}

describe(`${MARKETS} markets, ${MARKETS * 2} books of ${LEVELS * 2} levels; found ${ours} (naive ${naive})`, () => {
  bench('naive: maps of objects, prices as text', () => void scanNaively())
  bench('engine: scan slices, arbitrage strategy, certificates', () => void scan())
})
