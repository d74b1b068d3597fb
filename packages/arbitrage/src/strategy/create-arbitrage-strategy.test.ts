import {
  createLedger,
  eventId,
  floorLevels,
  isBotError,
  marketId,
  orderRef,
  parseSize,
  parseUsd,
  positionKey,
  price,
  recordEntry,
  type Strategy,
  size,
  timeMs,
  tokenId,
  usd,
  type View,
  wantOrder,
} from '@bot/core'
import { buildView, strategyCases } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../certificate/certificate.js'
import { describeOpportunity } from '../describe-opportunity.js'
import { NOW, putBook, type SampleEvent, sampleEvent } from '../fixtures/sample-event.js'
import { verify } from '../verify/verify.js'
import { createArbitrageStrategy } from './create-arbitrage-strategy.js'

for (const each of strategyCases) {
  test(`arbitrage ${each.name}`, () => each.run(async () => createArbitrageStrategy()))
}

const event = (ask = '0.32'): SampleEvent =>
  sampleEvent(
    ['≤1', '2', '≥3'].map((label) => ({ label, bids: [['0.2', '50']], asks: [[ask, '100']] })),
  )

const viewOf = (sample: SampleEvent, parts: Parameters<typeof buildView>[0] = {}): View =>
  buildView({ now: NOW, markets: sample.markets, books: [...sample.books.values()], ...parts })

const evaluate = (
  sample: SampleEvent,
  view: View = viewOf(sample),
  strategy: Strategy = createArbitrageStrategy(),
) =>
  strategy.evaluate(
    {
      key: 'event',
      markets: sample.markets,
      trigger: { type: 'book-proven', token: tokenId('m0-yes'), epoch: 1 },
    },
    view,
    floorLevels(strategy.thresholds),
  )

test('a proven opportunity becomes one signal whose basket carries the certificate', () => {
  const sample = event()
  const [signal, ...rest] = evaluate(sample)
  expect(rest).toEqual([])
  if (signal?.kind !== 'signal') throw new Error('expected a signal')
  expect(signal).toMatchObject({ strategy: 'arbitrage', entry: 'take', confidence: 1 })
  expect(signal.measured['edgeCents']).toBeCloseTo(4, 10)
  expect(signal.because).toBe('Found 3×YES=$0.96 opportunity (4¢ edge)')
  expect(signal.basket).toMatchObject({ maxCost: parseUsd('96'), worstCase: parseUsd('4') })
  expect(signal.basket?.booksSeen).toHaveLength(3)
  const proof = signal.basket?.proof as Certificate
  expect(verify(proof, sample.bookOf, sample.markets)).toEqual({ valid: true })
})

test('nothing to find allocates nothing: the same empty list comes back', () => {
  const first = evaluate(event('0.5'))
  expect(first).toHaveLength(0)
  expect(evaluate(event('0.6'))).toBe(first)
})

test('an edge between floor and default is sized at the floor and says what it measures', () => {
  const sample = event('0.33')
  const [signal] = evaluate(sample)
  expect(signal).toMatchObject({ kind: 'signal' })
  if (signal?.kind === 'signal') expect(signal.measured['edgeCents']).toBeCloseTo(1, 10)
})

test('at the default edge only the levels that earn it are taken', () => {
  const sample = sampleEvent(
    ['≤1', '≥2'].map((label) => ({
      label,
      bids: [['0.2', '50']],
      asks: [
        ['0.48', '10'],
        ['0.495', '1000'],
      ],
    })),
  )
  const [signal] = evaluate(sample)
  if (signal?.kind !== 'signal') throw new Error('expected a signal')
  expect(signal.wanted).toBe(parseSize('10'))
})

test('every naive opportunity that is not proven is refused once, with its reason', () => {
  const sample = sampleEvent([{ label: 'x', overrides: { negRisk: 'none' } }])
  const at = (cents: number) => [{ price: price(cents * 100), size: size(10_000_000) }]
  putBook(sample.books, tokenId('m0-yes'), at(40), at(45))
  putBook(sample.books, tokenId('m0-no'), at(40), at(50))
  expect(evaluate(sample)).toMatchObject([
    {
      kind: 'refusal',
      refused: 'unconfirmed-complement',
      step: 'certified',
      by: 'arbitrage',
      subject: 'm0',
      context: { kind: 'complement-buy', topSum: 9_500 },
    },
  ])
})

