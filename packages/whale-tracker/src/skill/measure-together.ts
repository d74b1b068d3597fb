import type { EventScore } from './event-score.js'
import { winSteps } from './win-steps.js'

/** Events' worth of belief that bets of one event win or lose together wholly. */
const PRIOR_EVENTS = 50

/**
 * Estimates how much bets of one event hang together over a population, 0 (each alone) to 1 (as much as their chances
 * allow): where between both the squared scores of events with several bets lie. With few such events it is 1.
 */
export const measureTogether = (events: Iterable<EventScore>): number => {
  let excess = 0
  let span = 0
  let count = 0
  for (const { chances, edge, fee } of events) {
    if (chances.length < 2) continue
    const alone = chances.reduce((sum, each) => sum + each * (1 - each), 0) / chances.length ** 2
    const joint = winSteps(chances).reduce(
      (sum, each) => sum + each.probability * each.value ** 2,
      0,
    )
    excess += (edge + fee) ** 2 - alone
    span += joint - alone
    count += 1
  }
  if (count === 0 || span === 0) return 1
  const prior = (PRIOR_EVENTS * span) / count
  return Math.min(1, Math.max(0, (excess + prior) / (span + prior)))
}
