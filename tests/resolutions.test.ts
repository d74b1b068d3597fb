import { weighResolution } from '@bot/arbitrage'
import { createSeededRandom, type MarketFacts, timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import {
  createPayoutReader,
  createPolymarketReads,
  createResolutionReader,
  createRpc,
} from '@bot/polymarket'
import { createExchange } from '@bot/sim'
import { createExchangeServer } from '@bot/sim/server'
import { expect, onTestFinished, test } from 'vitest'

const START = timeMs(1_790_000_000_000)
const YES = [1_000_000, 0] as const
const NO = [0, 1_000_000] as const

const open = async () => {
  const clock = createManualClock(START)
  const exchange = createExchange({ start: START, seed: 3 })
  const endsAt = timeMs(START + 1_000)
  const market = exchange.createMarket({
    slug: 'rain',
    question: 'Rain?',
    endsAt,
    category: 'weather',
  })
  const server = await createExchangeServer({
    ...{ exchange, clock, log: () => {}, random: createSeededRandom(3) },
  })
  onTestFinished(server.close)
  const { gamma, clob, data, ws, sim } = server.urls
  const reads = createPolymarketReads({ fetch, clock, hosts: { gamma, clob, data, ws } })
  const payouts = createPayoutReader({ request: createRpc({ url: `${sim}/rpc`, fetch, clock }) })
  const readers = {
    full: createResolutionReader({ reads, payouts, clock }),
    chainless: createResolutionReader({ reads, clock }),
    broken: createResolutionReader({
      ...{ reads, clock, payouts: async () => Promise.reject(new Error('node down')) },
    }),
  }
  const weigh = async (name: keyof typeof readers = 'full') => {
    const { facts, problems } = await readers[name]([market.id])
    const [known] = (await reads.gamma.marketsByCondition([market.id])).items
    const weighed = weighResolution(known as MarketFacts, facts[0], { now: clock.now() })
    return { weighed, problems }
  }
  return { exchange, market, weigh, clock }
}

test('a resolution is followed from its proposal over a dispute to the chain', async () => {
  const { exchange, market, weigh } = await open()
  expect(await weigh()).toMatchObject({
    weighed: { refused: 'resolution-unknown', context: { why: 'nothing proposed' } },
  })
  exchange.propose(market.id, YES)
  expect(await weigh()).toMatchObject({
    weighed: { state: 'proposed', outcome: 0, source: 'uma', onChain: false },
    problems: [],
  })
  exchange.dispute(market.id)
  expect(await weigh()).toMatchObject({ weighed: { state: 'disputed' } })
  exchange.propose(market.id, NO)
  expect(await weigh()).toMatchObject({ weighed: { state: 'proposed', outcome: 1 } })
  exchange.report(market.id, NO)
  expect(await weigh()).toMatchObject({
    weighed: { state: 'resolved', outcome: 1, onChain: true, settlesAt: START },
  })
  exchange.resolve(market.id, NO)
  expect(await weigh()).toMatchObject({ weighed: { refused: 'market-not-tradable' } })
})

test('without the chain nothing is final, and a node that fails is told', async () => {
  const { exchange, market, weigh } = await open()
  exchange.propose(market.id, YES)
  exchange.report(market.id, YES)
  expect(await weigh('chainless')).toMatchObject({ weighed: { outcome: 0, onChain: false } })
  expect(await weigh('broken')).toMatchObject({
    weighed: { onChain: false },
    problems: ['chain: node down'],
  })
})

test('a market that the venue paused is refused although its payouts are on chain', async () => {
  const { exchange, market, weigh } = await open()
  exchange.report(market.id, YES)
  exchange.setStatus(market.id, 'paused')
  expect(await weigh()).toMatchObject({ weighed: { refused: 'market-not-tradable' } })
})
