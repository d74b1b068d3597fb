import { certify, findOpportunities, verify } from '@bot/arbitrage'
import {
  applySnapshot,
  createOrderBook,
  eventId,
  type MarketFacts,
  type MarketId,
  type OrderBook,
  size,
  type TokenId,
  timeMs,
  usd,
} from '@bot/core'
import {
  createExchange,
  createMarketGenerator,
  type PlantedMispricing,
  type SimExchange,
  type SimMarket,
} from '@bot/sim'
import { expect, test } from 'vitest'

const START = 1_700_000_000_000

const factsOf = (market: SimMarket): MarketFacts => ({
  id: market.id,
  slug: market.slug,
  question: market.question,
  label: market.label,
  tokens: market.tokens,
  outcomes: market.outcomes,
  ...(market.event === undefined
    ? {}
    : { event: eventId(market.event.id), eventTitle: market.event.title }),
  category: market.category,
  tick: market.tick,
  minimumSize: market.minimumSize,
  fee: market.fee,
  negRisk:
    market.event?.negRisk === undefined
      ? 'none'
      : { ...market.event.negRisk, role: market.negRiskRole ?? 'named', feeBips: 0 },
  tradable: market.status === 'open',
  closed: market.status === 'closed' || market.status === 'resolved',
  endsAt: market.endsAt,
  liquidity: 0,
  volume: 0,
  resolution: { state: 'unresolved' },
})

const booksOf = (exchange: SimExchange, markets: readonly SimMarket[]): Map<TokenId, OrderBook> => {
  const books = new Map<TokenId, OrderBook>()
  for (const token of markets.flatMap((market) => market.tokens)) {
    const reading = exchange.book(token)
    if (reading === undefined) continue
    const book = createOrderBook(token)
    applySnapshot(book, { epoch: 1, ...reading }, reading.venueAt, exchange.now())
    books.set(token, book)
  }
  return books
}

const certifyPlanted = (exchange: SimExchange, planted: PlantedMispricing) => {
  const first = exchange.market(planted.markets[0] as MarketId)
  const group = first?.event?.negRisk?.group
  const markets = exchange.markets().filter((each) => each.event?.negRisk?.group === group)
  const books = booksOf(exchange, markets)
  const options = {
    now: exchange.now(),
    bookOf: (token: TokenId) => books.get(token),
    targetEdge: usd(0),
    maxUsd: usd(10_000_000_000),
    maxSkewMs: 2_000,
    maxBookAgeMs: 2_000,
    lot: size(10_000),
    minimumOrderUsd: usd(1_000_000),
    groupIsWhole: () => true,
  }
  const found = findOpportunities(markets.map(factsOf), options.bookOf)
  return found.map((opportunity) => {
    const result = certify(opportunity, options)
    return {
      kind: opportunity.kind,
      result,
      verdict:
        'refused' in result
          ? undefined
          : verify(result, options.bookOf, markets.map(factsOf), { groupIsWhole: () => true }),
    }
  })
}

test('what the generator plants in negRisk events is found, certified when it pays, and verified', () => {
  const exchange = createExchange({ start: timeMs(START), seed: 3 })
  const scale = { binaries: 0, shorts: 0, pairs: 0, exhaustive: 6, augmented: 3 }
  const generator = createMarketGenerator({ exchange, seed: 3, scale, plantEveryMs: 3_000 })
  const seen = new Set<string>()
  const certified: string[] = []
  const missed: unknown[] = []
  for (let at = 250; at <= 300_000; at += 250) {
    generator.step(timeMs(START + at))
    for (const planted of generator.planted()) {
      if (seen.has(planted.id) || !planted.kind.startsWith('negrisk')) continue
      seen.add(planted.id)
      const kind = planted.kind === 'negrisk-asks' ? 'event-yes' : 'event-no'
      const found = certifyPlanted(exchange, planted).find((each) => each.kind === kind)
      expect(found).toBeDefined()
      if (found?.verdict?.valid === true) certified.push(planted.kind)
      else if (planted.profitAfterFees > 50_000) missed.push({ planted, found })
    }
  }
  expect(missed).toEqual([])
  expect(new Set(certified)).toEqual(new Set(['negrisk-asks', 'negrisk-bids']))
  expect(certified.length).toBeGreaterThan(20)
})
