import type { FunnelData } from '../../page-data.js'

/** A step with how many reached it and why others did not, the most frequent reason first. */
export type FunnelStep = Readonly<{
  name: string
  count: number
  reasons: readonly Readonly<{ reason: string; by: string; count: number }>[]
  /** Reasons that are not listed one by one, and what they sum up to. */
  more: Readonly<{ reasons: number; count: number }>
}>

const ORDER = [
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

/** Orders the funnel's steps and puts each reason at the step that it kept something from reaching. */
export const readFunnel = (funnel: FunnelData, mostReasons = 3): readonly FunnelStep[] => {
  const unknown = Object.keys(funnel.steps).filter((name) => !ORDER.includes(name))
  const names = [...ORDER.filter((name) => name in funnel.steps), ...unknown]
  return names.map((name) => {
    const reasons = funnel.refusals
      .filter(({ step }) => step === name)
      .toSorted((one, other) => other.count - one.count)
    const rest = reasons.slice(mostReasons)
    return {
      name,
      count: funnel.steps[name] ?? 0,
      reasons: reasons.slice(0, mostReasons),
      more: { reasons: rest.length, count: rest.reduce((sum, { count }) => sum + count, 0) },
    }
  })
}
