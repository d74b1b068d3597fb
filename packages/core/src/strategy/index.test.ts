import { expect, test } from 'vitest'
import * as api from './index.js'

const surface = [
  'defaultLevels',
  'defineStrategy',
  'findProblem',
  'floorLevels',
  'meetsLevels',
  'scaleLevels',
]

test('the public surface changes only on purpose', () => {
  expect(Object.keys(api).sort()).toEqual(surface)
})
