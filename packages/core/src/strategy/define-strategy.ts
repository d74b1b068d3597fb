import { BotError } from '../error/bot-error.js'
import type { Strategy } from './strategy.js'

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/
const PRIORITIES: readonly string[] = ['critical', 'high', 'medium', 'low']
const TRIGGERS: readonly string[] = ['scan', 'book', 'trade', 'game', 'wallet', 'resolution']

/**
 * Checks a strategy against `spec: 1` and returns it frozen.
 *
 * @throws BotError `invalid-strategy` naming the first thing that is wrong and what is allowed.
 */
export const defineStrategy = (strategy: Strategy): Strategy => {
  const problem = findProblem(strategy)
  if (problem !== undefined) {
    throw new BotError('invalid-strategy', `Strategy ${nameOf(strategy)}: ${problem}`, {
      strategy: nameOf(strategy),
    })
  }
  return Object.freeze({ ...strategy })
}

const nameOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'name' in value
    ? String(value.name)
    : String(value)

/** Names what keeps a value of unknown origin from being a strategy; `undefined` when nothing does. */
export const findProblem = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return `expected an object, was ${typeof value}`
  const strategy = value as Record<string, unknown>
  if (strategy['spec'] !== 1) return `expected spec 1, was ${String(strategy['spec'])}`
  const name = strategy['name']
  if (typeof name !== 'string' || !NAME.test(name))
    return `expected a kebab-case name, was ${String(name)}`
  if (typeof strategy['title'] !== 'string') return 'expected a title'
  if (!PRIORITIES.includes(String(strategy['priority']))) {
    return `expected priority ${PRIORITIES.join(', ')}, was ${String(strategy['priority'])}`
  }
  if (typeof strategy['evaluate'] !== 'function') return 'expected evaluate to be a function'
  if (strategy['exit'] !== undefined && typeof strategy['exit'] !== 'function') {
    return 'expected exit to be a function or absent'
  }
  return interestProblem(strategy['interest']) ?? thresholdProblem(strategy['thresholds'])
}

const interestProblem = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return 'expected an interest'
  const interest = value as Record<string, unknown>
  if (interest['subject'] !== 'market' && interest['subject'] !== 'event') {
    return `expected interest.subject market or event, was ${String(interest['subject'])}`
  }
  const triggers = interest['triggers']
  if (
    !Array.isArray(triggers) ||
    triggers.length === 0 ||
    !triggers.every((t) => TRIGGERS.includes(t))
  ) {
    return `expected interest.triggers out of ${TRIGGERS.join(', ')}`
  }
  if (typeof interest['wants'] !== 'function') return 'expected interest.wants to be a function'
  const seconds = interest['historySeconds']
  if (seconds === undefined || (typeof seconds === 'number' && seconds > 0 && seconds < Infinity)) {
    return undefined
  }
  return `expected interest.historySeconds above 0 or absent, was ${String(seconds)}`
}

const thresholdProblem = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null)
    return 'expected thresholds (an empty object if none)'
  for (const [name, threshold] of Object.entries(value)) {
    const { default: level, floor, stricter, unit } = (threshold ?? {}) as Record<string, unknown>
    if (!Number.isFinite(level) || !Number.isFinite(floor) || typeof unit !== 'string') {
      return `expected threshold ${name} to have default, floor and unit`
    }
    if (stricter !== 'higher' && stricter !== 'lower')
      return `expected threshold ${name} to say which is stricter`
    const looser =
      stricter === 'higher' ? Number(floor) <= Number(level) : Number(floor) >= Number(level)
    if (!looser)
      return `expected the floor of ${name} to be no stricter than its default ${level}, was ${floor}`
  }
  return undefined
}
