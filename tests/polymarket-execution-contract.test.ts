import { parsePrice, parseSize } from '@bot/core'
import { type ExecutionHarness, executionPortCases } from '@bot/core/testing'
import { describe, test } from 'vitest'
import { startVenue } from './polymarket-execution-venue.js'

const make = (kind: 'binary' | 'negRisk') => async (): Promise<ExecutionHarness> => {
  const { execution, facts, settled } = await startVenue({ kind })
  return {
    port: execution,
    approve: (value) => value as never,
    market: facts,
    shares: parseSize('20'),
    crossing: parsePrice('0.6'),
    resting: parsePrice('0.4'),
    tooMany: parseSize('2501'),
    settled,
    canSplit: true,
  }
}

describe.each(['binary', 'negRisk'] as const)('trading on a %s market over HTTP', (kind) => {
  for (const { name, run } of executionPortCases) test(name, () => run(make(kind)))
})
