import type { Event, Refusal, Stamped, Tick } from '@bot/core'

/** The gates of an arbitrage in their order: what passed each. */
export type ArbitrageStep =
  | 'naive'
  | 'same-instant'
  | 'uncrossed'
  | 'depth'
  | 'fees'
  | 'size'
  | 'executable-path'
  | 'risk'
  | 'sent'
  | 'filled'
  | 'realised'

/**
 * How far arbitrage got. Up to `executable-path` naive opportunities are counted, each time that they were looked at;
 * from `risk` on baskets. `refusals` name the step that was not reached.
 */
export type ArbitrageFunnel = Readonly<{
  steps: Readonly<Record<ArbitrageStep, number>>
  refusals: readonly Readonly<{ step: ArbitrageStep; reason: string; count: number }>[]
}>

/** Counts what the arbitrage strategy found and what became of it. */
export type ArbitrageFunnelCounter = Readonly<{
  add: (stamped: Stamped, tick: Tick) => void
  result: () => ArbitrageFunnel
}>

/** The steps in their order. */
export const ARBITRAGE_STEPS: readonly ArbitrageStep[] = [
  'naive',
  'same-instant',
  'uncrossed',
  'depth',
  'fees',
  'size',
  'executable-path',
  'risk',
  'sent',
  'filled',
  'realised',
]

const NAME = 'arbitrage'
const BASKETS: readonly ArbitrageStep[] = ['risk', 'sent', 'filled', 'realised']

/** The gate that each reason of the strategy is found at; all others mean that no path could be proven. */
const GATES: Readonly<Record<string, ArbitrageStep>> = {
  'missing-book': 'same-instant',
  'stale-book': 'same-instant',
  'different-instant': 'same-instant',
  'books-too-far-apart': 'same-instant',
  'sides-disagree': 'same-instant',
  'not-settled-yet': 'same-instant',
  'crossed-book': 'uncrossed',
  'one-sided-book': 'uncrossed',
  'unconfirmed-complement': 'uncrossed',
  'no-depth': 'depth',
  'edge-below-threshold': 'fees',
  'fee-unknown': 'fees',
  'below-minimum-size': 'size',
  'minimum-unknown': 'size',
  'tick-unknown': 'size',
  'above-cap': 'size',
}

/** Names the step that a refusal of arbitrage kept something from reaching. */
export const arbitrageStepOf = ({
  step,
  refused,
}: Pick<Refusal, 'step' | 'refused'>): ArbitrageStep => {
  if (step === 'detected' || step === 'certified') return GATES[refused] ?? 'executable-path'
  if (step === 'chosen' || step === 'sized' || step === 'risk-passed') return 'risk'
  if (step === 'sent') return 'sent'
  return step === 'matched' ? 'filled' : 'realised'
}

/** Baskets of the strategy begin with its name. */
const isOurs = (owner: string): boolean => owner === NAME || owner.startsWith(`${NAME}:`)

/** Makes a funnel that has seen nothing. */
export const createArbitrageFunnel = (): ArbitrageFunnelCounter => {
  const refusals = new Map<string, { step: ArbitrageStep; reason: string; count: number }>()
  const baskets = new Map(BASKETS.map((step) => [step, new Set<string>()]))
  const basketOf = new Map<string, string | undefined>()
  let proven = 0
  let early = 0
  const refuse = (refusal: Refusal): void => {
    const step = arbitrageStepOf(refusal)
    const key = `${step} ${refusal.refused}`
    const known = refusals.get(key) ?? { step, reason: refusal.refused, count: 0 }
    known.count += 1
    refusals.set(key, known)
    // What the cascade turned down had been proven; what the policy turned down was counted as a signal.
    if (refusal.step === 'chosen') proven += 1
    else if (!BASKETS.includes(step)) early += 1
  }
  const reach = (step: ArbitrageStep, basket: string | undefined): void => {
    if (basket !== undefined && isOurs(basket)) baskets.get(step)?.add(basket)
  }
  const observe = (event: Event): void => {
    if (event.type === 'order-prepared') {
      basketOf.set(event.id, event.intent.basket)
      reach('sent', event.intent.basket)
    }
    if (event.type === 'execution' && event.report.tradeId !== undefined) {
      if (event.report.status === 'matched') reach('filled', basketOf.get(event.report.order))
    }
    if (event.type === 'settlement' && event.status === 'confirmed' && event.cash > 0) {
      reach('realised', event.basket)
    }
  }
  return {
    add: ({ event }, tick) => {
      for (const decision of tick.decisions) {
        if (decision.kind === 'refusal' && isOurs(decision.by)) refuse(decision)
        if (decision.kind === 'signal' && decision.strategy === NAME) proven += 1
      }
      for (const command of tick.commands) {
        if (command.kind === 'record' && command.event.plan !== undefined) {
          reach('risk', command.event.basket)
        }
      }
      observe(event)
    },
    result: () => {
      const counted = [...refusals.values()].map((each) => ({ ...each }))
      const steps = { ...gateCounts(proven, early, counted), ...sizesOf(baskets) }
      return { steps, refusals: counted.sort((a, b) => b.count - a.count) }
    },
  }
}

type Steps = Record<ArbitrageStep, number>

/** Each gate lets through what the one before did, less what was refused there. */
const gateCounts = (
  proven: number,
  early: number,
  refusals: ArbitrageFunnel['refusals'],
): Steps => {
  let left = proven + early
  const counts = ARBITRAGE_STEPS.map((step) => {
    const refused = refusals.filter((each) => each.step === step)
    left -= refused.reduce((sum, { count }) => sum + count, 0)
    return [step, left] as const
  })
  return Object.fromEntries(counts) as Steps
}

const sizesOf = (baskets: ReadonlyMap<ArbitrageStep, ReadonlySet<string>>): Partial<Steps> =>
  Object.fromEntries([...baskets].map(([step, ids]) => [step, ids.size]))

/** Adds funnels up. */
export const addFunnels = (funnels: readonly ArbitrageFunnel[]): ArbitrageFunnel => {
  const refusals = new Map<string, ArbitrageFunnel['refusals'][number]>()
  for (const each of funnels.flatMap((funnel) => funnel.refusals)) {
    const key = `${each.step} ${each.reason}`
    refusals.set(key, { ...each, count: each.count + (refusals.get(key)?.count ?? 0) })
  }
  const steps = ARBITRAGE_STEPS.map((step) => [
    step,
    funnels.reduce((sum, funnel) => sum + funnel.steps[step], 0),
  ])
  return {
    steps: Object.fromEntries(steps) as Steps,
    refusals: [...refusals.values()].sort((a, b) => b.count - a.count),
  }
}
