import type { MarketFacts } from '@bot/core'
import type { Line } from './line.js'
import type { Bucket } from './parse-bucket.js'

const ONE = 1_000_000
const DAY_MS = 86_400_000
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const PERIOD = new RegExp(
  `^(?:${MONTH}\\.?(?: (\\d{1,2}))?(?:,? (\\d{4}))?|q([1-4]) (\\d{4})|(\\d{4}))$`,
  'i',
)
const NEVER =
  /^(?:never|not (?:in|during) (.+)|not (?:by|before) (.+)|after (.+) or never|(.+) or later or never)$/i
const BEFORE = /^(?:before|earlier than) (.+)$|^(.+) or (?:earlier|before)$/i
const AFTER = /^after (.+)$|^(.+) or later$/i

const OPEN = 'labels cover every date, but nothing says what wins when it never comes'
type Period = Readonly<{ from: number; to: number; dated: boolean }>
type Dates = Readonly<{ buckets: readonly Bucket[]; never: boolean; dated: boolean | undefined }>

/**
 * Reads spans of time: `Before June`, `June 2026`, `Q3 2026`, `July or later`, `Not in 2026`, `Never`.
 *
 * A date need not come at all, so without a label that says so there stays a doubt. Labels with and without a year
 * are not mixed; without one, all months are of one year.
 */
export const readDates = (markets: readonly MarketFacts[]): Line | undefined => {
  const read = markets.flatMap(({ label }) => readLabel(label.trim()) ?? [])
  const dated = new Set(read.flatMap((each) => each.dated ?? []))
  if (read.length !== markets.length || dated.size !== 1) return undefined
  const buckets = read.flatMap((each) => each.buckets)
  if (overlap(buckets)) return undefined
  return {
    buckets,
    step: 0,
    ...(read.some(({ never }) => never) ? {} : { doubt: OPEN }),
  }
}

/** Only one of them wins, so spans that overlap were misread: "January or later" may mean that of another year. */
const overlap = (buckets: readonly Bucket[]): boolean =>
  [...buckets]
    .sort((a, b) => (a.low ?? -Infinity) - (b.low ?? -Infinity))
    .some((each, index, all) => {
      const before = all[index - 1]
      return before !== undefined && (each.low ?? -Infinity) < (before.high ?? Infinity)
    })

const readLabel = (label: string): Dates | undefined => {
  const never = NEVER.exec(label)
  if (never !== null) return readNever(never)
  const before = BEFORE.exec(label)
  const after = AFTER.exec(label)
  const period = readPeriod(before?.[1] ?? before?.[2] ?? after?.[1] ?? after?.[2] ?? label)
  if (period === undefined) return undefined
  const { from, to, dated } = period
  if (before !== null) return datesOf([undefined, before[2] === undefined ? from : to], dated)
  if (after !== null) return datesOf([after[1] === undefined ? from : to, undefined], dated)
  return datesOf([from, to], dated)
}

/** "Not in 2026" is all before and all after; "not by June 30" what comes later; "never" no date at all. */
const readNever = ([, during, by, after, later]: RegExpExecArray): Dates | undefined => {
  const named = during ?? by ?? after ?? later
  if (named === undefined) return { buckets: [], never: true, dated: undefined }
  const period = readPeriod(named.replace(/^(?:the )?end of /i, ''))
  if (period === undefined) return undefined
  const { from, to, dated } = period
  const end = span(later === undefined ? to : from, undefined)
  return {
    buckets: during === undefined ? [end] : [span(undefined, from), end],
    never: true,
    dated,
  }
}

const datesOf = (
  [low, high]: readonly [number | undefined, number | undefined],
  dated: boolean,
): Dates => ({ buckets: [span(low, high)], never: false, dated })

/** From its first moment to the first one after it. */
const span = (low: number | undefined, high: number | undefined): Bucket => ({
  low,
  high,
  lowClosed: low !== undefined,
  highClosed: false,
  decimals: 0,
  magnitude: 0,
  unit: 'date',
})

/** Days since 1970, in millionths; a label without a year is of a year that starts there. */
const readPeriod = (text: string): Period | undefined => {
  const match = PERIOD.exec(text.trim())
  if (match === null) return undefined
  const [, month = '', day, monthYear, quarter, quarterYear, wholeYear] = match
  const year = Number(monthYear ?? quarterYear ?? wholeYear ?? 1970)
  const dated = (monthYear ?? quarterYear ?? wholeYear) !== undefined
  if (wholeYear !== undefined) return periodOf([year, 0, 1], [year + 1, 0, 1], dated)
  if (quarter !== undefined) {
    const first = (Number(quarter) - 1) * 3
    return periodOf([year, first, 1], [year, first + 3, 1], dated)
  }
  const at = MONTHS.indexOf(month.slice(0, 3).toLowerCase())
  if (day === undefined) return periodOf([year, at, 1], [year, at + 1, 1], dated)
  const isDay = new Date(Date.UTC(year, at, Number(day))).getUTCMonth() === at
  return isDay && Number(day) > 0
    ? periodOf([year, at, Number(day)], [year, at, Number(day) + 1], dated)
    : undefined
}

type YearMonthDay = readonly [number, number, number]

const periodOf = (from: YearMonthDay, to: YearMonthDay, dated: boolean): Period => ({
  from: (Date.UTC(...from) / DAY_MS) * ONE,
  to: (Date.UTC(...to) / DAY_MS) * ONE,
  dated,
})
