/** What a setting may hold. */
export type SettingValue = string | number | boolean | readonly string[] | undefined

/** One setting: its name in the environment, what it may be, and what it does. */
export type Setting<V extends SettingValue = SettingValue> = Readonly<{
  env: string
  default: V
  /** What a person may write. */
  allowed: string
  meaning: string
  /** What changes when it changes; says so when nothing uses it yet. */
  effect: string
  secret: boolean
  read: (text: string) => V | Problem
}>

/** Why a text is not a value. */
export type Problem = Readonly<{ problem: string }>

type Words = readonly [meaning: string, effect: string]

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'problem' in value

/** Tells a refused text from a value. */
export const refused = (value: SettingValue | Problem): value is Problem => isProblem(value)

const NUMBER = /^-?\d+(\.\d+)?$/

/** Declares a number within bounds. */
export const numberSetting = (
  env: string,
  fallback: number,
  range: Readonly<{ min: number; max: number; whole?: boolean }>,
  [meaning, effect]: Words,
): Setting<number> => {
  const kind = range.whole === true ? 'a whole number' : 'a number'
  const allowed = `${kind} from ${range.min} to ${range.max}`
  return {
    env,
    default: fallback,
    allowed,
    meaning,
    effect,
    secret: false,
    read: (text) => {
      const value = Number(text)
      const sound =
        NUMBER.test(text.trim()) &&
        value >= range.min &&
        value <= range.max &&
        (range.whole !== true || Number.isInteger(value))
      return sound ? value : { problem: `expected ${allowed}` }
    },
  }
}

/** Declares a switch. */
export const switchSetting = (
  env: string,
  fallback: boolean,
  [meaning, effect]: Words,
): Setting<boolean> => ({
  env,
  default: fallback,
  allowed: 'true or false',
  meaning,
  effect,
  secret: false,
  read: (text) => {
    const word = text.trim().toLowerCase()
    if (word === 'true' || word === '1' || word === 'yes') return true
    if (word === 'false' || word === '0' || word === 'no') return false
    return { problem: 'expected true or false' }
  },
})

/** Declares one of a few words. */
export const choiceSetting = <C extends string>(
  env: string,
  fallback: C,
  choices: readonly C[],
  [meaning, effect]: Words,
): Setting<C> => ({
  env,
  default: fallback,
  allowed: choices.join(', '),
  meaning,
  effect,
  secret: false,
  read: (text) => {
    const word = text.trim().toLowerCase()
    return (
      choices.find((choice) => choice === word) ?? {
        problem: `expected one of ${choices.join(', ')}`,
      }
    )
  },
})

/** Declares free text; `undefined` when not set. */
export const textSetting = (
  env: string,
  [meaning, effect]: Words,
  options: Readonly<{ secret?: boolean; allowed?: string; pattern?: RegExp }> = {},
): Setting<string | undefined> => ({
  env,
  default: undefined,
  allowed: options.allowed ?? 'text',
  meaning,
  effect,
  secret: options.secret ?? false,
  read: (text) => {
    const value = text.trim()
    if (value === '') return undefined
    if (options.pattern !== undefined && !options.pattern.test(value)) {
      return { problem: `expected ${options.allowed ?? 'other text'}` }
    }
    return value
  },
})

/** Declares a URL with a default. */
export const urlSetting = (env: string, fallback: string, words: Words): Setting<string> => ({
  env,
  default: fallback,
  allowed: 'a URL of http, https, ws or wss',
  meaning: words[0],
  effect: words[1],
  secret: false,
  read: (text) => {
    const value = text.trim().replace(/\/+$/, '')
    return /^(https?|wss?):\/\/[^\s]+$/.test(value)
      ? value
      : { problem: 'expected a URL of http, https, ws or wss' }
  },
})

/** Declares a list of words separated by commas. */
export const listSetting = (
  env: string,
  fallback: readonly string[],
  [meaning, effect]: Words,
): Setting<readonly string[]> => ({
  env,
  default: fallback,
  allowed: 'words separated by commas',
  meaning,
  effect,
  secret: false,
  read: (text) =>
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
})
