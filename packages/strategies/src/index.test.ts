import { expect, test } from 'vitest'
import * as api from './index.js'

test('the public surface changes only on purpose', () => {
  expect(Object.keys(api).sort()).toEqual([
    'createMarketOnlyStrategy',
    'createVolatilityScalpStrategy',
    'createWhaleCopyStrategy',
  ])
})
