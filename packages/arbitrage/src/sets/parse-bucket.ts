import { parseDecimal } from '@bot/core'

/**
 * An interval that a label names, in millionths of its unit.
 *
 * `low` and `high` are `undefined` where the interval is open to that side; `decimals` is how finely its numbers
 * are written; `magnitude` the power of ten that its numbers are multiples of (3 for "250k", 0 without one); `unit`
 * what is left of the label, so that labels of different units never mix.
 */
export type Bucket = Readonly<{
  low: number | undefined
  high: number | undefined
  lowClosed: boolean
  highClosed: boolean
  decimals: number
  magnitude: number
  unit: string
}>

const SCALE = 6
const NUMBER = String.raw`[-−]?\$?\d[\d,]*(?:\.\d+)?`
const UNIT = String.raw`[^\d<>≤≥=+]*?`
const BELOW = /(?:\bor|\band) (?:below|lower|less|fewer|under)\b/i
const ABOVE = /(?:\bor|\band) (?:above|higher|more|greater|over)\b|\+/i
const AT_MOST = /^(?:≤|<=|at most\b|up to\b)\s*/i
const LESS = /^(?:<|less than\b|under\b|below\b|fewer than\b)\s*/i
const AT_LEAST = /^(?:≥|>=|at least\b)\s*/i
const MORE = /^(?:>|more than\b|over\b|above\b|greater than\b)\s*/i
const RANGE = new RegExp(`^(${NUMBER})(${UNIT})\\s*(?:-|–|—|to )\\s*(${NUMBER})(${UNIT})$`, 'i')
const SINGLE = new RegExp(`^(${NUMBER})(${UNIT})$`)
const MAGNITUDE = /^\s*(?:([kmbt])|thousand|million|billion|trillion)(?![a-z])/i

type Bound = Readonly<{ marker: RegExp; side: 'low' | 'high'; closed: boolean }>
const BOUNDS: readonly Bound[] = [
  { marker: AT_MOST, side: 'high', closed: true },
  { marker: LESS, side: 'high', closed: false },
  { marker: AT_LEAST, side: 'low', closed: true },
  { marker: MORE, side: 'low', closed: false },
  { marker: BELOW, side: 'high', closed: true },
  { marker: ABOVE, side: 'low', closed: true },
]

/**
 * Reads a label such as `46-47°F`, `7°C`, `45°F or below`, `<14m sq km`, `8+`, `750k-1m` as an interval.
 *
 * Returns `undefined` for anything else: what is not understood proves nothing.
 */
export const parseBucket = (label: string): Bucket | undefined => {
  const text = label.trim()
  const bounds = BOUNDS.filter(({ marker }) => marker.test(text))
  if (bounds.length > 1) return undefined
  const [bound] = bounds
  return bound === undefined ? parseClosed(text) : parseOpen(text.replace(bound.marker, ''), bound)
}

const parseOpen = (text: string, bound: Bound): Bucket | undefined => {
  const match = SINGLE.exec(text.trim())
  const value = toNumber(match?.[1])
  if (value === undefined) return undefined
  const low = bound.side === 'low'
  return {
    low: low ? value.units : undefined,
    high: low ? undefined : value.units,
    lowClosed: low && bound.closed,
    highClosed: !low && bound.closed,
    decimals: value.decimals,
    ...toUnit(match?.[2]),
  }
}

const parseClosed = (text: string): Bucket | undefined => {
  const range = RANGE.exec(text)
  const single = range === null ? SINGLE.exec(text) : null
  const low = toNumber(range?.[1] ?? single?.[1])
  const high = range === null ? low : toNumber(range[3])
  if (low === undefined || high === undefined) return undefined
  const first = toUnit(range?.[2] ?? single?.[2])
  const last = range === null ? first : toUnit(range[4])
  const scale = rangeScale(first, last)
  if (scale === undefined) return undefined
  const { magnitude, unit } = scale
  const top = high.units * 10 ** (last.magnitude - magnitude)
  if (top < low.units || !Number.isSafeInteger(top)) return undefined
  return {
    low: low.units,
    high: top,
    lowClosed: true,
    highClosed: true,
    decimals: Math.max(low.decimals, high.decimals),
    magnitude,
    unit,
  }
}

type Unit = Pick<Bucket, 'magnitude' | 'unit'>

/** In "250-500k" the last number says for both what they count; in "750k-1m" each says its own. */
const rangeScale = (first: Unit, last: Unit): Unit | undefined => {
  if (first.magnitude === 0 && first.unit === '') return last
  if (first.unit !== last.unit || first.magnitude > last.magnitude) return undefined
  return first.magnitude === 0 && last.magnitude > 0 ? undefined : first
}

const BARE: Unit = { magnitude: 0, unit: '' }

const toUnit = (text = ''): Unit => {
  if (text === '') return BARE
  const word = MAGNITUDE.exec(text)?.[0] ?? ''
  const magnitude = { k: 3, t: 12, m: 6, b: 9 }[word.trim().charAt(0).toLowerCase()] ?? 0
  const unit = text.slice(word.length).replace(/\s+/g, '').replace(/º/g, '°').toLowerCase()
  return { magnitude: /^\s*thousand/i.test(word) ? 3 : magnitude, unit }
}

const toNumber = (
  text: string | undefined,
): Readonly<{ units: number; decimals: number }> | undefined => {
  if (text === undefined) return undefined
  const digits = text.replace(/[$,]/g, '').replace('−', '-')
  const decimals = digits.split('.')[1]?.length ?? 0
  if (decimals > SCALE || digits.length > 12) return undefined
  return { units: parseDecimal(digits, SCALE), decimals }
}