test('books too old for a proof are wanted, and the refusal is counted', () => {
  const sample = event()
  const view = viewOf(sample, { now: NOW + 10_001 })
  expect(evaluate(sample, view)).toMatchObject([
    { kind: 'refusal', refused: 'stale-book' },
    { kind: 'want', want: 'book', key: 'm0-yes' },
  ])
})

test('one basket at a time: an open order or unsettled shares of a basket in a leg refuse', () => {
  const sample = event()
  const order = wantOrder({
    ref: orderRef('o1'),
    owner: 'arbitrage',
    token: tokenId('m1-yes'),
    market: marketId('m1'),
    side: 'buy',
    shares: parseSize('5'),
    limit: price(3_200),
    tif: 'fak',
    postOnly: false,
  })
  expect(evaluate(sample, viewOf(sample, { orders: [order] }))).toMatchObject([
    { refused: 'already-engaged' },
  ])
  const owner = {
    owner: 'arbitrage',
    basket: 'b',
    token: tokenId('m2-yes'),
    market: marketId('m2'),
  }
  const bought = (settled: 'provisional' | 'confirmed') =>
    recordEntry(createLedger(usd(1_000_000_000)), owner, {
      id: 'f1',
      shares: 1_000_000,
      cash: usd(-300_000),
      fee: usd(0),
      settled,
      at: NOW,
    })
  const underWay = bought('provisional')
  expect(underWay.positions.has(positionKey('arbitrage', tokenId('m2-yes')))).toBe(true)
  expect(evaluate(sample, viewOf(sample, { ledger: underWay }))).toMatchObject([
    { refused: 'already-engaged' },
  ])
  const settled = evaluate(sample, viewOf(sample, { ledger: bought('confirmed') }))
  expect(settled).toMatchObject([{ kind: 'signal' }])
})

test('a basket never costs more than its cap or the free cash', () => {
  const sample = event()
  const capped = evaluate(sample, viewOf(sample), createArbitrageStrategy({ maxUsd: 48 }))
  expect(capped).toMatchObject([{ wanted: parseSize('50') }])
  const poor = viewOf(sample, { ledger: createLedger(parseUsd('9.6')) })
  expect(evaluate(sample, poor)).toMatchObject([{ wanted: parseSize('10') }])
  const broke = viewOf(sample, { ledger: createLedger(parseUsd('0')) })
  expect(evaluate(sample, broke)).toMatchObject([{ refused: 'above-cap' }])
})

test('a basket is made for what its event has room for, and not for crumbs', () => {
  const sample = event()
  const owner = { owner: 'b', basket: 'b', token: tokenId('m2-yes'), market: marketId('m2') }
  const spent = (dollars: string): View => {
    const ledger = recordEntry(createLedger(parseUsd('1000')), owner, {
      ...{ id: 'f1', shares: 1_000_000, fee: usd(0), settled: 'confirmed', at: NOW },
      cash: usd(-parseUsd(dollars)),
    })
    return viewOf(sample, { ledger })
  }
  expect(evaluate(sample, spent('52'))).toMatchObject([{ wanted: parseSize('50') }])
  expect(evaluate(sample, spent('81'))).toMatchObject([{ refused: 'above-cap' }])
})

test('the basket leaves room for fees bounded at the worst price, and promises that much less', () => {
  const fee = { ratePpm: 70_000, exponent: 1, takerOnly: true }
  const sample = sampleEvent(
    ['≤1', '≥2'].map((label) => ({
      label,
      fee,
      bids: [['0.2', '50']],
      asks: [
        ['0.3', '10'],
        ['0.4', '10'],
      ],
    })),
  )
  const [signal] = evaluate(sample)
  if (signal?.kind !== 'signal' || signal.basket === undefined) throw new Error('expected a basket')
  const { capital, worstProfit } = signal.basket.proof as Certificate
  // 20 shares at 0.40 cost 0.336 in fees, a fill more a fee unit; certified were 0.147 + 0.168 a leg.
  const room = 2 * (336_000 + 10 - 315_000)
  expect(signal.basket.maxCost).toBe(capital + room)
  expect(signal.basket.worstCase).toBe(worstProfit - room)
  expect(signal.basket.worstCase).toBeGreaterThan(0)
})

