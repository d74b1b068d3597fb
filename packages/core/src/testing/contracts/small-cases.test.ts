import { expect, test } from 'vitest'
import { bookFault } from '../../book/read-book.js'
import { timeMs, tokenId } from '../../brand.js'
import { BotError } from '../../error/bot-error.js'
import { failingCases } from '../../fixtures/failing-cases.js'
import type { Approved, OrderIntent } from '../../orders/order-intent.js'
import type { BookReader } from '../../ports/book-reader.js'
import type { ExecutionPolicy, Scheduler } from '../../ports/engine.js'
import { level } from '../builders.js'
import { type BookReaderHarness, bookReaderCases } from './book-reader-cases.js'
import { executionPolicyCases } from './execution-policy-cases.js'
import { schedulerCases } from './scheduler-cases.js'

const createToyScheduler = (benchMs = 60_000): Scheduler => {
  const benched = new Map<string, number>()
  return {
    eligible: (strategy, now) => (benched.get(strategy) ?? 0) <= now,
    failed: (strategy, _cause, _reason, now) => void benched.set(strategy, now + benchMs),
    choose: ({ signals }) => ({ taken: signals, refused: [], audit: {} }),
    observe: () => undefined,
    status: () => ({ benched: benched.size }),
  }
}

test('a scheduler that takes all and benches what fails passes every case', async () => {
  expect(await failingCases(schedulerCases, () => createToyScheduler())).toEqual([])
})

test('one that never benches, or loses signals, fails', async () => {
  expect(await failingCases(schedulerCases, () => createToyScheduler(-1))).toEqual([
    'benches a strategy that keeps failing, and forgives it within a day',
  ])
  const losing = (): Scheduler => ({
    ...createToyScheduler(),
    choose: () => ({ taken: [], refused: [], audit: {} }),
  })
  expect(await failingCases(schedulerCases, losing)).toEqual([
    'takes or refuses every signal, each once',
  ])
})

const createToyPolicy = (careful: boolean): ExecutionPolicy => ({
  consider: (signal, view, nextRef) => {
    const market = view.market(signal.market)
    const unfit =
      market === undefined ||
      !market.tradable ||
      [market.fee, market.tick, market.minimumSize].includes('unknown') ||
      bookFault(view.book(signal.token), view.now, 2_000) !== undefined
    if (careful && unfit) {
      const refusal = {
        refused: 'unfit',
        step: 'sized',
        by: 'toy',
        subject: 'm',
        context: {},
      } as const
      return [{ kind: 'refusal', ...refusal }]
    }
    const { token, side, limit } = signal
    const order: OrderIntent = {
      ref: nextRef(),
      owner: signal.strategy,
      token,
      market: signal.market,
      side,
      shares: signal.wanted === 'max' ? level('0.5', '1').size : signal.wanted,
      limit,
      tif: 'fak',
      postOnly: false,
    }
    return [{ kind: 'submit', order: order as Approved<OrderIntent> }]
  },
  leave: () => [],
  react: () => [],
  status: () => ({}),
})

test('a policy that refuses what it does not know passes every case, one that trades on it fails', async () => {
  expect(await failingCases(executionPolicyCases, () => createToyPolicy(true))).toEqual([])
  expect(await failingCases(executionPolicyCases, () => createToyPolicy(false))).toEqual([
    'refuses, with a reason, whatever it does not know enough of',
  ])
})

const known = [tokenId('1'), tokenId('2')]
const readerOf = (read: BookReader): BookReaderHarness => ({ read, known, unknown: tokenId('9') })
const soundReader: BookReader = async (tokens, signal) => {
  if (signal.aborted) throw new BotError('aborted', 'Reading was aborted')
  return tokens
    .filter((token) => known.includes(token))
    .map((token) => ({
      token,
      market: 'm' as never,
      venueAt: timeMs(1),
      bids: [level('0.4', '1')],
      asks: [level('0.6', '1')],
    }))
}

test('a sound book reader passes every case, one that ignores its signal fails', async () => {
  expect(await failingCases(bookReaderCases, () => readerOf(soundReader))).toEqual([])
  const deaf: BookReader = (tokens) => soundReader(tokens, new AbortController().signal)
  expect(await failingCases(bookReaderCases, () => readerOf(deaf))).toEqual([
    'gives up when it is aborted',
  ])
})
