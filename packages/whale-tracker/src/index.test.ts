import { expect, test } from 'vitest'
import * as api from './index.js'

test('the public surface changes only on purpose', () => {
  expect(Object.keys(api).sort()).toEqual([
    'FIRST_SYSTEM_RULE',
    'assessWallets',
    'createWalletLedger',
    'createWhaleTracker',
    'judgeWallet',
    'netEvent',
    'profileWallet',
    'wilsonInterval',
  ])
})
