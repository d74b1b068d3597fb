import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BotError, findProblem, messageOf, type Strategy } from '@bot/core'
import { refused, type SettingValue } from './setting.js'
import { SETTINGS, type SettingName, type Settings } from './settings.js'

/** Where a setting's value came from. */
export type SettingSource = 'default' | 'environment' | 'bot.config.mjs'

/** Everything that was set, where each value came from, and the strategies of others. */
export type Config = Readonly<{
  settings: Settings
  sources: Readonly<Record<SettingName, SettingSource>>
  strategies: readonly Strategy[]
}>

const names = Object.keys(SETTINGS) as SettingName[]
/** Prefixes that make an unknown variable ours, so that a misspelt setting is not passed over in silence. */
const OURS =
  /^(MAX_|MIN_|ARB_|WHALE_|ADAPTIVE_|CASCADE_|DASHBOARD_|POLYMARKET_|BOT_|TRAILING_STOP_|ALERT_ON_)|_ENABLED$/
const FOREIGN = new Set(['BOT_DATA_DIR'])

/**
 * Reads the environment and an optional `bot.config.mjs` (which wins over the environment).
 *
 * @throws BotError `invalid-config` naming every wrong setting with its value and what is allowed.
 */
export const loadConfig = async (
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Promise<Config> => {
  const file = await readConfigFile(folder)
  const problems: string[] = [...unknownNames(environment)]
  const values: Partial<Record<SettingName, SettingValue>> = {}
  const sources: Partial<Record<SettingName, SettingSource>> = {}
  for (const name of names) {
    const fromFile = file.settings[SETTINGS[name].env]
    const text = fromFile ?? environment[SETTINGS[name].env]
    if (text === undefined || text === '') {
      values[name] = SETTINGS[name].default
      sources[name] = 'default'
      continue
    }
    const value = SETTINGS[name].read(text)
    if (refused(value)) {
      const shown = SETTINGS[name].secret ? 'a value that is not shown' : JSON.stringify(text)
      problems.push(`${SETTINGS[name].env}: ${value.problem}, was ${shown}`)
      continue
    }
    values[name] = value
    sources[name] = fromFile === undefined ? 'environment' : 'bot.config.mjs'
  }
  problems.push(...file.problems)
  if (problems.length > 0) throw invalid(problems)
  const config = { settings: values as Settings, sources: sources as Config['sources'] }
  const strategies = [
    ...file.strategies,
    ...(await loadPackages(config.settings.extraStrategies, folder)),
  ]
  return { ...config, strategies }
}

const invalid = (problems: readonly string[]): BotError =>
  new BotError(
    'invalid-config',
    `Nothing was started: ${problems.length} setting(s) are wrong.\n  ${problems.join('\n  ')}\nRun \`bot config\` to see every setting and what is allowed.`,
    { problems },
  )

const unknownNames = (environment: Readonly<Record<string, string | undefined>>): string[] => {
  const known = new Set(names.map((name) => SETTINGS[name].env))
  return Object.keys(environment)
    .filter((name) => OURS.test(name) && !known.has(name) && !FOREIGN.has(name))
    .map((name) => `${name}: is no setting${suggestion(name, known)}`)
}

const suggestion = (name: string, known: ReadonlySet<string>): string => {
  const near = [...known].find((each) => distance(each, name) <= 2)
  return near === undefined ? '' : `; did you mean ${near}?`
}

const distance = (a: string, b: string): number => {
  if (Math.abs(a.length - b.length) > 2) return 3
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same))
    }
    row = next
  }
  return row[b.length] ?? 3
}

type ConfigFile = Readonly<{
  settings: Readonly<Record<string, string>>
  strategies: readonly Strategy[]
  problems: readonly string[]
}>

const readConfigFile = async (folder: string): Promise<ConfigFile> => {
  const path = resolve(folder, 'bot.config.mjs')
  if (!existsSync(path)) return { settings: {}, strategies: [], problems: [] }
  const loaded: unknown = await import(pathToFileURL(path).href).catch((thrown: unknown) => {
    throw new BotError(
      'invalid-config',
      `bot.config.mjs cannot be loaded: ${messageOf(thrown)}`,
      { path },
      thrown,
    )
  })
  const exported = (loaded as { default?: unknown }).default
  if (typeof exported !== 'object' || exported === null) {
    throw new BotError(
      'invalid-config',
      'bot.config.mjs: expected a default export that is an object',
      { path },
    )
  }
  const { strategies = [], ...rest } = exported as Record<string, unknown>
  const known = new Set(names.map((name) => SETTINGS[name].env))
  const problems = Object.keys(rest)
    .filter((key) => !known.has(key))
    .map((key) => `bot.config.mjs: ${key} is no setting${suggestion(key, known)}`)
  const settings = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  )
  return { settings, strategies: checkStrategies(strategies, 'bot.config.mjs'), problems }
}

const loadPackages = async (packages: readonly string[], folder: string): Promise<Strategy[]> => {
  const found: Strategy[] = []
  for (const name of packages) {
    const at = name.startsWith('.')
      ? pathToFileURL(resolve(folder, name)).href
      : resolvePackage(name, folder)
    const loaded: unknown = await import(at).catch((thrown: unknown) => {
      throw new BotError(
        'invalid-strategy',
        `BOT_STRATEGIES: ${name} cannot be loaded: ${messageOf(thrown)}`,
        { name },
        thrown,
      )
    })
    const exported = (loaded as { strategies?: unknown }).strategies
    found.push(...checkStrategies(exported, name))
  }
  return found
}

/** Finds a package beside the config first, then beside the bot. Reads its own entry, so that ESM-only packages load. */
const resolvePackage = (name: string, folder: string): string => {
  const home = resolve(folder, 'node_modules', name)
  if (!existsSync(home)) return name
  const manifest = JSON.parse(readFileSync(resolve(home, 'package.json'), 'utf8')) as Manifest
  const main = manifest.exports?.['.'] ?? manifest.main ?? 'index.js'
  const entry = typeof main === 'string' ? main : (main.import ?? main.default ?? 'index.js')
  return pathToFileURL(resolve(home, entry)).href
}

type Manifest = Readonly<{
  main?: string
  exports?: Readonly<Record<string, string | Readonly<{ import?: string; default?: string }>>>
}>

const checkStrategies = (value: unknown, from: string): readonly Strategy[] => {
  if (!Array.isArray(value)) {
    throw new BotError('invalid-strategy', `${from}: expected an exported array \`strategies\``, {
      from,
    })
  }
  for (const strategy of value) {
    const problem = findProblem(strategy)
    if (problem !== undefined) {
      const name = String((strategy as { name?: unknown } | null)?.name ?? 'without a name')
      throw new BotError('invalid-strategy', `${from}: strategy ${name} is refused: ${problem}`, {
        from,
      })
    }
  }
  return value as readonly Strategy[]
}
