import { createMemoryJournal } from '@bot/journal'
import { expect, test } from 'vitest'
import { SETTINGS } from '../config/settings.js'
import { stampedOf } from '../fixtures/ticks.js'
import { beginSession, completeSettings, endSession, readSessions } from './session.js'

test('each run leaves what it takes to decide the same again, and what it decided', () => {
  const journal = createMemoryJournal()
  beginSession(journal, completeSettings({ seed: 7 }), [{ name: 'one' } as never], '1.0.0')
  journal.append([stampedOf({ type: 'timer', name: 'x' })])
  endSession(journal, 'hash 1')
  beginSession(journal, completeSettings({}), [], '1.0.1')
  expect(readSessions(journal)).toMatchObject([
    {
      fromSeq: 1,
      settings: { seed: 7 },
      strategies: ['one'],
      version: '1.0.0',
      decisionsHash: 'hash 1',
    },
    { fromSeq: 2, strategies: [], version: '1.0.1' },
  ])
  expect(readSessions(journal)[1]).not.toHaveProperty('decisionsHash')
})

test('secrets never enter a journal', () => {
  const journal = createMemoryJournal()
  const settings = completeSettings({
    privateKey: 'hidden-1',
    telegramToken: 'hidden-2',
    oddsApiKey: 'hidden-3',
    dashboardToken: 'hidden-4',
    polygonscanKey: 'hidden-5',
  })
  beginSession(journal, settings, [], '1.0.0')
  expect(JSON.stringify(readSessions(journal))).not.toContain('hidden-')
})

test('a journal of an older version gets the defaults of settings that it lacks', () => {
  const settings = completeSettings({ maxPositionUsd: 7, cascadeEnabled: false })
  expect(settings).toMatchObject({
    maxPositionUsd: 7,
    cascadeEnabled: false,
    startingBalance: 1000,
  })
  expect(Object.keys(settings).sort()).toEqual(Object.keys(SETTINGS).sort())
})

test('an end without a beginning is passed over', () => {
  const journal = createMemoryJournal()
  endSession(journal, 'hash')
  expect(readSessions(journal)).toEqual([])
})
