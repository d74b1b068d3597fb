import { expect, test } from 'vitest'
import * as history from './index.js'

test('the surface of ./history changes only on purpose', () => {
  expect(Object.keys(history).sort()).toEqual(['createWalletHistory', 'openDuckDb'])
})
