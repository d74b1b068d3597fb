import { type OrderRef, orderRef } from '../../brand.js'
import type { MarketFacts } from '../../market/market-facts.js'
import type { ContractCase } from '../../ports/contract-case.js'
import type { Command, ExecutionPolicy } from '../../ports/engine.js'
import type { Refusal } from '../../strategy/signal.js'
import type { View } from '../../strategy/view.js'
import { buildSignal } from '../build-signal.js'
import { buildView } from '../build-view.js'
import { buildBook, buildMarket, stampAll } from '../builders.js'
import { sampleEvents } from '../sample-events.js'
import { expectSame, expectThat } from './expect-that.js'

const policyCase = (
  name: string,
  promise: (policy: ExecutionPolicy, again: ExecutionPolicy) => void,
): ContractCase<ExecutionPolicy> => ({
  name,
  run: async (make) => promise(await make(), await make()),
})

const books = [
  buildBook('m-yes', { bids: [['0.46', '1000']], asks: [['0.48', '1000']] }),
  buildBook('m-no', { bids: [['0.52', '1000']], asks: [['0.54', '1000']] }),
]

const viewOf = (parts: Partial<MarketFacts> = {}): View =>
  buildView({ markets: [buildMarket('m', parts)], books })

const references = (): (() => OrderRef) => {
  let next = 0
  return () => orderRef(`contract-${next++}`)
}

const expectOnlyRefusals = (results: readonly (Command | Refusal)[], because: string): void => {
  expectThat(results.length > 0, `${because}: something is said`)
  for (const result of results) {
    expectThat(result.kind === 'refusal', `${because}: no command, was ${result.kind}`)
    const reason = result.refused
    expectThat(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(reason), `reason is kebab-case, was ${reason}`)
  }
}

const unfit: readonly (readonly [string, () => View])[] = [
  ['an unknown market', () => buildView({ books })],
  ['a missing book', () => buildView({ markets: [buildMarket('m')] })],
  ['an unknown fee', () => viewOf({ fee: 'unknown' })],
  ['an unknown tick', () => viewOf({ tick: 'unknown' })],
  ['an unknown minimum', () => viewOf({ minimumSize: 'unknown' })],
  ['a market that takes no orders', () => viewOf({ tradable: false })],
]

/** What every {@link ExecutionPolicy} must do; `make` returns a fresh one that may trade on paper. */
export const executionPolicyCases: readonly ContractCase<ExecutionPolicy>[] = [
  policyCase('refuses, with a reason, whatever it does not know enough of', (policy) => {
    for (const [because, view] of unfit) {
      expectOnlyRefusals(policy.consider(buildSignal(), view(), references()), because)
    }
  }),
  policyCase('never buys above the limit or more than was wanted', (policy) => {
    const signal = buildSignal()
    for (const result of policy.consider(signal, viewOf(), references())) {
      if (result.kind !== 'submit') continue
      expectThat(result.order.limit <= signal.limit, 'the limit holds')
      expectThat(result.order.shares <= Number(signal.wanted), 'no more than was wanted')
    }
  }),
  policyCase('decides the same for the same', (policy, again) => {
    const decide = (each: ExecutionPolicy): unknown =>
      each.consider(buildSignal(), viewOf(), references())
    expectSame(decide(again), decide(policy), 'a decision')
  }),
  policyCase('learns from every type of event without throwing', (policy) => {
    const nextRef = references()
    for (const event of stampAll(sampleEvents())) policy.react(event, viewOf(), nextRef)
  }),
  policyCase('shows its status as plain data', (policy) => {
    const status = policy.status(viewOf())
    expectSame(JSON.parse(JSON.stringify(status)), status, 'the status after JSON')
  }),
]
