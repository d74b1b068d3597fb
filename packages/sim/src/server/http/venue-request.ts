import type { TimeMs } from '@bot/core'

/** One HTTP request as handlers see it: the path without the host's prefix and without the query. */
export type VenueRequest = Readonly<{
  method: string
  path: string
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  /** The exact bytes that came, as text. */
  body: string
  headers: Readonly<Record<string, string | undefined>>
  remote: string
  at: TimeMs
}>

/** Reads a list parameter in each spelling that clients use: repeated, with `[]`, or with commas. */
export const listParam = (query: URLSearchParams, name: string): readonly string[] =>
  [...query.getAll(name), ...query.getAll(`${name}[]`)]
    .flatMap((value) => value.split(','))
    .filter((value) => value !== '')

/** Reads a boolean parameter; `fallback` when it is absent or neither `true` nor `false`. */
export const booleanParam = (query: URLSearchParams, name: string, fallback: boolean): boolean => {
  const text = query.get(name)?.toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : fallback
}

/** Reads a whole number; `fallback` when it is absent, `undefined` when it is no whole number. */
export const integerParam = (
  query: URLSearchParams,
  name: string,
  fallback: number,
): number | undefined => {
  const text = query.get(name)
  if (text === null || text === '') return fallback
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** Parses a JSON body; `undefined` when it is none. */
export const jsonBody = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}
