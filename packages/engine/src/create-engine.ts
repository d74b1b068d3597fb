import {
  type ChoiceRequest,
  type Command,
  type Engine,
  type ExecutionPolicy,
  type Exit,
  heldShares,
  messageOf,
  type OrderRef,
  type Refusal,
  type Scheduler,
  type Signal,
  type Stamped,
  type Strategy,
  type StrategyFailure,
  type Subject,
  type Tick,
  type Trigger,
  type Usd,
  type View,
} from '@bot/core'
import { createEvaluator, createFindings, type Findings } from './evaluate/evaluator.js'
import { createPlainScheduler } from './schedule/plain-scheduler.js'
import { type AccountState, createAccountState } from './state/account-state.js'
import { applyToState, createEngineState, markPositions } from './state/engine-state.js'
import { createMarketIndex, type KnownMarket } from './state/market-index.js'
import { createView } from './view/create-view.js'

/** What an engine is made of. `start` is cash in micro-dollars, or the account that an earlier run left. */
export type EngineOptions = Readonly<{
  strategies: readonly Strategy[]
  policy: ExecutionPolicy
  /** The cascade; without one the strategies run plainly. */
  scheduler?: Scheduler
  start: Usd | AccountState
  seed: number
  maxSignalsPerScan?: number
}>

type Conclusions = {
  readonly decisions: (Signal | Refusal | StrategyFailure)[]
  readonly commands: Command[]
  readonly wants: Tick['wants'][number][]
  readonly audits: Tick['audits'][number][]
}

/**
 * Makes the engine: `process(event)` updates the state, wakes strategies, has the scheduler choose and the policy
 * act, and returns what was concluded. Synchronous; no clock, no randomness, no effects inside.
 *
 * A scheduler that throws is replaced by the plain one for that choice and the failure is recorded; a policy that
 * throws refuses the signal. Nothing an event does stops the engine.
 */
