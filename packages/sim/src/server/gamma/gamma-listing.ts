import { answer, type VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, integerParam, type VenueRequest } from '../http/venue-request.js'
import { invalidGamma } from './gamma-answer.js'

/** One row of a listing, rendered only when its page or its order needs it. */
export type ListedRow = Readonly<{ id: string; render: () => object }>

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100
const MAX_OFFSET = 2000

/** Fields that listings can be ordered by: numbers, texts and times. */
const ORDER_FIELDS: readonly string[] = [
  'id',
  'slug',
  'ticker',
  'title',
  'question',
  'volume',
  'volumeNum',
  'volumeClob',
  'volume24hr',
  'volume1wk',
  'volume1mo',
  'volume1yr',
  'volume24hrClob',
  'liquidity',
  'liquidityNum',
  'liquidityClob',
  'openInterest',
  'competitive',
  'spread',
  'bestBid',
  'bestAsk',
  'lastTradePrice',
  'oneHourPriceChange',
  'oneDayPriceChange',
  'oneWeekPriceChange',
  'oneMonthPriceChange',
  'startDate',
  'endDate',
  'createdAt',
  'updatedAt',
  'closedTime',
  'creationDate',
  'startTime',
  'gameStartTime',
  'eventStartTime',
  'umaEndDate',
  'groupItemThreshold',
  'featuredOrder',
  'commentCount',
]

/** The routes of today tell that the old ones are to go. */
const SUNSET = { sunset: 'Fri, 01 May 2026 00:00:00 GMT', deprecation: 'true' } as const
const CACHED = { 'cache-control': 'public, max-age=300' } as const

/**
 * Answers a keyset listing: `limit` is clamped to 1…100, `offset` is refused, `next_cursor` is absent on the last page.
 *
 * @param name the key of the rows, `markets` or `events`
 */
export const keysetPage = (
  request: VenueRequest,
  name: string,
  rows: readonly ListedRow[],
): VenueAnswer => {
  const { query } = request
  if (query.has('offset')) return invalidGamma('offset is not supported; use after_cursor')
  const limit = clampLimit(integerParam(query, 'limit', DEFAULT_LIMIT))
  if (limit === undefined) return invalidGamma('limit must be a number')
  const sorted = sortRows(query, rows)
  if (sorted === undefined) return invalidGamma('order fields are not valid')
  const cursor = query.get('after_cursor')
  const after = cursor === null || cursor === '' ? '' : decodeCursor(cursor)
  const start = after === '' ? 0 : sorted.findIndex((row) => row.id === after) + 1
  if (after !== '' && start === 0) return invalidGamma('invalid after_cursor')
  const page = sorted.slice(start, start + limit)
  const last = page.at(-1)
  const more = start + limit < sorted.length && last !== undefined
  const body = {
    [name]: page.map((row) => row.render()),
    ...(more ? { next_cursor: encodeCursor(last.id) } : {}),
  }
  return { ...answer(body), headers: CACHED }
}

/** Answers a legacy listing: a bare array; an offset beyond 2,000 is refused. */
export const legacyPage = (request: VenueRequest, rows: readonly ListedRow[]): VenueAnswer => {
  const page = offsetPage(request, rows)
  if ('status' in page) return page
  const headers = { ...CACHED, ...SUNSET }
  return { ...answer(page.shown.map((row) => row.render())), headers }
}

/** Answers a legacy listing with how many there are. */
export const countedPage = (request: VenueRequest, rows: readonly ListedRow[]): VenueAnswer => {
  const page = offsetPage(request, rows)
  if ('status' in page) return page
  const { shown, offset } = page
  return answer({
    data: shown.map((row) => row.render()),
    pagination: { hasMore: offset + shown.length < rows.length, totalResults: rows.length },
  })
}

const offsetPage = (
  { query }: VenueRequest,
  rows: readonly ListedRow[],
): Readonly<{ shown: readonly ListedRow[]; offset: number }> | VenueAnswer => {
  const limit = clampLimit(integerParam(query, 'limit', DEFAULT_LIMIT))
  const offset = integerParam(query, 'offset', 0)
  if (limit === undefined || offset === undefined || offset < 0) {
    return invalidGamma('limit and offset must be numbers')
  }
  if (offset > MAX_OFFSET) return invalidGamma(`offset must be at most ${MAX_OFFSET}`)
  const sorted = sortRows(query, rows)
  if (sorted === undefined) return invalidGamma('order fields are not valid')
  return { shown: sorted.slice(offset, offset + limit), offset }
}

const clampLimit = (limit: number | undefined): number | undefined =>
  limit === undefined ? undefined : Math.min(MAX_LIMIT, Math.max(1, limit))

/** Sorts by one or more fields; `undefined` for an unknown or snake_case one. What lacks a field comes last. */
const sortRows = (
  query: URLSearchParams,
  rows: readonly ListedRow[],
): readonly ListedRow[] | undefined => {
  const fields = (query.get('order') ?? '').split(',').filter((field) => field !== '')
  const ascending = booleanParam(query, 'ascending', fields.length === 0)
  if (fields.length === 0) return ascending ? rows : rows.toReversed()
  if (!fields.every((field) => ORDER_FIELDS.includes(field))) return undefined
  const sign = ascending ? 1 : -1
  return rows
    .map((row) => {
      const object = row.render() as Readonly<Record<string, unknown>>
      return {
        row: { id: row.id, render: () => object },
        keys: fields.map((f) => keyOf(object[f])),
      }
    })
    .sort((a, b) => compareKeys(a.keys, b.keys, sign))
    .map(({ row }) => row)
}

type SortKey = number | string | undefined

/** Numbers that are written as text compare as numbers, times as text do as text. */
const keyOf = (value: unknown): SortKey => {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value === '') return undefined
  return Number.isNaN(Number(value)) ? value : Number(value)
}

const compareKeys = (a: readonly SortKey[], b: readonly SortKey[], sign: number): number => {
  for (const [index, left] of a.entries()) {
    const right = b[index]
    if (left === right) continue
    if (left === undefined) return 1
    if (right === undefined) return -1
    return sign * (left < right ? -1 : 1)
  }
  return 0
}

const encodeCursor = (id: string): string => Buffer.from(id).toString('base64url')
const decodeCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString()
