import { existsSync, readFileSync } from 'node:fs'
import { BotError, messageOf } from '@bot/core'

/** One thing to do at one moment; `number` is its line in the file. */
export type ScriptLine = Readonly<{
  /** Seconds after the start. */
  at: number
  /** What follows `/_sim/` in the path of a control route, such as `faults` or `markets`. */
  do: string
  method: 'POST' | 'DELETE'
  body: unknown
  number: number
}>

/**
 * Reads a script: JSON lines of `{"at": seconds, "do": route, "body": ...}`; empty lines and those with `#` are left out.
 *
 * @throws BotError `invalid-input-file` that names the line
 */
export const readExchangeScript = (file: string): readonly ScriptLine[] =>
  readText(file)
    .split(/\r?\n/)
    .map((text, index) => ({ text: text.trim(), number: index + 1 }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'))
    .map(({ text, number }) => {
      const place = `${file}:${number}`
      return { ...lineOf(readJson(text, place), place), number }
    })

const KNOWN = ['at', 'do', 'method', 'body']

const lineOf = (given: unknown, place: string): Omit<ScriptLine, 'number'> => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid(place, 'an object such as {"at": 5, "do": "faults", "body": {...}}, was not')
  }
  const { at, do: action, method = 'POST', body = {}, ...rest } = given as Record<string, unknown>
  const [extra] = Object.keys(rest)
  if (extra !== undefined) throw invalid(place, `only ${KNOWN.join(', ')}, was also "${extra}"`)
  if (typeof at !== 'number' || !(at >= 0)) {
    throw invalid(place, `"at" in seconds after the start, was ${JSON.stringify(at)}`)
  }
  if (typeof action !== 'string' || !/^[a-z-]+$/.test(action)) {
    const was = JSON.stringify(action)
    throw invalid(place, `"do" to name a control route such as "faults" or "book", was ${was}`)
  }
  if (method !== 'POST' && method !== 'DELETE') {
    throw invalid(place, `"method" to be POST or DELETE, was ${JSON.stringify(method)}`)
  }
  return { at, do: action, method, body }
}

/**
 * Reads faults: the JSON itself when the text begins with `{` or `[`, else the file of that name.
 *
 * @throws BotError `invalid-input-file`
 */
export const readFaults = (text: string): readonly unknown[] => {
  const inline = /^\s*[[{]/.test(text)
  const faults = readJson(inline ? text : readText(text), inline ? '--faults' : text)
  return Array.isArray(faults) ? faults : [faults]
}

const readText = (file: string): string => {
  if (!existsSync(file)) throw invalid(file, 'a file, was absent')
  return readFileSync(file, 'utf8')
}

const readJson = (text: string, place: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw invalid(place, `JSON, was not: ${messageOf(cause)}`)
  }
}

const invalid = (place: string, expected: string): BotError =>
  new BotError('invalid-input-file', `${place}: Expected ${expected}; correct it and start again`, {
    place,
  })
