import type { Term } from './term.js'

/** When a contract's event must happen, and on whose clock; absent what the text leaves open. */
export type Window = Readonly<{ start?: Term; end?: Term; zone?: Term }>

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const MONTH = String.raw`(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?`
const ZONE = String.raw`\(?(?:ET|EST|EDT|UTC|GMT|CT|CST|CDT|MT|PT|PST|PDT|CET|CEST|JST|IST|BST)\)?\b`
const TIME = String.raw`\d{1,2}(?::\d{2}){0,2} ?[AP]\.?M\.?`
const DATE = String.raw`${MONTH} \d{1,2}(?:st|nd|rd|th)?,? \d{4}(?:,?(?: at)? ${TIME})?(?: ${ZONE})?`
const BETWEEN = new RegExp(
  String.raw`\b(?:between|from) (${DATE}),? (?:and|to|through|until) (${DATE})`,
  'i',
)
const ENDS = new RegExp(
  String.raw`\b(before|by|until|through|on or before|no later than|prior to|on|at) (?:the end of )?(?:(${TIME}(?: ${ZONE})?) on )?(${DATE}|(?:20\d\d)\b)`,
  'gi',
)
const DATE_PARTS = new RegExp(String.raw`(${MONTH}) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})`, 'i')

/**
 * Reads from a claim when its event must happen. An end is the first minute that no longer counts, in the text's own
 * clock; a date without a year, or two ends, leave it open.
 */
export const readWindow = (claim: string): Window => {
  const between = BETWEEN.exec(claim)
  if (between !== null) {
    const [quote, from = '', to = ''] = between
    return {
      ...term('start', minuteOf(from, 'first'), quote),
      ...term('end', minuteOf(to, 'after'), quote),
      ...zoneOf(quote),
    }
  }
  const ends = [...claim.matchAll(ENDS)].map((match) => readEnd(match))
  const [first] = ends
  if (first === undefined || ends.some((end) => end.end?.value !== first.end?.value)) return {}
  return first
}

const readEnd = ([quote, word = '', time = '', date = '']: RegExpMatchArray): Window => {
  const text = time === '' ? date : `${date} ${time}`
  const zone = zoneOf(quote)
  if (/^(?:before|prior to)$/i.test(word))
    return { ...term('end', minuteOf(text, 'first'), quote), ...zone }
  if (!/^(?:on|at)$/i.test(word)) return { ...term('end', minuteOf(text, 'after'), quote), ...zone }
  const start = minuteOf(text, 'first')
  const isInstant = new RegExp(TIME, 'i').test(text)
  return {
    ...term('start', start, quote),
    ...term('end', isInstant ? start && `at ${start}` : minuteOf(text, 'after'), quote),
    ...zone,
  }
}

const term = (name: 'start' | 'end', value: string | undefined, quote: string): Window =>
  value === undefined ? {} : { [name]: { value, quote } }

/** Every clock that the phrase names: two of them are another window than one. */
const zoneOf = (quote: string): Window => {
  const zones = [...quote.matchAll(new RegExp(ZONE, 'g'))].map(([zone]) =>
    zone.replace(/[()]/g, ''),
  )
  const value = [...new Set(zones.map((zone) => (zone === 'GMT' ? 'UTC' : zone)))].join(' and ')
  return value === '' ? {} : { zone: { value, quote } }
}

/** The first minute of a date or time, or the first after it: `2027-01-01 00:00`. */
const minuteOf = (text: string, which: 'first' | 'after'): string | undefined => {
  if (/^20\d\d$/.test(text)) return `${Number(text) + (which === 'after' ? 1 : 0)}-01-01 00:00`
  const parts = DATE_PARTS.exec(text)
  const month = MONTHS.indexOf(parts?.[1]?.slice(0, 3).toLowerCase() ?? '')
  const [, , day, year] = parts ?? []
  const at = Date.UTC(Number(year), month, Number(day))
  if (month < 0 || Number.isNaN(at) || new Date(at).getUTCDate() !== Number(day)) return undefined
  const clock = /(\d{1,2})(?::(\d{2}))?(?::\d{2})? ?([AP])\.?M/i.exec(text)
  const minutes = clock === null ? 0 : clockMinutes(clock)
  if (minutes === undefined) return undefined
  const later = which === 'first' ? 0 : clock === null ? 1_440 : 1
  return new Date(at + (minutes + later) * 60_000).toISOString().slice(0, 16).replace('T', ' ')
}

const clockMinutes = ([, hour, minute = '0', half = '']: RegExpExecArray): number | undefined => {
  const hours = Number(hour)
  if (hours < 1 || hours > 12 || Number(minute) > 59) return undefined
  return ((hours % 12) + (half.toUpperCase() === 'P' ? 12 : 0)) * 60 + Number(minute)
}
