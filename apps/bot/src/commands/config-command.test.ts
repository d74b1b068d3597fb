import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { loadConfig } from '../config/load-config.js'
import { SETTINGS } from '../config/settings.js'
import { configCommand } from './config-command.js'

afterEach(() => void vi.restoreAllMocks())

const printed = async (environment: Readonly<Record<string, string>>, json: boolean) => {
  const config = await loadConfig(environment, mkdtempSync(join(tmpdir(), 'bot-config-command-')))
  let text = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part)
    return true
  })
  configCommand(config, json)
  return text
}

test('as JSON it is one object with every setting, where it came from and what it means', async () => {
  const shown = JSON.parse(await printed({ MAX_POSITION_USD: '7' }, true)) as {
    settings: Record<string, unknown>[]
  }
  expect(shown.settings).toHaveLength(Object.keys(SETTINGS).length)
  expect(shown.settings.find(({ env }) => env === 'MAX_POSITION_USD')).toEqual({
    env: 'MAX_POSITION_USD',
    value: 7,
    source: 'environment',
    default: 50,
    allowed: 'a number from 0 to 1000000',
    meaning: 'Most dollars in one position.',
    effect: 'orders are sized down to it',
  })
})

test('for a person every setting is on a line with its value and source', async () => {
  const text = await printed({ VENUE: 'sim' }, false)
  expect(text).toContain('VENUE=sim  (environment)')
  expect(text).toContain('MAX_POSITION_USD=50  (default)')
})

test.each([true, false])('secrets are never shown (json: %s)', async (json) => {
  const secrets = {
    ODDS_API_KEY: 'hidden-1',
    TELEGRAM_BOT_TOKEN: 'hidden-2',
    POLYGON_WALLET_PRIVATE_KEY: 'hidden-3',
    DASHBOARD_TOKEN: 'hidden-4',
    POLYGONSCAN_API_KEY: 'hidden-5',
  }
  const text = await printed(secrets, json)
  expect(text).not.toContain('hidden-')
  expect(text).toContain('(set, not shown)')
})
