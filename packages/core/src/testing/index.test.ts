import { expect, test } from 'vitest'
import * as api from './index.js'

const surface = [
  'bookReaderCases',
  'buildBook',
  'buildMarket',
  'buildSignal',
  'buildView',
  'createManualClock',
  'createScaledClock',
  'executionPolicyCases',
  'executionPortCases',
  'expectRefusal',
  'expectSame',
  'expectThat',
  'journalCases',
  'level',
  'sampleEvents',
  'schedulerCases',
  'stampAll',
  'strategyCases',
  'streamProtocolCases',
]

test('the public surface changes only on purpose', () => {
  expect(Object.keys(api).sort()).toEqual(surface)
})
