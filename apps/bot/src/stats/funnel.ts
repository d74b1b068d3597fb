import type { FunnelStep, Refusal, Stamped, Tick } from '@bot/core'
import { type ArbitrageFunnel, createArbitrageFunnel } from './arbitrage-funnel.js'

/** How many got how far, and why the others did not. */
export type Funnel = Readonly<{
  steps: Readonly<Record<FunnelStep, number>>
  refusals: readonly Readonly<{ step: FunnelStep; reason: string; by: string; count: number }>[]
  /** The gates of arbitrage, finer than the steps that all strategies share. */
  arbitrage: ArbitrageFunnel
}>

/** Counts decisions and reports as they pass: law 10. */
export type FunnelCounter = Readonly<{
  add: (stamped: Stamped, tick: Tick) => void
  result: () => Funnel
}>

/** The steps in their order. */
export const FUNNEL_STEPS: readonly FunnelStep[] = [
  'detected',
  'certified',
  'chosen',
  'sized',
  'risk-passed',
  'sent',
  'matched',
  'confirmed',
  'settled',
]

/**
 * Makes a funnel. `detected` counts what strategies saw: signals and the opportunities that they refused themselves;
 * `certified` baskets with a proof; the others what passed that step. `nameOf` turns the owner of a position (a strategy
 * or a basket) into the strategy.
 */
export const createFunnel = (
  nameOf: (owner: string) => string = (owner) => owner,
): FunnelCounter => {
  const steps = Object.fromEntries(FUNNEL_STEPS.map((step) => [step, 0])) as Record<
    FunnelStep,
    number
  >
  const refusals = new Map<
    string,
    { step: FunnelStep; reason: string; by: string; count: number }
  >()
  const arbitrage = createArbitrageFunnel()
  const refuse = ({ step, refused, by: owner }: Refusal): void => {
    const by = nameOf(owner)
    const key = `${step} ${refused} ${by}`
    const known = refusals.get(key)
    if (known === undefined) refusals.set(key, { step, reason: refused, by, count: 1 })
    else known.count += 1
  }
  return {
    add: (stamped, tick) => {
      const { event } = stamped
      arbitrage.add(stamped, tick)
      for (const decision of tick.decisions) {
        if (decision.kind === 'refusal') {
          refuse(decision)
          // What a strategy or the cascade turned down was seen; later steps were counted as taken signals.
          if (before(decision.step, 'sized')) steps.detected += 1
        } else if (decision.kind === 'signal') {
          steps.detected += 1
          steps.chosen += 1
          if (decision.basket !== undefined) steps.certified += 1
        }
      }
      for (const command of tick.commands) {
        if (command.kind !== 'submit') continue
        steps.sized += 1
        steps['risk-passed'] += 1
      }
      if (event.type === 'order-prepared') steps.sent += 1
      if (event.type === 'execution' && event.report.tradeId !== undefined) {
        if (event.report.status === 'matched') steps.matched += 1
        if (event.report.status === 'confirmed') steps.confirmed += 1
      }
      if (event.type === 'settlement' && event.status === 'confirmed') steps.settled += 1
    },
    result: () => ({
      steps: { ...steps },
      refusals: [...refusals.values()].sort((a, b) => b.count - a.count),
      arbitrage: arbitrage.result(),
    }),
  }
}

const before = (step: FunnelStep, other: FunnelStep): boolean =>
  FUNNEL_STEPS.indexOf(step) < FUNNEL_STEPS.indexOf(other)
