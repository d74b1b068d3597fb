import {
  type BookView,
  type FeeSchedule,
  type Level,
  type MarketFacts,
  type Size,
  tokenId,
} from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Model, solve } from 'yalps'
import type { Certificate } from '../certificate/certificate.js'
import { certify } from '../certificate/certify.js'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { randomEvent } from '../fixtures/random-event.js'
import { putBook, type SampleEvent, sampleEvent, sampleOptions } from '../fixtures/sample-event.js'
import { findOpportunities } from './find-opportunities.js'

const LOT = 1_000_000
const TARGET = 5_000
const MOST_LOTS = 20
/** What rounding may cost a level of a leg: a fee unit and a micro-dollar. */
const ROUNDING = 11

type Kind = 'event-yes' | 'event-no'
const KINDS = ['event-yes', 'event-no'] as const

const optionsOf = (event: SampleEvent): CertifyOptions =>
  sampleOptions(event.bookOf, {
    lot: LOT as Size,
    targetEdge: TARGET as CertifyOptions['targetEdge'],
    minimumOrderUsd: 1 as CertifyOptions['minimumOrderUsd'],
  })

const provenOf = (event: SampleEvent): ReadonlyMap<Kind, Certificate> => {
  const options = optionsOf(event)
  const proven = new Map<Kind, Certificate>()
  for (const found of findOpportunities(event.markets, event.bookOf)) {
    const result = certify(found, options)
    if (!('refused' in result)) proven.set(result.kind as Kind, result)
  }
  return proven
}

const surplusOf = ({ worstProfit, shares }: Certificate): number =>
  worstProfit - (shares / LOT) * TARGET

/** Whole lots of whole cents: ladders are cut so that no book has more than 20 lots a side. */
const inLots = (event: SampleEvent): SampleEvent => {
  const cut = (book: BookView, side: 'bids' | 'asks'): Level[] => {
    let left = MOST_LOTS
    const { prices, sizes } = book[side]
    return [...prices.keys()].reverse().flatMap((i) => {
      const lots = Math.min(left, 1 + ((sizes[i] ?? 0) % 9))
      left -= lots
      return lots > 0 ? [{ price: prices[i] as Level['price'], size: (lots * LOT) as Size }] : []
    })
  }
  const books: SampleEvent['books'] = new Map()
  for (const [token, book] of event.books)
    putBook(books, token, cut(book, 'bids'), cut(book, 'asks'))
  const markets = event.markets.map((market) => ({ ...market, minimumSize: LOT as Size }))
  return { markets, books, bookOf: (token) => books.get(token) }
}

/** Micro-dollars for whole lots, level by level in BigInt, rounded against us: nothing of the package's own walk. */
const costOf = (book: BookView, fee: FeeSchedule, lots: number): number | undefined => {
  let left = BigInt(lots * LOT)
  let micros = 0n
  for (let i = book.asks.prices.length - 1; i >= 0; i--) {
    const at = BigInt(book.asks.prices[i] ?? 0)
    const rests = BigInt(book.asks.sizes[i] ?? 0)
    const take = rests < left ? rests : left
    micros += (take * at + 9_999n) / 10_000n
    const weight = take * BigInt(fee.ratePpm) * (at * (10_000n - at)) ** BigInt(fee.exponent)
    const unit = 10n ** BigInt(7 + 8 * fee.exponent)
    micros += ((weight + unit - 1n) / unit) * 10n
    left -= take
  }
  return left > 0n ? undefined : Number(micros)
}

const costOfLeg = (event: SampleEvent, market: MarketFacts, kind: Kind, lots: number) => {
  const book = event.bookOf(market.tokens[kind === 'event-yes' ? 0 : 1] ?? tokenId(''))
  return book === undefined || market.fee === 'unknown' ? undefined : costOf(book, market.fee, lots)
}

/** The best surplus above the target of every number of lots and, on the NO side, every two or more outcomes. */
const enumerate = (event: SampleEvent, kind: Kind): number => {
  const { markets } = event
  const everything = 2 ** markets.length - 1
  let best = Number.NEGATIVE_INFINITY
  for (let bits = kind === 'event-yes' ? everything : 3; bits <= everything; bits++) {
    const chosen = markets.filter((_market, i) => (bits >> i) & 1)
    if (chosen.length < 2) continue
    for (let lots = 1; lots <= MOST_LOTS; lots++) {
      const costs = chosen.map((market) => costOfLeg(event, market, kind, lots))
      if (costs.includes(undefined)) continue
      const back = (kind === 'event-yes' ? 1 : chosen.length - 1) * lots * LOT
      const cost = costs.reduce<number>((sum, each) => sum + (each ?? 0), 0)
      best = Math.max(best, back - cost - lots * TARGET)
    }
  }
  return best
}

