import type { EventScore } from './event-score.js'

/**
 * How far a sum of event scores lies in the tail of what luck alone gives: `score` is a normal score (1.64 is a chance
 * of 5 %), `deviation` the standard deviation of the sum under luck.
 */
export type TailScore = Readonly<{ score: number; deviation: number }>

type Cumulants = { value: number; first: number; second: number }

/**
 * Scores the sum of a wallet's event edges under the null that every bet wins with its calibrated chance.
 *
 * Bets of one event are taken as comonotone: they win or lose together as far as their chances allow. Of all ways in which
 * they could depend on each other that one spreads the sum most. Events are independent. `doubt` is the variance of
 * the calibration curve in that sum. The tail is a saddlepoint approximation (Barndorff-Nielsen's r*), because a normal
 * one calls a few lucky long shots skill; half a step is taken off, because wins come in whole numbers.
 *
 * @see Lugannani and Rice (1980); Barndorff-Nielsen (1991).
 */
export const scoreTail = (events: readonly EventScore[], doubt: number): TailScore => {
  let sum = 0
  let step = 1
  let third = 0
  for (const event of events) {
    sum += event.edge
    step = Math.min(step, 1 / event.bets)
    third += thirdMoment(event.chances)
  }
  const centre = cumulantsAt(events, doubt, 0)
  const deviation = Math.sqrt(centre.second)
  const at = sum - step / 2
  const plain = at / deviation
  const skewness = third / deviation ** 3
  const near = plain - (skewness / 6) * (plain * plain - 1)
  if (Math.abs(plain) < 0.1) return { score: near, deviation }
  const root = findRoot(events, doubt, at, centre.second)
  const r = Math.sign(root) * Math.sqrt(Math.max(0, 2 * (root * at - valueAt(events, doubt, root))))
  const { second } = cumulantsAt(events, doubt, root)
  const u = root * Math.sqrt(second)
  if (!(Math.abs(r) > 0.05 && u / r > 0)) return { score: near, deviation }
  return { score: r + Math.log(u / r) / r, deviation }
}

const valueAt = (events: readonly EventScore[], doubt: number, t: number): number =>
  cumulantsAt(events, doubt, t).value

/** Solves K'(t) = at by Newton's steps, halving an interval where one would leave it. */
const findRoot = (
  events: readonly EventScore[],
  doubt: number,
  at: number,
  variance: number,
): number => {
  let low = at > 0 ? 0 : Number.NEGATIVE_INFINITY
  let high = at > 0 ? Number.POSITIVE_INFINITY : 0
  let t = at / variance
  for (let turn = 0; turn < 60; turn++) {
    const { first, second } = cumulantsAt(events, doubt, t)
    const gap = first - at
    if (Math.abs(gap) < 1e-9 * Math.sqrt(variance)) break
    if (gap < 0) low = t
    else high = t
    let next = t - gap / second
    if (!(next > low && next < high)) {
      if (low === Number.NEGATIVE_INFINITY) next = t * 2
      else if (high === Number.POSITIVE_INFINITY) next = t * 2
      else next = (low + high) / 2
    }
    t = next
  }
  return t
}

/** The cumulant function of the centred sum with its first two derivatives. */
const cumulantsAt = (events: readonly EventScore[], doubt: number, t: number): Cumulants => {
  const total = { value: (doubt * t * t) / 2, first: doubt * t, second: doubt }
  for (const { chances } of events) {
    if (chances.length === 1) addSingle(total, chances[0] ?? 0.5, t)
    else addEvent(total, chances, t)
  }
  return total
}

const addSingle = (total: Cumulants, chance: number, t: number): void => {
  const won = chance * Math.exp(t * (1 - chance))
  const lost = (1 - chance) * Math.exp(-t * chance)
  const mass = won + lost
  const part = won / mass
  total.value += Math.log(mass)
  total.first += part - chance
  total.second += part * (1 - part)
}

/** `k` of `n` bets win when a common draw lies between the k-th and the next chance. */
const addEvent = (total: Cumulants, chances: readonly number[], t: number): void => {
  const n = chances.length
  let mean = 0
  for (const chance of chances) mean += chance / n
  let mass = 0
  let first = 0
  let second = 0
  for (let k = 0; k <= n; k++) {
    const probability = (k === 0 ? 1 : (chances[k - 1] ?? 0)) - (chances[k] ?? 0)
    const value = k / n - mean
    const weight = probability * Math.exp(t * value)
    mass += weight
    first += weight * value
    second += weight * value * value
  }
  const average = first / mass
  total.value += Math.log(mass)
  total.first += average
  total.second += second / mass - average * average
}

const thirdMoment = (chances: readonly number[]): number => {
  const n = chances.length
  let mean = 0
  for (const chance of chances) mean += chance / n
  let sum = 0
  for (let k = 0; k <= n; k++) {
    const probability = (k === 0 ? 1 : (chances[k - 1] ?? 0)) - (chances[k] ?? 0)
    sum += probability * (k / n - mean) ** 3
  }
  return sum
}
