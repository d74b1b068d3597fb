import { type AdaptiveState, createAdaptiveState } from '@bot/adaptive'
import {
  type Arrived,
  type Basket,
  type ClosedPosition,
  createLedger,
  defineStrategy,
  type Ledger,
  orderId,
  type Position,
  parseUsd,
  timeMs,
} from '@bot/core'
import { buildSignal, buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { keptLog, stampedOf, tickOf } from '../fixtures/ticks.js'
import { completeSettings } from '../runtime/session.js'
import { createAdaptiveLearner } from './adaptive-learner.js'

const START = timeMs(1_700_000_000_000)
const strategies = ['alpha', 'beta'].map((name) =>
  defineStrategy({
    spec: 1,
    name,
    title: name === 'alpha' ? 'Market Only' : 'Beta',
    priority: 'low',
    thresholds: {},
    interest: { subject: 'market', triggers: ['scan'], wants: () => true },
    evaluate: () => [],
  }),
)

const closedBy = (owner: string, dollars: number, basket?: string): ClosedPosition =>
  ({
    position: { owner, ...(basket === undefined ? {} : { basket }) },
    invested: parseUsd('10'),
    realised: parseUsd(dollars, 'nearest'),
    closedAt: START,
  }) as unknown as ClosedPosition

const learning = (saved?: AdaptiveState, closedBefore: readonly ClosedPosition[] = []) => {
  let ledger: Ledger = { ...createLedger(parseUsd('1000')), closed: closedBefore }
  const told: Arrived[] = []
  const saves: AdaptiveState[] = []
  const kept = keptLog()
  const learner = createAdaptiveLearner({
    settings: completeSettings({}),
    strategies,
    view: () => buildView({ ledger }),
    onEvents: (arrived) => void told.push(...arrived),
    log: kept.log,
    now: START,
    simulated: true,
    save: (state) => void saves.push(state),
    ...(saved === undefined ? {} : { saved }),
  })
  const confirmed = stampedOf({
    type: 'execution',
    report: { order: orderId('o'), status: 'confirmed', tradeId: 't' },
  })
  return {
    learner,
    told,
    saves,
    messages: kept.messages,
    /** Something was executed; these positions are closed by now, these are open. */
    executed: (closed: readonly ClosedPosition[], open: readonly Partial<Position>[] = []) => {
      const positions = new Map(open.map((each, index) => [String(index), each as Position]))
      ledger = { ...ledger, closed: [...ledger.closed, ...closed], positions }
      learner.observe(confirmed, tickOf())
    },
    results: (name: string) => learner.state().strategies[name]?.results ?? [],
  }
}

test('a closed trade counts once, however often the venue reports', () => {
  const { executed, results } = learning()
  executed([closedBy('alpha', 2)])
  executed([])
  executed([closedBy('alpha', -1)])
  expect(results('alpha')).toEqual([2_000_000, -1_000_000])
})

test('trades that an earlier run closed are not counted again', () => {
  const { executed, results } = learning(undefined, [closedBy('alpha', 5)])
  executed([closedBy('alpha', 2)])
  expect(results('alpha')).toEqual([2_000_000])
})

test('a basket counts once, with its whole result, when its last position is closed', () => {
  const { learner, executed, results } = learning()
  const basket = { id: 'b1' } as unknown as Basket
  const signal = { ...buildSignal({ strategy: 'beta' }), basket }
  learner.observe(stampedOf({ type: 'timer', name: 'x' }), tickOf({ decisions: [signal] }))
  executed([closedBy('b1', 5, 'b1')], [{ owner: 'b1', basket: 'b1' }])
  expect(results('beta')).toEqual([])
  executed([closedBy('b1', -3, 'b1')])
  expect(results('beta')).toEqual([2_000_000])
  executed([])
  expect(results('beta')).toEqual([2_000_000])
})

test('many wins loosen: said in the line its users know, told to the engine, saved', () => {
  const { executed, told, messages, saves, learner } = learning()
  const wins = Array.from({ length: 10 }, () => closedBy('alpha', 2))
  executed(wins)
  expect(messages()).toEqual(["Adaptive: Loosening 'Market Only' thresholds (win rate: 100%)"])
  expect(learner.multiplier('alpha')).toBeCloseTo(0.9)
  expect(told.map(({ event }) => event)).toMatchObject([
    { type: 'fact', kind: 'threshold', key: 'alpha', value: { multiplier: 0.9 } },
  ])
  expect(saves.at(-1)).toBe(learner.state())
  learner.rollBack(1, START)
  expect(learner.multiplier('alpha')).toBe(1)
})

test('many losses tighten', () => {
  const { executed, messages, learner } = learning()
  executed(Array.from({ length: 10 }, () => closedBy('alpha', -2)))
  expect(messages()).toEqual(["Adaptive: Tightening 'Market Only' thresholds (win rate: 0%)"])
  expect(learner.multiplier('alpha')).toBeGreaterThan(1)
})

test('six hours without a trade loosen every strategy until the next trade', () => {
  const { learner, told, messages } = learning()
  learner.passTime(timeMs(START + 6 * 3_600_000 - 1))
  expect(told).toEqual([])
  learner.passTime(timeMs(START + 7.5 * 3_600_000))
  expect(messages()[0]).toMatch(/^Emergency Mode: ACTIVATED \(no trades for [67]h\)$/)
  expect(told.map(({ event }) => (event as { key: string }).key)).toEqual(['alpha', 'beta'])
  expect(learner.multiplier('alpha')).toBeLessThan(1)
  const matched = { order: orderId('o'), status: 'matched', tradeId: 't' } as const
  learner.observe(stampedOf({ type: 'execution', report: matched }), tickOf())
  expect(learner.multiplier('alpha')).toBe(1)
  expect(messages().at(-1)).toBe('Emergency Mode: ended')
})

test('what was learnt before is told to the new engine', () => {
  const saved: AdaptiveState = {
    ...createAdaptiveState(START),
    strategies: {
      alpha: { results: [], multiplier: 0.9, sinceChange: 0 },
      gone: { results: [], multiplier: 0.8, sinceChange: 0 },
    },
  }
  const { learner, told } = learning(saved)
  learner.resume(START)
  expect(told.map(({ event }) => event)).toMatchObject([
    { type: 'fact', kind: 'threshold', key: 'alpha', value: { multiplier: 0.9, emergency: 1 } },
  ])
  const fresh = learning()
  fresh.learner.resume(START)
  expect(fresh.told).toEqual([])
})