test('settings that are not above 0 are refused by name', () => {
  for (const options of [{ minEdgeCents: 0 }, { maxUsd: -1 }, { maxSkewMs: Number.NaN }]) {
    try {
      createArbitrageStrategy(options)
      expect.unreachable()
    } catch (thrown) {
      expect(isBotError(thrown, 'invalid-argument')).toBe(true)
      expect(String(thrown)).toContain(Object.keys(options)[0])
    }
  }
})

test('the log line keeps its wording', () => {
  const legs = [{}, {}] as unknown as Certificate['legs']
  const line = (kind: Certificate['kind'], topSum: number) =>
    describeOpportunity({ kind, topSum, legs } as Certificate)
  expect(line('complement-buy', 9_700)).toBe('Found YES+NO=$0.97 opportunity (3¢ edge)')
  expect(line('complement-sell', 10_250)).toBe('Found YES+NO=$1.025 opportunity (2.5¢ edge)')
  expect(line('event-no', 11_000)).toBe('Found 2×YES bids=$1.10 opportunity (10¢ edge)')
})

describe('with patience', () => {
  const settleMs = 250
  const seen = (strategy: Strategy, sample: SampleEvent, afterMs: number) =>
    evaluate(sample, viewOf(sample, { now: timeMs(NOW + afterMs) }), strategy)

  test('an opportunity must have been there for a while, then it is certified on the books of that moment', () => {
    const strategy = createArbitrageStrategy({ settleMs })
    const sample = event()
    expect(seen(strategy, sample, 0)).toMatchObject([{ refused: 'not-settled-yet' }])
    expect(seen(strategy, sample, 249)).toMatchObject([{ refused: 'not-settled-yet' }])
    expect(seen(strategy, event('0.31'), 250)).toMatchObject([{ kind: 'signal', limit: 3_100 }])
  })

  test('one that was gone in between begins anew', () => {
    const strategy = createArbitrageStrategy({ settleMs })
    seen(strategy, event(), 0)
    expect(seen(strategy, event('0.5'), 100)).toEqual([])
    expect(seen(strategy, event(), 300)).toMatchObject([{ refused: 'not-settled-yet' }])
    expect(seen(strategy, event(), 550)).toMatchObject([{ kind: 'signal' }])
  })

  test('a book that cannot be trusted for a moment does not begin it anew', () => {
    const strategy = createArbitrageStrategy({ settleMs })
    const sample = event()
    seen(strategy, sample, 0)
    expect(seen(strategy, event(), 10_001)[0]).toMatchObject({ refused: 'stale-book' })
    expect(seen(strategy, sample, 300)).toMatchObject([{ kind: 'signal' }])
  })
})

describe('dates of which each implies the next', () => {
  const dates = ['July 31', 'September 30']
  /** YES by July at 0.50 to sell, by September at `later` to buy. */
  const ladder = (later: string): SampleEvent => {
    const sample = sampleEvent(
      dates.map((label, index) => ({
        label: `by ${label}`,
        bids: [[index === 0 ? '0.5' : '0.3', '50']],
        asks: [[index === 0 ? '0.52' : later, '100']],
        overrides: {
          negRisk: 'none',
          event: eventId('treaty'),
          eventTitle: 'Treaty signed by...?',
          question: `Treaty signed by ${label}?`,
          endsAt: timeMs(Date.UTC(2026, 6 + 2 * index, 31 - index)),
        },
      })),
    )
    const no = [{ price: price(5_000), size: parseSize('50') }]
    putBook(sample.books, tokenId('m0-no'), [{ price: price(4_800), size: parseSize('100') }], no)
    return sample
  }

  test('an earlier date that is dearer than a later one becomes a basket that is held', () => {
    const [signal] = evaluate(ladder('0.4'))
    if (signal?.kind !== 'signal')
      throw new Error(`expected a signal, was ${JSON.stringify(signal)}`)
    expect(signal.basket?.stages.at(-1)).toEqual({ kind: 'hold-to-resolution' })
    expect(signal.basket?.proof).toMatchObject({ kind: 'relation', worstProfit: parseUsd('5') })
  })

  test('nothing is said of dates in their order', () => {
    expect(evaluate(ladder('0.55'))).toEqual([])
  })
})
