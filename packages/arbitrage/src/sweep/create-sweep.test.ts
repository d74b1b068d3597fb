import { type MarketFacts, price, setLevel, size, type TokenId, walkBook } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findOpportunities } from '../detect/find-opportunities.js'
import type { BookLookup, Opportunity } from '../detect/opportunity.js'
import { anySides, anyWorld, putSides, type World } from '../fixtures/random-world.js'
import { sampleEvent } from '../fixtures/sample-event.js'
import { createSweep, type Sweep } from './create-sweep.js'

const fill = ({ markets, bookOf }: World): Sweep => {
  const sweep = createSweep(markets)
  for (const token of tokensOf(markets)) sweep.update(sweep.slotOf(token), bookOf(token))
  return sweep
}
const tokensOf = (markets: readonly MarketFacts[]): TokenId[] =>
  markets.flatMap(({ tokens }) => tokens)

const swept = (sweep: Sweep): Opportunity[] => {
  const found: Opportunity[] = []
  sweep.sweep((each) => found.push(each))
  return found
}
const inOrder = (found: readonly Opportunity[]): Opportunity[] =>
  [...found].sort((a, b) => `${a.subject} ${a.kind}`.localeCompare(`${b.subject} ${b.kind}`))

test('a sweep finds what looking at every market and group finds, after any changes of books', () => {
  let found = 0
  const change = fc.tuple(fc.nat(), fc.option(anySides, { nil: undefined }))
  fc.assert(
    fc.property(anyWorld, fc.array(change, { maxLength: 12 }), (world, changes) => {
      const sweep = fill(world)
      const tokens = tokensOf(world.markets)
      expect(inOrder(swept(sweep))).toEqual(inOrder(findOpportunities(world.markets, world.bookOf)))
      for (const [pick, sides] of changes) {
        const token = tokens[pick % tokens.length] as TokenId
        if (sides === undefined) world.books.delete(token)
        else putSides(world.books, token, sides)
        sweep.update(sweep.slotOf(token), world.bookOf(token))
        const all = swept(sweep)
        expect(inOrder(all)).toEqual(inOrder(findOpportunities(world.markets, world.bookOf)))
        const here: Opportunity[] = []
        sweep.recheck(sweep.slotOf(token), (each) => here.push(each))
        // What one book can change is its market and its group: a re-check shows all of that, and nothing else.
        expect(here).toEqual(
          sweep.slotOf(token) < 0 ? [] : all.filter((each) => concerns(each, token, world.markets)),
        )
        found += here.length
      }
    }),
    { numRuns: 300 },
  )
  expect(found).toBeGreaterThan(200)
})

const concerns = ({ kind, markets }: Opportunity, token: TokenId, all: readonly MarketFacts[]) => {
  const own = all.find(({ tokens }) => tokens.includes(token))
  if (own === undefined || !markets.includes(own)) return false
  return (
    !kind.startsWith('event') || (typeof own.negRisk === 'object' && own.negRisk.role === 'named')
  )
}

test('an update says whether a best price changed, and takes no token that it does not know', () => {
  const event = sampleEvent([
    { label: '1', bids: [['0.4', '10']], asks: [['0.5', '10']] },
    { label: '2', bids: [['0.4', '10']], asks: [['0.6', '10']] },
  ])
  const sweep = createSweep(event.markets)
  const [token] = tokensOf(event.markets) as [TokenId]
  const book = event.books.get(token)
  if (book === undefined) throw new Error('expected a book')
  expect(sweep.update(sweep.slotOf(token), book)).toBe(true)
  setLevel(book, 'ask', price(7_000), size(5))
  expect(sweep.update(sweep.slotOf(token), book)).toBe(false)
  setLevel(book, 'ask', price(4_500), size(5))
  expect(sweep.update(sweep.slotOf(token), book)).toBe(true)
  expect(sweep.update(sweep.slotOf(token), undefined)).toBe(true)
  const unknown = sweep.slotOf('elsewhere' as TokenId)
  expect(unknown).toBe(-1)
  expect(sweep.update(unknown, book)).toBe(false)
  sweep.recheck(unknown, () => expect.unreachable())
})

