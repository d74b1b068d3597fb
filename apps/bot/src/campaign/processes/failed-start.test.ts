import { expect, test } from 'vitest'
import { causeOfFailedStart } from './failed-start.js'

const checked = (check: string, state: string): string =>
  JSON.stringify({ level: 50, check, state })

test('names the checks that doctor failed, each once and in order', () => {
  const lines = [
    checked('node', 'ok'),
    checked('round trip', 'failed'),
    checked('clock', 'failed'),
    checked('clock', 'failed'),
    'bot: Live trading needs a doctor that finds nothing wrong',
    '(invalid-config; see docs/errors.md#invalid-config)',
  ]
  expect(causeOfFailedStart(lines)).toBe('doctor: clock, round trip')
})

test('names the code of any other known error, and says when there is none', () => {
  const locked = '(journal-locked; see docs/errors.md#journal-locked)'
  expect(causeOfFailedStart(['bot: somebody else', locked])).toBe('journal-locked')
  expect(causeOfFailedStart(['Segmentation fault'])).toBe('no reason was given')
  expect(causeOfFailedStart([])).toBe('no reason was given')
})
