import type { Config } from '../config/load-config.js'
import { SETTINGS, type SettingName } from '../config/settings.js'
import { printJson, printLine } from './print.js'

const HIDDEN = '(set, not shown)'

/** Prints every setting: its value, where it came from, what is allowed, what it means and what it changes. */
export const configCommand = (config: Config, json: boolean): void => {
  const rows = (Object.keys(SETTINGS) as SettingName[]).map((name) => {
    const { env, allowed, meaning, effect, secret, default: fallback } = SETTINGS[name]
    const value = config.settings[name]
    const shown = secret && value !== undefined ? HIDDEN : value
    return {
      env,
      value: shown ?? null,
      source: config.sources[name],
      default: fallback ?? null,
      allowed,
      meaning,
      effect,
    }
  })
  if (json) {
    printJson({ settings: rows, strategies: config.strategies.map((strategy) => strategy.name) })
    return
  }
  for (const row of rows) {
    printLine(`${row.env}=${row.value === null ? '' : String(row.value)}  (${row.source})`)
    printLine(
      `    ${row.meaning} Allowed: ${row.allowed}. Default: ${row.default === null ? 'none' : String(row.default)}.`,
    )
    printLine(`    Effect: ${row.effect}.`)
  }
}
