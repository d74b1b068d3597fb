import {
  type BookView,
  type FeeSchedule,
  type Level,
  type MarketFacts,
  type Size,
  tokenId,
  type Usd,
} from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Model, solve } from 'yalps'
import type { Certificate } from '../certificate/certificate.js'
import { certify } from '../certificate/certify.js'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { randomEvent } from '../fixtures/random-event.js'
import { putBook, type SampleEvent, sampleEvent, sampleOptions } from '../fixtures/sample-event.js'
import { verify } from '../verify/verify.js'
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
    maxUsd: 1e12 as Usd,
    actionCost: 0 as Usd,
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

/** Dollars of conversions, widest first, each rounded down: NO of k outcomes gives k − 1 dollars less the fee. */
const convertedOf = (sizes: readonly number[], feeBips: number): number => {
  const falling = [...sizes].sort((a, b) => b - a)
  return falling.reduce((sum, lots, index) => {
    const further = (lots - (falling[index + 1] ?? 0)) * LOT
    return sum + Math.floor((index * further * (10_000 - feeBips)) / 10_000)
  }, 0)
}

/** The best surplus above the target of every number of lots; on the NO side of every number for every outcome. */
const enumerate = (event: SampleEvent, kind: Kind, feeBips: number): number => {
  const costs = event.markets.map((market) =>
    Array.from({ length: MOST_LOTS + 1 }, (_, lots) => costOfLeg(event, market, kind, lots)),
  )
  const [sizes, sum]: [number[], (cost: readonly (number | undefined)[]) => number] = [
    [],
    (all) => all.reduce<number>((total, each) => total + (each ?? Number.POSITIVE_INFINITY), 0),
  ]
  let best = Number.NEGATIVE_INFINITY
  if (kind === 'event-yes') {
    for (let lots = 1; lots <= MOST_LOTS; lots++) {
      const cost = sum(costs.map((each) => each[lots]))
      best = Math.max(best, lots * (LOT - TARGET) - cost)
    }
    return best
  }
  const choose = (index: number, spent: number): void => {
    const all = costs[index]
    if (all === undefined) {
      const most = Math.max(...sizes)
      if (most > 0) best = Math.max(best, convertedOf(sizes, feeBips) - spent - most * TARGET)
      return
    }
    for (const [lots, cost] of all.entries()) {
      if (cost === undefined) break
      sizes[index] = lots
      choose(index + 1, spent + cost)
    }
  }
  choose(0, 0)
  return best
}

const withFee = (event: SampleEvent, feeBips: number): SampleEvent => ({
  ...event,
  markets: event.markets.map((market) =>
    typeof market.negRisk === 'object'
      ? { ...market, negRisk: { ...market.negRisk, feeBips } }
      : market,
  ),
})

