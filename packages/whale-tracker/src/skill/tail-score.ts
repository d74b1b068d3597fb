import type { EventScore } from './event-score.js'
import { winSteps } from './win-steps.js'

/**
 * How far a sum of event scores lies in the tail of what luck alone gives: `score` is a normal score (1.64 is a chance
 * of 5 %), `deviation` the standard deviation of the sum under luck.
 */
export type TailScore = Readonly<{ score: number; deviation: number }>

type Spread = Readonly<{ events: readonly EventScore[]; doubt: number; together: number }>
type Cumulants = { value: number; first: number; second: number }

/**
 * Scores the sum of a wallet's event edges under the null that every bet wins with its calibrated chance.
 *
 * Events are independent; an event's bets win or lose together as far as their chances allow (of all ways to depend on each
 * other the one that spreads the sum most) with probability `together`, else each alone. `doubt` is the variance
 * of the calibration curve in that sum. The tail is a saddlepoint approximation (Barndorff-Nielsen's r*), because a normal
 * one calls a few lucky long shots skill; half a step is taken off, because wins come in whole numbers.
 *
 * @see Lugannani and Rice (1980); Barndorff-Nielsen (1991).
 */
export const scoreTail = (
  events: readonly EventScore[],
  doubt: number,
  together: number,
): TailScore => {
  const spread: Spread = { events, doubt, together }
  let sum = 0
  let step = 1
  let third = 0
  for (const event of events) {
    sum += event.edge
    step = Math.min(step, 1 / event.bets)
    third += thirdMoment(event.chances, together)
  }
  const centre = cumulantsAt(spread, 0)
  const deviation = Math.sqrt(centre.second)
  const at = sum - step / 2
  const plain = at / deviation
  const skewness = third / deviation ** 3
  const near = plain - (skewness / 6) * (plain * plain - 1)
  if (Math.abs(plain) < 0.1) return { score: near, deviation }
  const root = findRoot(spread, at, centre.second)
  const r =
    Math.sign(root) * Math.sqrt(Math.max(0, 2 * (root * at - cumulantsAt(spread, root).value)))
  const { second } = cumulantsAt(spread, root)
  const u = root * Math.sqrt(second)
  if (!(Math.abs(r) > 0.05 && u / r > 0)) return { score: near, deviation }
  return { score: r + Math.log(u / r) / r, deviation }
}

/** Solves K'(t) = at by Newton's steps, halving an interval where one would leave it. */
const findRoot = (spread: Spread, at: number, variance: number): number => {
  let low = at > 0 ? 0 : Number.NEGATIVE_INFINITY
  let high = at > 0 ? Number.POSITIVE_INFINITY : 0
  let t = at / variance
  for (let turn = 0; turn < 60; turn++) {
    const { first, second } = cumulantsAt(spread, t)
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
const cumulantsAt = ({ events, doubt, together }: Spread, t: number): Cumulants => {
  const total = { value: (doubt * t * t) / 2, first: doubt * t, second: doubt }
  for (const { chances } of events) {
    if (chances.length === 1) addAlone(total, chances[0] ?? 0.5, t, 1)
    else addEvent(total, chances, t, together)
  }
  return total
}

/** Adds one bet that counts `share` of its event. */
const addAlone = (total: Cumulants, chance: number, t: number, share: number): void => {
  const won = chance * Math.exp(t * share * (1 - chance))
  const lost = (1 - chance) * Math.exp(-t * share * chance)
  const mass = won + lost
  const part = won / mass
  total.value += Math.log(mass)
  total.first += share * (part - chance)
  total.second += share * share * part * (1 - part)
}

/** Adds the mixture of both ways in which an event's bets may depend on each other. */
const addEvent = (
  total: Cumulants,
  chances: readonly number[],
  t: number,
  together: number,
): void => {
  const alone = { value: 0, first: 0, second: 0 }
  for (const chance of chances) addAlone(alone, chance, t, 1 / chances.length)
  let mass = (1 - together) * Math.exp(alone.value)
  let first = mass * alone.first
  let second = mass * (alone.second + alone.first ** 2)
  for (const { probability, value } of winSteps(chances)) {
    const weight = together * probability * Math.exp(t * value)
    mass += weight
    first += weight * value
    second += weight * value * value
  }
  const average = first / mass
  total.value += Math.log(mass)
  total.first += average
  total.second += second / mass - average * average
}

const thirdMoment = (chances: readonly number[], together: number): number => {
  let sum = 0
  const joint = chances.length === 1 ? [] : winSteps(chances)
  for (const { probability, value } of joint) sum += together * probability * value ** 3
  for (const chance of chances) {
    const cube = chance * (1 - chance) * (1 - 2 * chance)
    sum += ((chances.length === 1 ? 1 : 1 - together) * cube) / chances.length ** 3
  }
  return sum
}
