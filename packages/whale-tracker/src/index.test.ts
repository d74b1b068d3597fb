import { expect, test } from 'vitest'
import * as api from './index.js'

test('the public surface changes only on purpose', () => {
  expect(Object.keys(api).sort()).toEqual([
    'EVIDENCE_RULE',
    'FIRST_SYSTEM_RULE',
    'LABEL_RULES',
    'assessWallets',
    'createPairEvidence',
    'createPromotions',
    'createWalletLedger',
    'createWhaleTracker',
    'estimatePrior',
    'followExit',
    'holdCopy',
    'judgeEvidence',
    'judgeWallet',
    'labelWallet',
    'markWallet',
    'measureCopyability',
    'netEvent',
    'profileWallet',
    'scoreCopy',
    'shrinkEdge',
    'tryCopy',
    'wilsonInterval',
  ])
})
