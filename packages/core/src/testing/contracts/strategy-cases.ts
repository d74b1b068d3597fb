import type { ContractCase } from '../../ports/contract-case.js'
import { findProblem } from '../../strategy/define-strategy.js'
import type { Signal } from '../../strategy/signal.js'
import type { Strategy } from '../../strategy/strategy.js'
import { floorLevels, meetsLevels } from '../../strategy/threshold.js'
import type { View } from '../../strategy/view.js'
import { expectSame, expectThat } from './expect-that.js'
import { randomScenario, type Scenario } from './random-scenario.js'

const SCENARIOS = 200

const strategyCase = (
  name: string,
  promise: (strategy: Strategy) => void,
): ContractCase<Strategy> => ({ name, run: async (make) => promise(await make()) })

const scenariosFor = (strategy: Strategy): readonly Scenario[] =>
  Array.from({ length: SCENARIOS }, (_unused, seed) => randomScenario(seed, strategy.interest))

const evaluate = (strategy: Strategy, { subject }: Scenario, view: View): readonly unknown[] =>
  strategy.evaluate(subject, view, floorLevels(strategy.thresholds))

const signalsOf = (strategy: Strategy, scenario: Scenario, view: View): readonly Signal[] =>
  strategy
    .evaluate(scenario.subject, view, floorLevels(strategy.thresholds))
    .filter((result) => result.kind === 'signal')

const forEachSignal = (
  strategy: Strategy,
  check: (signal: Signal, scenario: Scenario, view: View) => void,
): void => {
  for (const scenario of scenariosFor(strategy)) {
    const view = scenario.view()
    for (const signal of signalsOf(strategy, scenario, view)) check(signal, scenario, view)
  }
}

const expectSoundSignal = (signal: Signal, { subject }: Scenario, view: View): void => {
  const market = subject.markets.find((each) => each.id === signal.market)
  expectThat(market?.tokens.includes(signal.token) === true, 'a signal is about its subject')
  expectThat(signal.limit > 0 && signal.limit < 10_000, `limit lies inside, was ${signal.limit}`)
  expectThat(Number.isInteger(signal.limit), `limit is an integer, was ${signal.limit}`)
  expectThat(
    signal.confidence >= 0 && signal.confidence <= 1,
    `confidence is 0 to 1, was ${signal.confidence}`,
  )
  expectThat(Number.isFinite(signal.edgePerShare), 'the edge is a number')
  expectThat(signal.expiresAt > view.now, 'a signal is not born expired')
  expectThat(signal.because !== '', 'a signal says why')
  expectThat(
    signal.wanted === 'max' || (Number.isInteger(signal.wanted) && signal.wanted > 0),
    `wanted is whole and above 0, was ${signal.wanted}`,
  )
}

/** What every {@link Strategy} must do, over 200 drawn subjects. */
export const strategyCases: readonly ContractCase<Strategy>[] = [
  strategyCase('satisfies spec 1, floors no stricter than defaults', (strategy) => {
    expectThat(findProblem(strategy) === undefined, String(findProblem(strategy)))
  }),
  strategyCase('evaluates the same twice for the same events', (strategy) => {
    for (const scenario of scenariosFor(strategy)) {
      const once = evaluate(strategy, scenario, scenario.view())
      expectSame(evaluate(strategy, scenario, scenario.view()), once, 'a second evaluation')
    }
  }),
  strategyCase('holds no state: earlier subjects do not change later signals', (strategy) => {
    const scenarios = scenariosFor(strategy)
    const run = (list: readonly Scenario[]): readonly unknown[] =>
      list.map((scenario) => evaluate(strategy, scenario, scenario.view()))
    expectSame([...run([...scenarios].reverse())].reverse(), run(scenarios), 'another order')
  }),
  strategyCase('measures every declared threshold and meets its floors', (strategy) => {
    const floors = floorLevels(strategy.thresholds)
    forEachSignal(strategy, (signal) => {
      for (const name of Object.keys(strategy.thresholds)) {
        expectThat(Number.isFinite(signal.measured[name]), `measured has a number for ${name}`)
      }
      expectThat(meetsLevels(strategy.thresholds, floors, signal.measured), 'floors are met', {
        measured: signal.measured,
        floors,
      })
    })
  }),
  strategyCase('gives sound signals in its own name', (strategy) => {
    forEachSignal(strategy, (signal, scenario, view) => {
      expectSame(signal.strategy, strategy.name, 'the name on a signal')
      expectSoundSignal(signal, scenario, view)
    })
  }),
  strategyCase('never signals without a book', (strategy) => {
    for (const scenario of scenariosFor(strategy)) {
      expectSame(signalsOf(strategy, scenario, scenario.blind()), [], 'signals without books')
    }
  }),
  strategyCase('chooses markets without throwing', (strategy) => {
    for (const { subject } of scenariosFor(strategy)) {
      for (const market of subject.markets) {
        expectThat(typeof strategy.interest.wants(market) === 'boolean', 'wants says yes or no')
      }
    }
  }),
]
