import { normalAbove } from './normal.js'

/** A measured edge and its standard deviation under luck. */
export type MeasuredEdge = Readonly<{ edge: number; deviation: number }>

/** What is believed of an edge after seeing the whole population: mean, 95 % interval, chance of being above 0. */
export type Posterior = Readonly<{ mean: number; low: number; high: number; skilled: number }>

/** The population's edges: a mixture of normals around one centre. */
export type Prior = Readonly<{
  centre: number
  spreads: readonly number[]
  weights: readonly number[]
}>

const SPREADS = [0, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32]
const TURNS = 60
/** Added to the narrowest part, so that a small population is not believed to vary much. */
const PRIOR_COUNT: number = 10

/**
 * Estimates how edges vary over a population, by maximum likelihood over mixtures of normals of given spreads around a
 * common centre (EM, 60 turns, ten wallets' worth of prior weight on no spread).
 *
 * @see Stephens, "False discovery rates: a new deal" (2017), whose mixture this is, with a centre that is estimated
 * because fees move it below 0.
 */
export const estimatePrior = (edges: readonly MeasuredEdge[]): Prior => {
  let centre = 0
  let weights = SPREADS.map(() => 1 / SPREADS.length)
  if (edges.length === 0)
    return { centre, spreads: SPREADS, weights: [1, ...SPREADS.slice(1).fill(0)] }
  for (let turn = 0; turn < TURNS; turn++) {
    const counts: number[] = SPREADS.map((_, index) => (index === 0 ? PRIOR_COUNT : 0))
    let pull = 0
    // The centre starts at 0, with a prior of one cent.
    let precision = 1 / 0.01 ** 2
    for (const measured of edges) {
      const parts = responsibilities(measured, { centre, spreads: SPREADS, weights })
      for (const [index, part] of parts.entries()) {
        counts[index] = (counts[index] ?? 0) + part
        const each = part / varianceOf(measured, SPREADS[index] ?? 0)
        pull += each * measured.edge
        precision += each
      }
    }
    const total = edges.length + PRIOR_COUNT
    weights = counts.map((count) => count / total)
    centre = pull / precision
  }
  return { centre, spreads: SPREADS, weights }
}

const varianceOf = ({ deviation }: MeasuredEdge, spread: number): number =>
  deviation * deviation + spread * spread

const responsibilities = (measured: MeasuredEdge, prior: Prior): number[] => {
  const gap = (measured.edge - prior.centre) ** 2
  const logs = prior.spreads.map((spread, index) => {
    const variance = varianceOf(measured, spread)
    return Math.log(prior.weights[index] ?? 0) - gap / (2 * variance) - Math.log(variance) / 2
  })
  const top = Math.max(...logs)
  const parts = logs.map((log) => Math.exp(log - top))
  const total = parts.reduce((sum, part) => sum + part, 0)
  return parts.map((part) => part / total)
}

type Part = Readonly<{ weight: number; mean: number; deviation: number }>

/** Shrinks a measured edge by the population's: the posterior is again a mixture of normals. */
export const shrinkEdge = (measured: MeasuredEdge, prior: Prior): Posterior => {
  const parts = responsibilities(measured, prior).map((weight, index): Part => {
    const spread = prior.spreads[index] ?? 0
    const kept = spread ** 2 / varianceOf(measured, spread)
    const mean = prior.centre + kept * (measured.edge - prior.centre)
    return { weight, mean, deviation: Math.sqrt(kept) * measured.deviation }
  })
  return {
    mean: parts.reduce((sum, { weight, mean }) => sum + weight * mean, 0),
    low: quantile(parts, 0.025),
    high: quantile(parts, 0.975),
    skilled: above(parts, 0),
  }
}

const above = (parts: readonly Part[], edge: number): number => {
  let sum = 0
  for (const { weight, mean, deviation } of parts) {
    if (deviation > 0) sum += weight * normalAbove((edge - mean) / deviation)
    else if (mean > edge) sum += weight
  }
  return Math.min(1, sum)
}

const quantile = (parts: readonly Part[], share: number): number => {
  let low = -2
  let high = 2
  for (let turn = 0; turn < 40; turn++) {
    const middle = (low + high) / 2
    if (above(parts, middle) > 1 - share) low = middle
    else high = middle
  }
  return (low + high) / 2
}