/** Dollars a number of whole shares of one leg comes to: added when it pays, taken when it costs. */
const legMoney = (
  market: MarketFacts | undefined,
  outcome: 0 | 1,
  side: 'buy' | 'sell',
  shares: number,
  bookOf: BookLookup,
): number | undefined => {
  const token = market?.tokens[outcome]
  const book = token === undefined ? undefined : bookOf(token)
  if (book === undefined || market === undefined || market.fee === 'unknown') return undefined
  const walk = walkBook(book, side, { shares: size(shares * 1e6), fee: market.fee })
  if (walk.size < shares * 1e6) return undefined
  return side === 'buy' ? -walk.notional - walk.fee : walk.notional - walk.fee
}

const topOf = (
  { tokens }: MarketFacts,
  outcome: 0 | 1,
  side: 'bids' | 'asks',
  bookOf: BookLookup,
): number | undefined => {
  const token = tokens[outcome]
  return token === undefined ? undefined : bookOf(token)?.[side].prices.at(-1)
}

/** The best of every number of whole shares; on the NO side every outcome has a number of its own. */
const enumerateWorth = (
  { kind, markets }: Opportunity,
  bookOf: BookLookup,
  most: number,
): number => {
  const quoted = markets.filter(
    ({ tradable, tokens, negRisk }) =>
      tradable &&
      tokens.length === 2 &&
      (!kind.startsWith('event') || (typeof negRisk === 'object' && negRisk.role === 'named')),
  )
  let best = 0
  for (let sets = 1; sets <= most; sets++) {
    const money = (
      market: MarketFacts | undefined,
      outcome: 0 | 1,
      side: 'buy' | 'sell',
      shares = sets,
    ) => legMoney(market, outcome, side, shares, bookOf) ?? Number.NEGATIVE_INFINITY
    const [only] = quoted
    const worth = {
      'complement-buy': () => sets * 1e6 + money(only, 0, 'buy') + money(only, 1, 'buy'),
      'complement-sell': () => money(only, 0, 'sell') + money(only, 1, 'sell') - sets * 1e6,
      'event-yes': () => quoted.reduce((sum, market) => sum + money(market, 0, 'buy'), sets * 1e6),
      'event-no': () =>
        quoted.reduce((sum, market) => {
          const ask = topOf(market, 1, 'asks', bookOf) ?? 10_000
          const bid = topOf(market, 0, 'bids', bookOf) ?? 0
          let most = 0
          for (let shares = 1; shares <= sets; shares++) {
            const made =
              10_000 - ask >= bid
                ? shares * 1e6 + money(market, 1, 'buy', shares)
                : money(market, 0, 'sell', shares)
            most = Math.max(most, made)
          }
          return sum + most
        }, -sets * 1e6),
    }[kind]()
    best = Math.max(best, worth)
  }
  return best
}

test('the depth sweep bounds what any size earns, and is no further off than rounding', () => {
  let paid = 0
  fc.assert(
    fc.property(anyWorld, (world) => {
      const worths = new Map<string, number>()
      fill(world).sweepDepth(world.bookOf, ({ kind, subject }, worth) =>
        worths.set(`${kind} ${subject}`, worth),
      )
      for (const opportunity of findOpportunities(world.markets, world.bookOf)) {
        const best = enumerateWorth(opportunity, world.bookOf, 36)
        const worth = worths.get(`${opportunity.kind} ${opportunity.subject}`) ?? 0
        // Whole shares at whole cents: only fees round, at most one unit a level of at most 2 × 9 ladders.
        expect(worth).toBeGreaterThanOrEqual(best - 1e-3)
        expect(worth).toBeLessThanOrEqual(best + 4 * 18 * 10)
        paid += Number(worth > 0)
      }
    }),
    { numRuns: 200 },
  )
  expect(paid).toBeGreaterThan(50)
})
