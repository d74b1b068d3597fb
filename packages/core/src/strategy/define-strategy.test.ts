import { expect, test } from 'vitest'
import { defineStrategy, findProblem } from './define-strategy.js'
import type { Strategy } from './strategy.js'

const sound: Strategy = {
  spec: 1,
  name: 'market-only',
  title: 'Market Only',
  priority: 'medium',
  thresholds: { edge: { default: 0.05, unit: 'dollar', stricter: 'higher', floor: 0.02 } },
  interest: { subject: 'market', triggers: ['scan', 'book'], wants: () => true },
  evaluate: () => [],
}
const edge = (part: object): object => ({
  ...sound,
  thresholds: { edge: { ...sound.thresholds['edge'], ...part } },
})
const interest = (part: object): object => ({ ...sound, interest: { ...sound.interest, ...part } })

test('a sound strategy is returned frozen', () => {
  const strategy = defineStrategy(sound)
  expect(strategy).toEqual(sound)
  expect(Object.isFrozen(strategy)).toBe(true)
  expect(findProblem(defineStrategy({ ...sound, thresholds: {} }))).toBeUndefined()
})

test.each<[string, unknown, RegExp]>([
  ['no object', 'x', /expected an object, was string/],
  ['null', null, /expected an object/],
  ['another spec', { ...sound, spec: 2 }, /expected spec 1, was 2/],
  ['a name with spaces', { ...sound, name: 'Market Only' }, /kebab-case name, was Market Only/],
  ['no title', { ...sound, title: undefined }, /expected a title/],
  ['a wrong priority', { ...sound, priority: 'urgent' }, /critical, high, medium, low, was urgent/],
  ['no evaluate', { ...sound, evaluate: undefined }, /expected evaluate/],
  ['an exit that is no function', { ...sound, exit: 1 }, /expected exit/],
  ['no interest', { ...sound, interest: undefined }, /expected an interest/],
  ['a wrong subject', interest({ subject: 'token' }), /market or event, was token/],
  ['no trigger', interest({ triggers: [] }), /interest.triggers/],
  ['a wrong trigger', interest({ triggers: ['moon'] }), /interest.triggers/],
  ['no wants', interest({ wants: true }), /interest.wants/],
  ['a history of no length', interest({ historySeconds: 0 }), /historySeconds above 0/],
  ['no thresholds', { ...sound, thresholds: undefined }, /empty object if none/],
  ['a default that is no number', edge({ default: Number.NaN }), /default, floor and unit/],
  ['no direction', edge({ stricter: 'more' }), /which is stricter/],
  ['a floor above its default', edge({ floor: 0.06 }), /floor of edge .* 0.05, was 0.06/],
  ['a floor below its default', edge({ stricter: 'lower' }), /floor of edge/],
])('names what is wrong with %s', (_what, value, problem) => {
  expect(findProblem(value)).toMatch(problem)
  expect(() => defineStrategy(value as Strategy)).toThrow(
    expect.objectContaining({ code: 'invalid-strategy', message: expect.stringMatching(problem) }),
  )
})
