import type { VenueAnswer } from '../http/venue-answer.js'
import { listParam } from '../http/venue-request.js'
import { invalidGamma } from './gamma-answer.js'

/** Tells whether a thing is wanted. */
export type Wanted<T> = (thing: T) => boolean

/** Passes what has one of the values that a list parameter names, or all where it names none. */
export const listed = <T>(
  query: URLSearchParams,
  name: string,
  read: (thing: T) => readonly string[],
): Wanted<T> => {
  const wanted = listParam(query, name)
  return (thing) => wanted.length === 0 || read(thing).some((value) => wanted.includes(value))
}

/** Passes what has the flag that a parameter asks for, or all where it asks for none. */
export const flagged = <T>(
  query: URLSearchParams,
  name: string,
  read: (thing: T) => boolean,
): Wanted<T> => {
  const wanted = query.get(name)
  return (thing) => wanted === null || wanted === '' || String(read(thing)) === wanted
}

/** Passes what lies between `_min` and `_max` of a parameter, both inclusive. */
export const bounded = <T>(
  query: URLSearchParams,
  name: string,
  read: (thing: T) => number,
): Wanted<T> => {
  const least = boundOf(query, `${name}_min`, Number)
  const most = boundOf(query, `${name}_max`, Number)
  return (thing) => fits(least, most, () => read(thing))
}

/** Passes what is dated between `_min` and `_max` of a parameter, both inclusive. */
export const dated = <T>(
  query: URLSearchParams,
  name: string,
  read: (thing: T) => number,
): Wanted<T> => {
  const least = boundOf(query, `${name}_min`, Date.parse)
  const most = boundOf(query, `${name}_max`, Date.parse)
  return (thing) => fits(least, most, () => read(thing))
}

const fits = (least: number | undefined, most: number | undefined, read: () => number): boolean => {
  if (least === undefined && most === undefined) return true
  const value = read()
  return value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY)
}

const boundOf = (
  query: URLSearchParams,
  name: string,
  parse: (text: string) => number,
): number | undefined => {
  const text = query.get(name)
  return text === null || text === '' ? undefined : parse(text)
}

/** Refuses bounds that are no numbers or no times. */
export const wrongBound = (
  query: URLSearchParams,
  names: readonly string[],
): VenueAnswer | undefined => {
  for (const name of names) {
    const parse = name.endsWith('date') || name.endsWith('time') ? Date.parse : Number
    for (const end of [`${name}_min`, `${name}_max`]) {
      const value = boundOf(query, end, parse)
      if (value !== undefined && Number.isNaN(value)) return invalidGamma(`${end} is not valid`)
    }
  }
  return undefined
}
