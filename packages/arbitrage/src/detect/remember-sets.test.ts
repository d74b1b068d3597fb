import { buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { classifySet } from '../sets/classify-set.js'
import { rememberSets } from './remember-sets.js'

const negRisk = { group: 'g', augmented: false, role: 'named', feeBips: 0 } as const
const setOf = (labels: readonly string[]) =>
  labels.map((label, index) => buildMarket(`m${index}`, { label, negRisk }))

test('a list is read once, a new list anew, and the catalogue is asked every time', () => {
  const remembered = rememberSets()
  const covering = setOf(['≤1', '2', '≥3'])
  const names = setOf(['Ann', 'Bob'])
  expect(remembered(covering)).toEqual(classifySet(covering))
  expect(remembered(covering)).toBe(remembered(covering))
  expect(remembered([...covering])).not.toBe(remembered(covering))
  let whole = true
  const groupIsWhole = () => whole
  expect(remembered(names).exhaustive).toBe(false)
  expect(remembered(names, groupIsWhole).exhaustive).toBe(true)
  whole = false
  expect(remembered(names, groupIsWhole).exhaustive).toBe(false)
})
