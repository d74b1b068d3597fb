import { expect, test } from 'vitest'
import * as api from './index.js'

test('the public surface changes only on purpose', () => {
  expect(Object.keys(api).sort()).toEqual([
    'PUBLISHED_DISPUTE_RATES',
    'certify',
    'certifyAllRelations',
    'certifyRelations',
    'certifyResolved',
    'classifySet',
    'createArbitrageStrategy',
    'createSweep',
    'deriveRelations',
    'deriveUpDownOutcome',
    'describeOpportunity',
    'digestContract',
    'findOpportunities',
    'isResolving',
    'marketsOf',
    'matchContracts',
    'parseCertificate',
    'parseConfirmations',
    'parseRelationFile',
    'planReleases',
    'planSales',
    'proposePassive',
    'proposeRelations',
    'proveEquivalence',
    'rankCertificates',
    'rememberSets',
    'resolvedOutlook',
    'solveRelations',
    'verify',
    'weighResolution',
    'writeRelationFile',
  ])
})