test('of small events, what enumeration finds above the threshold is certified, and nothing else', () => {
  const seen = { found: 0, none: 0 }
  fc.assert(
    fc.property(randomEvent(1), (drawn) => {
      const event = inLots(drawn)
      const proven = provenOf(event)
      for (const kind of KINDS) {
        const best = enumerate(event, kind)
        const certificate = proven.get(kind)
        if (certificate === undefined) {
          // Within one rounding a level of each leg of the threshold, finding is not promised.
          expect(best).toBeLessThan(4 * 3 * ROUNDING)
          seen.none += 1
          continue
        }
        expect(surplusOf(certificate)).toBeGreaterThanOrEqual(Math.max(0, best - 4 * 3 * ROUNDING))
        expect(surplusOf(certificate)).toBeLessThanOrEqual(best)
        seen.found += 1
      }
    }),
    { numRuns: 400 },
  )
  expect(seen.found).toBeGreaterThan(40)
  expect(seen.none).toBeGreaterThan(40)
})

const outcome = fc.record({
  off: fc.integer({ min: -6, max: 6 }),
  levels: fc.array(fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 60 })), {
    minLength: 1,
    maxLength: 4,
  }),
  ratePpm: fc.constantFrom(0, 20_000, 40_000),
})

/** 5 to 14 outcomes around their fair price, in mills, so that some sets are cheap, some dear and most neither. */
const largeEvent = fc
  .tuple(fc.array(outcome, { minLength: 5, maxLength: 14 }), fc.integer({ min: -60, max: 60 }))
  .map(([outcomes, tilt]) => {
    const fair = Math.floor((1_000 + tilt) / outcomes.length)
    const last = outcomes.length - 1
    return sampleEvent(
      outcomes.map(({ off, levels, ratePpm }, index) => {
        let [bid, ask] = [fair + off, fair + off + 4]
        const [bids, asks]: [[string, string][], [string, string][]] = [[], []]
        for (const [step, shares] of levels) {
          if (bid <= 0) break
          bids.push([String(bid / 1_000), String(shares * 10)])
          asks.push([String(ask / 1_000), String(shares * 10)])
          bid -= step
          ask += step
        }
        const label = index === 0 ? '≤0' : index === last ? `≥${index}` : `${index}`
        return { label, bids, asks, fee: { ratePpm, exponent: 1, takerOnly: true } }
      }),
    )
  })

/** The optimum in dollars of the linear problem: any shares of any level, every leg a number of its own. */
const solveByLp = (event: SampleEvent, kind: Kind): number => {
  const side = kind === 'event-yes' ? 0 : 1
  const constraints: Record<string, Record<string, number>> = {}
  const variables: Record<string, Record<string, number>> = {}
  const sets: Record<string, number> = { profit: (kind === 'event-yes' ? 1 : -1) - TARGET / 1e6 }
  for (const { id, tokens, fee } of event.markets) {
    const { prices, sizes } = event.bookOf(tokens[side] ?? tokenId(''))?.asks ?? {
      prices: [],
      sizes: [],
    }
    // YES: as many of each as there are sets. NO: of none more than there are sets, so that any one may win.
    constraints[id] = kind === 'event-yes' ? { min: 0 } : { max: 0 }
    sets[id] = -1
    for (const [level, at] of prices.entries()) {
      const p = at / 10_000
      const charged = fee === 'unknown' ? 0 : (fee.ratePpm / 1e6) * p * (1 - p)
      const name = `${id} ${level}`
      constraints[name] = { max: (sizes[level] ?? 0) / LOT }
      const back = kind === 'event-yes' ? 0 : 1
      variables[name] = { profit: back - p - charged, [id]: 1, [name]: 1 }
    }
  }
  const model: Model = {
    direction: 'maximize',
    objective: 'profit',
    constraints,
    variables: { ...variables, sets },
  }
  const { status, result } = solve(model, { maxPivots: 100_000 })
  expect(status).toBe('optimal')
  return result
}

test('of larger events, what the linear optimum promises above the threshold and rounding is certified', () => {
  const seen = { found: 0, none: 0, reached: 0, promised: 0 }
  fc.assert(
    fc.property(largeEvent, (event) => {
      const options = { ...optionsOf(event), lot: 10_000 as Size }
      for (const kind of KINDS) {
        const optimum = solveByLp(event, kind) * 1e6
        const found = findOpportunities(event.markets, event.bookOf).find(
          (each) => each.kind === kind,
        )
        const result = found === undefined ? undefined : certify(found, options)
        const legs = event.markets.length
        const rounding = legs * 4 * ROUNDING
        // On the NO side the linear optimum may use as many sizes as outcomes; one of them has its share of it.
        const bound = kind === 'event-yes' ? rounding : legs * rounding
        if (result === undefined || 'refused' in result) {
          expect(optimum).toBeLessThan(bound)
          seen.none += 1
          continue
        }
        expect(surplusOf(result)).toBeLessThanOrEqual(optimum + 1)
        // Every level ends on a whole lot, so that only rounding may come between.
        if (kind === 'event-yes')
          expect(surplusOf(result)).toBeGreaterThanOrEqual(optimum - rounding)
        seen.found += 1
        seen.reached += surplusOf(result)
        seen.promised += optimum
      }
    }),
    { numRuns: 150, seed: 4 },
  )
  expect(seen.found).toBeGreaterThan(40)
  expect(seen.none).toBeGreaterThan(40)
  // One size for all outcomes of the NO side leaves what deeper ones would have earned alone to the next certificate.
  expect(seen.reached / seen.promised).toBeGreaterThan(0.7)
})
