import { parsePrice, parseSize, timeMs, usd } from '@bot/core'
import { buildMarket, type ExecutionHarness, executionPortCases, level } from '@bot/core/testing'
import { describe, test } from 'vitest'
import { createPaperVenue } from './paper-venue.js'

const make = async (settleMs: number): Promise<ExecutionHarness> => {
  const market = buildMarket('m', { fee: { ratePpm: 50_000, exponent: 1, takerOnly: true } })
  const venue = createPaperVenue({
    startingCash: usd(1_000_000_000),
    marketOf: (token) => (market.tokens.includes(token) ? market : undefined),
    market: (id) => (id === market.id ? market : undefined),
    settleMs,
    cancelLatencyMs: 0,
  })
  let seq = 0
  const next = () => {
    seq += 1
    return { seq, at: timeMs(1_700_000_000_000 + seq * 1_000) }
  }
  market.tokens.forEach((token, index) => {
    const bids = [level(index === 0 ? '0.46' : '0.51', '1000')]
    const asks = [level(index === 0 ? '0.49' : '0.54', '1000')]
    venue.observe({ ...next(), event: { type: 'book-snapshot', token, epoch: 1, bids, asks } })
  })
  return {
    port: venue.port,
    approve: (value) => value as never,
    market,
    shares: parseSize('50'),
    crossing: parsePrice('0.5'),
    resting: parsePrice('0.4'),
    tooMany: parseSize('2501'),
    settled: async () => {
      for (let i = 0; i < 5; i++) venue.observe({ ...next(), event: { type: 'timer', name: 't' } })
    },
    canSplit: true,
  }
}

describe.each([0, 3_000])('the paper venue with protocol actions that take %i ms', (settleMs) => {
  for (const { name, run } of executionPortCases) test(name, () => run(() => make(settleMs)))
})
