import { NOT_SAID, type Term } from './term.js'

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  b: 1e9,
  billion: 1e9,
  t: 1e12,
  trillion: 1e12,
}
const NUMBER = String.raw`(\$?\d[\d,]*(?:\.\d+)?(?: ?(?:thousand|million|billion|trillion|[kmbt])\b)?(?: ?(?:%|percent|bps|basis points|°[CF]|points|goals))?)`
/** In this order: a phrase that holds another comes first. */
const PHRASES: readonly (readonly [string, string])[] = [
  [
    `(?:at least|no (?:less|fewer) than|(?:at|equal to) or (?:above|over)|(?:above|over) or (?:at|equal to)|(?:greater|more|higher) than or equal to|equal to or (?:greater|more|higher) than|(?:reaches|meets) or exceeds|>=|≥) ${NUMBER}`,
    '>=',
  ],
  [
    `(?:at most|no more than|(?:at|equal to) or (?:below|under)|(?:below|under) or (?:at|equal to)|(?:less|lower) than or equal to|equal to or (?:less|lower) than|up to|<=|≤) ${NUMBER}`,
    '<=',
  ],
  [`between ${NUMBER} (?:and|to) ${NUMBER}`, 'between'],
  [`${NUMBER}(?:[+]| or (?:more|above|higher|greater|over))`, '>='],
  [`${NUMBER} or (?:less|fewer|below|lower|under)`, '<='],
  [`(?:more than|greater than|higher than|above|over|exceeds?|>) ${NUMBER}`, '>'],
  [`(?:less than|fewer than|lower than|below|under|<) ${NUMBER}`, '<'],
  [`exactly ${NUMBER}`, '='],
]
const ANY = new RegExp(PHRASES.map(([phrase]) => phrase).join('|'), 'gi')

/** Reads what a number is compared with, strict or not; {@link NOT_SAID} when the text compares no number. */
export const readThreshold = (claim: string): Term => {
  const found = [...claim.matchAll(ANY)].map(([quote]) => ({ quote, value: comparisonOf(quote) }))
  if (found.length === 0) return NOT_SAID
  const value = [...new Set(found.map((each) => each.value))].sort().join(' and ')
  return { value, quote: found.map(({ quote }) => quote).join(' … ') }
}

const comparisonOf = (quote: string): string => {
  const [, relation = ''] =
    PHRASES.find(([phrase]) => new RegExp(`^(?:${phrase})$`, 'i').test(quote)) ?? []
  const numbers = [...quote.matchAll(new RegExp(NUMBER, 'gi'))].map(([text]) => numberOf(text))
  return `${relation} ${numbers.join(' ')}`
}

/** `$1 trillion` as `$ 1000000000000`: the unit stays, because an amount of another unit is another amount. */
const numberOf = (text: string): string => {
  const [, dollar = '', digits = '', scale = '', unit = ''] =
    /^(\$?)([\d,.]+) ?(thousand|million|billion|trillion|[kmbt]\b)? ?(.*)$/i.exec(text) ?? []
  const value = Number(digits.replaceAll(',', '')) * (SCALES[scale.toLowerCase()] ?? 1)
  return `${dollar}${value}${unit.toLowerCase().replace('percent', '%').replace('basis points', 'bps')}`
}