const certifyKind = (event: SampleEvent, kind: Kind, parts: Partial<CertifyOptions>) => {
  const options = { ...optionsOf(event), lot: 10_000 as Size, ...parts }
  const found = findOpportunities(event.markets, event.bookOf).find((each) => each.kind === kind)
  const result = found === undefined ? undefined : certify(found, options)
  return result === undefined || 'refused' in result ? undefined : result
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`

test('of small events, what enumeration finds above the threshold is certified, and nothing else', () => {
  const seen = { found: 0, none: 0, uneven: 0, reached: 0, oneSize: 0, best: 0 }
  fc.assert(
    fc.property(randomEvent(1), fc.constantFrom(0, 0, 70), (drawn, feeBips) => {
      const event = withFee(inLots(drawn), feeBips)
      const proven = provenOf(event)
      for (const kind of KINDS) {
        const best = enumerate(event, kind, feeBips)
        const certificate = proven.get(kind)
        if (certificate === undefined) {
          // Within one rounding a level of each leg of the threshold, finding is not promised.
          expect(best).toBeLessThan(4 * 3 * ROUNDING)
          seen.none += 1
          continue
        }
        expect(verify(certificate, event.bookOf, event.markets)).toEqual({ valid: true })
        expect(surplusOf(certificate)).toBeGreaterThanOrEqual(Math.max(0, best - 4 * 3 * ROUNDING))
        expect(surplusOf(certificate)).toBeLessThanOrEqual(best)
        seen.found += 1
        if (certificate.actions > 1) seen.uneven += 1
        if (kind !== 'event-no') continue
        const oneSize = certifyKind(event, kind, { actionCost: 1e12 as Usd, lot: LOT as Size })
        seen.reached += surplusOf(certificate)
        seen.oneSize += oneSize === undefined ? 0 : surplusOf(oneSize)
        seen.best += best
      }
    }),
    { numRuns: 250, seed: 4 },
  )
  process.stdout.write(
    `NO side, of enumeration: any sizes ${percent(seen.reached, seen.best)}, one size ${percent(seen.oneSize, seen.best)}\n`,
  )
  expect(seen.found).toBeGreaterThan(40)
  expect(seen.none).toBeGreaterThan(40)
  expect(seen.uneven).toBeGreaterThan(20)
})

const outcome = fc.record({
  weight: fc.integer({ min: 1, max: 12 }),
  off: fc.integer({ min: -6, max: 6 }),
  levels: fc.array(fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 60 })), {
    minLength: 1,
    maxLength: 4,
  }),
  ratePpm: fc.constantFrom(0, 20_000, 40_000),
})

/** 5 to 14 outcomes of different depth around their fair price, in mills: some sets are cheap, some dear, most neither. */
const largeEvent = fc
  .tuple(fc.array(outcome, { minLength: 5, maxLength: 14 }), fc.integer({ min: -90, max: 90 }))
  .map(([outcomes, tilt]) => {
    const weights = outcomes.reduce((sum, { weight }) => sum + weight, 0)
    const last = outcomes.length - 1
    return sampleEvent(
      outcomes.map(({ weight, off, levels, ratePpm }, index) => {
        const fair = Math.floor(((1_000 + tilt) * weight) / weights)
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

/** The optimum in dollars of the linear problem: any shares of any level, every leg a number of its own, so much cash. */
const solveByLp = (event: SampleEvent, kind: Kind, cash: number): number => {
  const side = kind === 'event-yes' ? 0 : 1
  const constraints: Record<string, Record<string, number>> = { cash: { max: cash } }
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
      variables[name] = { profit: back - p - charged, [id]: 1, [name]: 1, cash: p + charged }
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

const NO_CAP = 1e6

test('of larger events, what the linear optimum promises above the threshold and rounding is certified', () => {
  const seen = { found: 0, none: 0 }
  fc.assert(
    fc.property(largeEvent, (event) => {
      for (const kind of KINDS) {
        const optimum = solveByLp(event, kind, NO_CAP) * 1e6
        const result = certifyKind(event, kind, {})
        // Every level ends on a whole lot, so that only rounding may come between.
        const rounding = event.markets.length * 4 * ROUNDING
        if (result === undefined) {
          expect(optimum).toBeLessThan(rounding)
          seen.none += 1
          continue
        }
        expect(surplusOf(result)).toBeLessThanOrEqual(optimum + 1)
        expect(surplusOf(result)).toBeGreaterThanOrEqual(optimum - rounding)
        seen.found += 1
      }
    }),
    { numRuns: 150, seed: 4 },
  )
  expect(seen.found).toBeGreaterThan(40)
  expect(seen.none).toBeGreaterThan(40)
})

test.each([NO_CAP, 2_000, 500])(
  'with %d dollars, sizes of their own are never above the linear optimum and never below one size for all',
  (dollars) => {
    const sum = { optimum: 0, anySizes: 0, aCentEach: 0, oneSize: 0 }
    const maxUsd = (dollars * 1e6) as Usd
    fc.assert(
      fc.property(largeEvent, (event) => {
        const optimum = Math.max(0, solveByLp(event, 'event-no', dollars) * 1e6)
        const [anySizes = 0, aCentEach = 0, oneSize = 0] = [0, 10_000, 1e12].map((gas) => {
          const parts = { maxUsd, actionCost: gas as Usd }
          const proven = certifyKind(event, 'event-no', parts)
          return proven === undefined ? 0 : surplusOf(proven)
        })
        expect(anySizes).toBeLessThanOrEqual(optimum + 1)
        expect(anySizes).toBeGreaterThanOrEqual(aCentEach)
        expect(aCentEach).toBeGreaterThanOrEqual(oneSize)
        sum.optimum += optimum
        sum.anySizes += anySizes
        sum.aCentEach += aCentEach
        sum.oneSize += oneSize
      }),
      { numRuns: 60, seed: 4 },
    )
    process.stdout.write(
      `NO side, ${dollars} dollars, of the linear optimum: any sizes ${percent(sum.anySizes, sum.optimum)}, ` +
        `a cent a conversion ${percent(sum.aCentEach, sum.optimum)}, one size ${percent(sum.oneSize, sum.optimum)}\n`,
    )
    expect(sum.anySizes / sum.optimum).toBeGreaterThan(dollars === 500 ? 0.9 : 0.99)
  },
)
