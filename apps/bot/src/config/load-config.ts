import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BotError, messageOf, type Strategy } from '@bot/core'
import { isLoopback } from '../server/access.js'
import { checkStrategies, loadPackages } from './load-strategies.js'
import { nearestName } from './nearest-name.js'
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
const OURS = /^(ARB_|WHALE_|ADAPTIVE_|CASCADE_|POLYMARKET_)/
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
  problems.push(...file.problems, ...reachableProblem(values as Settings))
  if (problems.length > 0) throw invalid(problems)
  const config = { settings: values as Settings, sources: sources as Config['sources'] }
  const strategies = [
    ...file.strategies,
    ...(await loadPackages(config.settings.extraStrategies, folder)),
  ]
  return { ...config, strategies }
}

/** Others may reach the page only with a token. */
const reachableProblem = ({ dashboardHost, dashboardToken }: Settings): readonly string[] =>
  dashboardHost === undefined || isLoopback(dashboardHost) || dashboardToken !== undefined
    ? []
    : [
        `DASHBOARD_HOST: ${dashboardHost} lets others reach the stats server; set DASHBOARD_TOKEN too`,
      ]

const invalid = (problems: readonly string[]): BotError =>
  new BotError(
    'invalid-config',
    `Nothing was started: ${problems.length} setting(s) are wrong.\n  ${problems.join('\n  ')}\nRun \`bot config\` to see every setting and what is allowed.`,
    { problems },
  )

const KNOWN: ReadonlySet<string> = new Set(names.map((name) => SETTINGS[name].env))

/** A name that looks like ours, by its prefix or because it is nearly one of ours, must be one of ours. */
const unknownNames = (environment: Readonly<Record<string, string | undefined>>): string[] =>
  Object.keys(environment)
    .filter((name) => !KNOWN.has(name) && !FOREIGN.has(name))
    .filter((name) => OURS.test(name) || nearestName(name, KNOWN) !== undefined)
    .map((name) => `${name}: is no setting${suggestion(name)}`)

const suggestion = (name: string): string => {
  const near = nearestName(name, KNOWN)
  return near === undefined ? '' : `; did you mean ${near}?`
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
  const problems = Object.keys(rest)
    .filter((key) => !KNOWN.has(key))
    .map((key) => `bot.config.mjs: ${key} is no setting${suggestion(key)}`)
  const settings = Object.fromEntries(
    Object.entries(rest)
      // `undefined` and `null` say that nothing is set here.
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([key, value]) => [key, Array.isArray(value) ? value.join(',') : String(value)]),
  )
  return { settings, strategies: checkStrategies(strategies, 'bot.config.mjs'), problems }
}
