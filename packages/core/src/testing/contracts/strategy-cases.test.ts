import { describe, expect, test } from 'vitest'
import { bestAsk, bookFault } from '../../book/read-book.js'
import { timeMs } from '../../brand.js'
import { failingCases } from '../../fixtures/failing-cases.js'
import { SIZE_ONE } from '../../money/size.js'
import { defineStrategy } from '../../strategy/define-strategy.js'
import type { Strategy } from '../../strategy/strategy.js'
import { buildSignal } from '../build-signal.js'
import { strategyCases } from './strategy-cases.js'

const cheap: Strategy = defineStrategy({
  spec: 1,
  name: 'cheap',
  title: 'Cheap',
  priority: 'low',
  thresholds: { discount: { default: 0.2, unit: 'dollar', stricter: 'higher', floor: 0.1 } },
  interest: { subject: 'market', triggers: ['scan'], wants: () => true },
  evaluate: ({ markets }, view, levels) =>
    markets.flatMap((market) => {
      const token = market.tokens[0]
      const book = token === undefined ? undefined : view.book(token)
      if (book === undefined || bookFault(book, view.now, 2_000) !== undefined) return []
      const ask = bestAsk(book)
      if (ask === undefined) return []
      const discount = 0.5 - ask / 10_000
      if (discount < (levels['discount'] ?? 1)) return []
      return [
        {
          kind: 'signal' as const,
          strategy: 'cheap',
          token: book.token,
          market: market.id,
          side: 'buy' as const,
          entry: 'take' as const,
          limit: ask,
          measured: { discount },
          edgePerShare: discount,
          confidence: 0.5,
          wanted: SIZE_ONE,
          expiresAt: timeMs(view.now + 1_000),
          because: 'it is cheap',
        },
      ]
    }),
})

const failures = (strategy: Strategy): Promise<string[]> =>
  failingCases(strategyCases, () => strategy)

test('a sound strategy passes every case', async () => {
  expect(await failures(cheap)).toEqual([])
})

describe('a strategy that breaks a promise fails the case that names it', () => {
  const altered = (evaluate: Strategy['evaluate']): Strategy => ({ ...cheap, evaluate })

  test('state between evaluations', async () => {
    let calls = 0
    const strategy = altered((...rest) => (calls++ % 7 === 0 ? [] : cheap.evaluate(...rest)))
    expect(await failures(strategy)).toContain('evaluates the same twice for the same events')
  })

  test('a threshold that is not measured', async () => {
    const strategy = altered((...rest) =>
      cheap.evaluate(...rest).map((each) => ({ ...each, measured: {} })),
    )
    expect(await failures(strategy)).toEqual([
      'measures every declared threshold and meets its floors',
    ])
  })

  test('a signal without a book', async () => {
    const strategy = altered((subject, view, levels) => {
      const found = cheap.evaluate(subject, view, levels)
      const [market] = subject.markets
      if (found.length > 0 || market === undefined) return found
      const [token] = market.tokens
      const isBlind = token !== undefined && view.book(token) === undefined
      return isBlind ? [buildSignal({ token, market: market.id })] : []
    })
    expect(await failures(strategy)).toContain('never signals without a book')
  })

  test("another strategy's name", async () => {
    const strategy = altered((...rest) =>
      cheap.evaluate(...rest).map((each) => ({ ...each, strategy: 'other' }) as typeof each),
    )
    expect(await failures(strategy)).toEqual(['gives sound signals in its own name'])
  })
})
