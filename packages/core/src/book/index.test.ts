import { expect, test } from 'vitest'
import * as api from './index.js'

const surface = [
  'applyBookEvent',
  'applySnapshot',
  'bestAsk',
  'bestBid',
  'bookFault',
  'createOrderBook',
  'isCrossed',
  'ladderOf',
  'levelsOf',
  'midOf',
  'mirrorLevels',
  'sameInstant',
  'setLevel',
  'sizeAt',
  'walkBook',
]

test('the public surface changes only on purpose', () => {
  expect(Object.keys(api).sort()).toEqual(surface)
})
