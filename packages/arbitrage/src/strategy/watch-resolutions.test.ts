import {
  type Fact,
  floorLevels,
  type MarketFacts,
  parseUsd,
  price,
  type ResolutionWitness,
  type Strategy,
  size,
  timeMs,
  tokenId,
} from '@bot/core'
import { buildMarket, buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import type { Certificate } from '../certificate/certificate.js'
import { NOW, putBook, type SampleEvent } from '../fixtures/sample-event.js'
import { weighResolution } from '../resolved/weigh-resolution.js'
import { verify } from '../verify/verify.js'
import { createArbitrageStrategy } from './create-arbitrage-strategy.js'

const ENDED = { endsAt: timeMs(NOW - 1) }
const YES = [1_000_000, 0]
const CHAIN = { by: 'chain', state: 'resolved', at: NOW, payouts: YES, final: true } as const

/** YES is offered at 0.95 and bid at 0.60. */
const world = (overrides: Partial<MarketFacts> = ENDED) => {
  const market = buildMarket('m', overrides)
  const books: SampleEvent['books'] = new Map()
  const many = size(40e6)
  const at = (cents: number) => [{ price: price(cents * 100), size: many }]
  putBook(books, tokenId('m-yes'), at(60), at(95))
  putBook(books, tokenId('m-no'), at(5), at(40))
  return { market, books }
}

const look = (
  witnesses: readonly ResolutionWitness[] | undefined,
  overrides?: Partial<MarketFacts>,
  strategy: Strategy = createArbitrageStrategy({ settleMs: 250 }),
) => {
  const { market, books } = world(overrides)
  const provenance = { source: 'test', ageMs: 0, state: 'live', simulated: true } as const
  const fact: Fact<'resolution'> = {
    ...{ type: 'fact', kind: 'resolution', key: market.id, provenance },
    value: { market: market.id, witnesses: witnesses ?? [] },
  }
  const facts = witnesses === undefined ? [] : [fact]
  const view = buildView({ now: NOW, markets: [market], books: [...books.values()], facts })
  const trigger = { type: 'book-proven', token: tokenId('m-yes'), epoch: 1 } as const
  const found = strategy.evaluate(
    { key: 'event', markets: [market], trigger },
    view,
    floorLevels(strategy.thresholds),
  )
  return { found, market, books, fact }
}

test('a final winner below a dollar becomes a basket at once, whose certificate anyone can verify', () => {
  const { found, market, books, fact } = look([CHAIN])
  expect(found).toMatchObject([
    { kind: 'signal', limit: 9_500, because: 'Found winner at $0.95 (5¢ below a dollar)' },
  ])
  const [signal] = found
  if (signal?.kind !== 'signal') throw new Error('expected a signal')
  const proof = signal.basket?.proof as Certificate
  expect(proof).toMatchObject({ kind: 'resolved', worstProfit: parseUsd('2') })
  expect(proof.stages.at(-1)).toEqual({ kind: 'hold-to-resolution' })
  const resolutionOf = () => {
    const reading = weighResolution(market, fact.value, { now: NOW })
    return 'refused' in reading ? undefined : reading
  }
  const bookOf = (token: Parameters<SampleEvent['bookOf']>[0]) => books.get(token)
  expect(verify(proof, bookOf, [market], { resolutionOf })).toEqual({ valid: true })
})

test('a proposed winner is refused with how likely, how soon and at which yield it would pay', () => {
  const words = { by: 'public-data', state: 'proposed', at: NOW, payouts: YES } as const
  const { found } = look([words])
  expect(found).toMatchObject([
    {
      ...{ kind: 'refusal', refused: 'resolution-not-final', subject: 'm' },
      context: {
        ...{ kind: 'resolved', topSum: 9_500, state: 'proposed', outcome: 'Yes' },
        ...{ disputedPpm: 16_700, overturnedPpm: 568, delayMs: 7_200_000 },
        ...{ annualYield: expect.closeTo((365 * (50_000 - 568)) / 950_000, 6) },
        evidence: `public-data: proposed 1000000/0 at ${NOW}`,
      },
    },
  ])
})

test('where nobody names the outcome, the outlook is of the likelier one and says so', () => {
  const { found } = look([{ by: 'listing', state: 'disputed', at: NOW }])
  expect(found).toMatchObject([
    {
      refused: 'resolution-unknown',
      context: { outcome: 'Yes', assumed: true, overturnedPpm: 34_000 },
    },
  ])
})

test('a market that takes no orders is refused and counted', () => {
  const { found } = look([
    CHAIN,
    { by: 'order-book', state: 'unresolved', at: NOW, acceptsOrders: false },
  ])
  expect(found).toMatchObject([{ refused: 'market-not-tradable' }])
  expect(look([CHAIN], { ...ENDED, tradable: false }).found).toMatchObject([
    { refused: 'market-not-tradable' },
  ])
})

test('a market that is ending is asked about until its resolution is known, and again when that is old', () => {
  const want = { kind: 'want', want: 'resolution', key: 'm' }
  expect(look(undefined).found).toEqual([want])
  expect(look([{ by: 'chain', state: 'unresolved', at: NOW }]).found).toEqual([])
  const old = { ...CHAIN, at: timeMs(NOW - 15_001) }
  expect(look([old]).found).toMatchObject([{ kind: 'signal' }, want])
  expect(look(undefined, { resolution: { state: 'proposed' } }).found).toEqual([want])
})

test('nothing is looked at in a market that is not ending, nor when it is switched off', () => {
  expect(look([CHAIN], {}).found).toEqual([])
  const off = createArbitrageStrategy({ scanResolved: false })
  expect(look([CHAIN], ENDED, off).found).toEqual([])
  expect(off.interest.triggers).not.toContain('resolution')
})