export const createEngine = (options: EngineOptions): Engine => {
  const { strategies, policy } = options
  const markets = createMarketIndex(strategies)
  const account =
    typeof options.start === 'number' ? createAccountState(options.start) : options.start
  const historySeconds = Math.max(0, ...strategies.map((s) => s.interest.historySeconds ?? 0))
  const state = createEngineState({ markets, account, historySeconds })
  const view = createView(state, options.seed)
  const plain = createPlainScheduler(strategies, options.maxSignalsPerScan ?? 5)
  const scheduler = options.scheduler ?? plain
  const evaluate = createEvaluator(strategies, markets, view, scheduler)
  let scanFindings = createFindings(true)

  const process = (stamped: Stamped): Tick => {
    const out: Conclusions = { decisions: [], commands: [], wants: [], audits: [] }
    const nextRef = refsOf(stamped.seq)
    const { event } = stamped
    for (const failure of applyToState(state, stamped)) {
      out.decisions.push({ kind: 'strategy-failed', ...failure })
      scheduler.failed(failure.strategy, 'threw', failure.reason, view.now)
    }
    if (event.type === 'strategy-overran') {
      scheduler.failed(event.strategy, 'overran', `${event.millis} ms`, view.now)
    }
    if (event.type === 'book-snapshot' || event.type === 'book-delta') {
      wake(markets.knownOf(event.token), 'book', event, nextRef, out)
      return { seq: stamped.seq, ...out }
    }
    if (event.type === 'book-proven') {
      wake(markets.knownOf(event.token), 'book', event, nextRef, out)
    }
    scheduler.observe(stamped, view)
    if (event.type === 'trade-printed') {
      wake(markets.knownOf(event.token), 'trade', event, nextRef, out)
    } else if (event.type === 'scan-slice') scan(event, nextRef, out)
    else if (event.type === 'fact') wakeByFact(event, nextRef, out)
    guard(out, 'policy', () => act(policy.react(stamped, view, nextRef), out))
    return { seq: stamped.seq, ...out }
  }

  const wake = (
    known: KnownMarket | undefined,
    trigger: Trigger,
    cause: Subject['trigger'],
    nextRef: () => OrderRef,
    out: Conclusions,
  ): void => {
    if (known === undefined || !known.triggers.has(trigger)) return
    const found = createFindings(false)
    evaluate(known, trigger, cause, found)
    conclude(found, trigger, undefined, nextRef, out)
  }

  const wakeByFact = (
    event: Extract<Subject['trigger'], { type: 'fact' }>,
    nextRef: () => OrderRef,
    out: Conclusions,
  ): void => {
    const { kind } = event
    if (kind !== 'game' && kind !== 'wallet' && kind !== 'resolution') return
    const found = createFindings(true)
    for (let index = 0; index < markets.count(); index++) {
      const known = markets.at(index)
      if (known === undefined) continue
      if (kind === 'game' && known.market.gameId !== event.key) continue
      if (kind === 'resolution' && known.market.id !== event.key) continue
      evaluate(known, kind, event, found)
    }
    conclude(found, kind, undefined, nextRef, out)
  }

  const scan = (
    event: Extract<Subject['trigger'], { type: 'scan-slice' }>,
    nextRef: () => OrderRef,
    out: Conclusions,
  ): void => {
    if (event.from === 0) scanFindings = createFindings(true)
    for (let index = event.from; index < event.to; index++) {
      const known = markets.at(index)
      if (known !== undefined) evaluate(known, 'scan', event, scanFindings)
    }
    if (!event.last) return
    markPositions(state)
    conclude(scanFindings, 'scan', event.scan, nextRef, out)
    scanFindings = createFindings(true)
    for (const strategy of strategies) leaveBy(strategy, nextRef, out)
  }

  const conclude = (
    found: Findings,
    trigger: Trigger,
    scanNumber: number | undefined,
    nextRef: () => OrderRef,
    out: Conclusions,
  ): void => {
    out.decisions.push(...found.failures, ...found.refusals)
    out.wants.push(...found.wants)
    if (found.signals.length === 0 && scanNumber === undefined) return
    const request: ChoiceRequest = {
      signals: found.signals,
      refusals: found.refusals,
      evaluated: found.evaluated,
      trigger,
      scan: scanNumber,
    }
    const choice = choose(request, out)
    out.decisions.push(...choice.refused)
    if (scanNumber !== undefined) {
      out.audits.push({ kind: 'scan-audit', scan: scanNumber, audit: choice.audit })
    }
    for (const signal of choice.taken) {
      out.decisions.push(signal)
      guard(out, signal.strategy, () => act(policy.consider(signal, view, nextRef), out))
    }
  }

  const choose = (request: ChoiceRequest, out: Conclusions) => {
    try {
      return scheduler.choose(request, view)
    } catch (thrown) {
      out.decisions.push(failure('scheduler', thrown))
      return plain.choose(request, view)
    }
  }

  const leaveBy = (strategy: Strategy, nextRef: () => OrderRef, out: Conclusions): void => {
    if (strategy.exit === undefined) return
    for (const position of account.ledger().positions.values()) {
      if (position.owner !== strategy.name || heldShares(position) <= 0) continue
      let exit: Exit | undefined
      try {
        exit = strategy.exit(position, view)
      } catch (thrown) {
        out.decisions.push(failure(strategy.name, thrown))
        scheduler.failed(strategy.name, 'threw', messageOf(thrown), view.now)
        return
      }
      if (exit === undefined) continue
      const wish = exit
      guard(out, strategy.name, () => act(policy.leave(position, wish, view, nextRef), out))
    }
  }

  const act = (results: readonly (Command | Refusal)[], out: Conclusions): void => {
    for (const result of results) {
      if (result.kind === 'refusal') {
        out.decisions.push(result)
        continue
      }
      if (result.kind === 'submit') account.want(result.order)
      out.commands.push(result)
    }
  }

  return { process, view: (): View => view, subjects: markets.count, strategies }
}

const refsOf = (seq: number): (() => OrderRef) => {
  let count = 0
  return () => `o${seq}-${++count}` as OrderRef
}

const failure = (strategy: string, thrown: unknown): StrategyFailure => ({
  kind: 'strategy-failed',
  strategy,
  reason: messageOf(thrown),
})

const guard = (out: Conclusions, by: string, task: () => void): void => {
  try {
    task()
  } catch (thrown) {
    out.decisions.push(failure(by, thrown))
  }
}
