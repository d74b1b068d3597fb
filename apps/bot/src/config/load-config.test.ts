import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isBotError } from '@bot/core'
import { describe, expect, test } from 'vitest'
import { loadConfig } from './load-config.js'
import { SETTINGS, type SettingName } from './settings.js'

const folderWith = (files: Readonly<Record<string, string>> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bot-config-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const problemOf = async (
  environment: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<{ code: string; message: string }> => {
  try {
    await loadConfig(environment, folderWith(files))
  } catch (thrown) {
    if (isBotError(thrown)) return { code: thrown.code, message: thrown.message }
    throw thrown
  }
  throw new Error('expected the configuration to be refused')
}

const strategySource = (name: string, spec: number): string => `{
  spec: ${spec}, name: '${name}', title: '${name}', priority: 'low', thresholds: {},
  interest: { subject: 'market', triggers: ['scan'], wants: () => true }, evaluate: () => [] }`

describe('what the environment says', () => {
  test('nothing set gives every default', async () => {
    const { settings, sources, strategies } = await loadConfig({}, folderWith())
    for (const name of Object.keys(SETTINGS) as SettingName[]) {
      expect(settings[name], name).toEqual(SETTINGS[name].default)
      expect(sources[name], name).toBe('default')
    }
    expect(strategies).toEqual([])
  })

  test('each kind of setting is read from text', async () => {
    const environment = {
      MAX_POSITION_USD: ' 12.5 ',
      CASCADE_MAX_RETRIES: '0',
      CASCADE_ENABLED: 'No',
      VENUE: 'SIM',
      PRIORITY_SPORTS: 'nba, nfl,',
      POLYMARKET_CLOB_URL: 'http://127.0.0.1:1//',
      TELEGRAM_CHAT_ID: '-100123',
    }
    const { settings, sources } = await loadConfig(environment, folderWith())
    expect(settings).toMatchObject({
      maxPositionUsd: 12.5,
      cascadeMaxRetries: 0,
      cascadeEnabled: false,
      venue: 'sim',
      prioritySports: ['nba', 'nfl'],
      clobUrl: 'http://127.0.0.1:1',
      telegramChatId: '-100123',
    })
    expect(sources.maxPositionUsd).toBe('environment')
    expect(sources.seed).toBe('default')
  })

  test('an empty value counts as not set', async () => {
    const { settings, sources } = await loadConfig({ MAX_POSITION_USD: '' }, folderWith())
    expect(settings.maxPositionUsd).toBe(50)
    expect(sources.maxPositionUsd).toBe('default')
  })

  test('every wrong value is named with what it was and what is allowed, all at once', async () => {
    const { code, message } = await problemOf({
      MAX_POSITION_USD: 'abc',
      VENUE: 'mars',
      CASCADE_ENABLED: 'maybe',
      CASCADE_MAX_RETRIES: '2.5',
      POLYMARKET_WS_URL: 'ftp://x',
      TELEGRAM_CHAT_ID: 'not a chat',
    })
    expect(code).toBe('invalid-config')
    expect(message).toContain('6 setting(s) are wrong')
    expect(message).toContain('MAX_POSITION_USD: expected a number from 0 to 1000000, was "abc"')
    expect(message).toContain('VENUE: expected one of auto, polymarket, sim, was "mars"')
    expect(message).toContain('CASCADE_ENABLED: expected true or false, was "maybe"')
    expect(message).toContain(
      'CASCADE_MAX_RETRIES: expected a whole number from 0 to 20, was "2.5"',
    )
    expect(message).toContain(
      'POLYMARKET_WS_URL: expected a URL of http, https, ws or wss, was "ftp://x"',
    )
    expect(message).toContain('TELEGRAM_CHAT_ID: expected a chat id')
  })

  test.each(['NaN', 'Infinity', '1e3', '0x10', '-1', '1,000', '1000001', '--1', '1 2'])(
    'a money setting refuses %s',
    async (text) => {
      expect((await problemOf({ MAX_POSITION_USD: text })).message).toContain(
        `MAX_POSITION_USD: expected a number from 0 to 1000000, was "${text}"`,
      )
    },
  )

  test.each([
    ['MAX_POSTION_USD', 'MAX_POSITION_USD'],
    ['TRADNG_MODE', 'TRADING_MODE'],
    ['STARTING_BALANSE', 'STARTING_BALANCE'],
    ['SCAN_INTERVAL_SECOND', 'SCAN_INTERVAL_SECONDS'],
    ['MARKET_ONLY_ENABLE', 'MARKET_ONLY_ENABLED'],
  ])('the misspelt name %s is refused with a suggestion', async (misspelt, right) => {
    const { message } = await problemOf({ [misspelt]: '1' })
    expect(message).toContain(`${misspelt}: is no setting; did you mean ${right}?`)
  })

  test('a name that only looks like ours is refused without a suggestion', async () => {
    const { message } = await problemOf({ WHALE_MAGIC: '1' })
    expect(message).toContain('WHALE_MAGIC: is no setting\n')
  })

  test('an address that others reach needs a token', async () => {
    const environment = { DASHBOARD_HOST: '0.0.0.0' }
    const { message } = await problemOf(environment)
    expect(message).toContain('DASHBOARD_HOST: 0.0.0.0 lets others reach the stats server')
    const withToken = { ...environment, DASHBOARD_TOKEN: 'a-token' }
    await expect(loadConfig(withToken, folderWith())).resolves.toBeDefined()
    await expect(loadConfig({ DASHBOARD_HOST: '127.0.0.1' }, folderWith())).resolves.toBeDefined()
  })

  test('variables of other programs are left alone', async () => {
    const environment = { PATH: '/bin', HOME: '/root', VALUE: '1', SEED: '2', BOT_DATA_DIR: '/d' }
    await expect(loadConfig(environment, folderWith())).resolves.toBeDefined()
  })
})

describe('what bot.config.mjs says', () => {
  test('it wins over the environment, and may hold numbers, switches and lists', async () => {
    const file =
      "export default { MAX_POSITION_USD: 7, CASCADE_ENABLED: false, WHALE_WALLETS: ['0xa', '0xb'] }"
    const folder = folderWith({ 'bot.config.mjs': file })
    const { settings, sources } = await loadConfig({ MAX_POSITION_USD: '9' }, folder)
    expect(settings).toMatchObject({
      maxPositionUsd: 7,
      cascadeEnabled: false,
      whaleWallets: ['0xa', '0xb'],
    })
    expect(sources.maxPositionUsd).toBe('bot.config.mjs')
  })

  test('a wrong value of the environment that the file replaces does no harm', async () => {
    const folder = folderWith({ 'bot.config.mjs': 'export default { MAX_POSITION_USD: 7 }' })
    const { settings } = await loadConfig({ MAX_POSITION_USD: 'abc' }, folder)
    expect(settings.maxPositionUsd).toBe(7)
  })

  test('undefined and null leave a setting to the environment', async () => {
    const file = 'export default { MAX_POSITION_USD: undefined, STARTING_BALANCE: null }'
    const folder = folderWith({ 'bot.config.mjs': file })
    const { settings } = await loadConfig({ MAX_POSITION_USD: '9' }, folder)
    expect([settings.maxPositionUsd, settings.startingBalance]).toEqual([9, 1000])
  })

  test.each([
    ['export default { MAX_POSITION_USD: 10', 'bot.config.mjs cannot be loaded'],
    ["throw new Error('boo')", 'bot.config.mjs cannot be loaded: boo'],
    ['export const x = 1', 'bot.config.mjs: expected a default export that is an object'],
    ['export default 3', 'bot.config.mjs: expected a default export that is an object'],
    [
      'export default { MAX_POSTION_USD: 1 }',
      'bot.config.mjs: MAX_POSTION_USD is no setting; did you mean MAX_POSITION_USD?',
    ],
    ['export default { MAX_POSITION_USD: -1 }', 'MAX_POSITION_USD: expected a number from 0'],
    ['export default { MAX_POSITION_USD: {} }', 'MAX_POSITION_USD: expected a number from 0'],
  ])('%s is refused: %s', async (file, words) => {
    const { code, message } = await problemOf({}, { 'bot.config.mjs': file })
    expect(code).toBe('invalid-config')
    expect(message).toContain(words)
  })

  test('its strategies are taken when they fit the contract', async () => {
    const file = `export default { strategies: [${strategySource('mine', 1)}] }`
    const { strategies } = await loadConfig({}, folderWith({ 'bot.config.mjs': file }))
    expect(strategies.map(({ name }) => name)).toEqual(['mine'])
  })

  test('a strategy that does not fit is refused by name with the reason', async () => {
    const file = `export default { strategies: [${strategySource('mine', 2)}] }`
    const { code, message } = await problemOf({}, { 'bot.config.mjs': file })
    expect(code).toBe('invalid-strategy')
    expect(message).toContain('bot.config.mjs: strategy mine is refused: expected spec 1, was 2')
  })
})

describe('packages with strategies of others', () => {
  const module = (spec: number): string =>
    `export const strategies = [${strategySource('theirs', spec)}]`
  const manifest = (entry: object): string =>
    JSON.stringify({ name: 'them', type: 'module', ...entry })

  test.each([
    ['a plain main', { main: 'lib/entry.mjs' }],
    ['exports that are one file', { exports: './lib/entry.mjs' }],
    ['exports by condition', { exports: { types: './x.d.ts', import: './lib/entry.mjs' } }],
    [
      'exports of a subpath with nested conditions',
      { exports: { '.': { node: { require: './no.cjs', import: './lib/entry.mjs' } } } },
    ],
  ])('are loaded from node_modules beside the config: %s', async (_name, entry) => {
    const folder = folderWith({
      'node_modules/them/package.json': manifest(entry),
      'node_modules/them/lib/entry.mjs': module(1),
    })
    const { strategies } = await loadConfig({ BOT_STRATEGIES: 'them' }, folder)
    expect(strategies.map(({ name }) => name)).toEqual(['theirs'])
  })

  test('are loaded from a path relative to the config', async () => {
    const folder = folderWith({ 'mine/theirs.mjs': module(1) })
    const { strategies } = await loadConfig({ BOT_STRATEGIES: './mine/theirs.mjs' }, folder)
    expect(strategies.map(({ name }) => name)).toEqual(['theirs'])
  })

  test.each([
    ['absent', {}, 'BOT_STRATEGIES: them cannot be loaded'],
    [
      'without strategies',
      { 'node_modules/them/package.json': '{}', 'node_modules/them/index.js': '' },
      'them: expected an exported array `strategies`',
    ],
    [
      'with a broken manifest',
      { 'node_modules/them/package.json': '{' },
      'BOT_STRATEGIES: them cannot be loaded',
    ],
    [
      'without a manifest',
      { 'node_modules/them/readme.txt': '' },
      'BOT_STRATEGIES: them cannot be loaded',
    ],
    [
      'that throws',
      {
        'node_modules/them/package.json': manifest({ main: 'a.mjs' }),
        'node_modules/them/a.mjs': "throw new Error('boo')",
      },
      'BOT_STRATEGIES: them cannot be loaded: boo',
    ],
    [
      'of spec 2',
      {
        'node_modules/them/package.json': manifest({ main: 'a.mjs' }),
        'node_modules/them/a.mjs': module(2),
      },
      'them: strategy theirs is refused: expected spec 1, was 2',
    ],
  ] as const)('are refused with the reason when %s', async (_name, files, words) => {
    const { code, message } = await problemOf({ BOT_STRATEGIES: 'them' }, files)
    expect(code).toBe('invalid-strategy')
    expect(message).toContain(words)
  })
})
