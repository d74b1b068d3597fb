import { hashText } from '@bot/core'
import { answer, type VenueAnswer } from '../../http/venue-answer.js'
import { paramV2, refuseV2 } from './v2-request.js'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1_000

/** What a cursor carries: its route, the page's size, where it goes on, and the filters it was made under. */
type Cursor = Readonly<{
  kind: string
  limit: number
  offset: number
  /** The last row of the page before. */
  key: string
  at: number
  bound: Readonly<Record<string, string>>
}>

/** A listing whose rows come in their final order. */
export type PagedRows<T> = Readonly<{
  /** Names the route: a cursor of another one is refused. */
  kind: string
  rows: (bound: Readonly<Record<string, string>>) => readonly T[] | VenueAnswer
  keyOf: (row: T) => string
  /** The row's time where the walk seeks by it: such a cursor binds no filters. */
  timeOf?: (row: T) => number
  /** The filters that the cursor binds: leaving them out is fine, contradicting them is refused. */
  bound?: Readonly<Record<string, string | undefined>>
  render: (row: T) => object
  standard?: number
  most?: number
}>

/** Answers one page of a listing as `{data, pagination}`. */
export const pageV2 = <T>(query: URLSearchParams, listing: PagedRows<T>): VenueAnswer => {
  const from = startOf(query, listing)
  if ('status' in from) return from
  const rows = listing.rows(from.bound)
  if (!Array.isArray(rows)) return rows as VenueAnswer
  const start = positionAfter(rows, listing, from)
  const page = rows.slice(start, start + from.limit)
  const last = page.at(-1)
  const more = last !== undefined && start + from.limit < rows.length
  const next: Cursor = {
    ...from,
    offset: from.offset + page.length,
    key: last === undefined ? '' : listing.keyOf(last),
    at: last === undefined ? 0 : (listing.timeOf?.(last) ?? 0),
  }
  return answer({
    data: page.map(listing.render),
    pagination: {
      limit: from.limit,
      offset: from.offset,
      has_more: more,
      next_cursor: more ? encodeCursor(next) : null,
    },
  })
}

const startOf = <T>(query: URLSearchParams, listing: PagedRows<T>): Cursor | VenueAnswer => {
  const bound = Object.fromEntries(
    Object.entries(listing.bound ?? {}).filter(([, value]) => value !== undefined),
  ) as Record<string, string>
  const text = paramV2(query, 'cursor', 'next_cursor')
  if (text !== undefined) {
    const cursor = decodeCursor(text)
    const agrees = Object.entries(bound).every(([name, value]) => cursor?.bound[name] === value)
    return cursor === undefined || cursor.kind !== listing.kind || !agrees
      ? refuseV2('invalid cursor', 'cursor')
      : cursor
  }
  const most = listing.most ?? MAX_LIMIT
  const given = paramV2(query, 'limit')
  const limit = given === undefined ? (listing.standard ?? DEFAULT_LIMIT) : Number(given)
  if (!Number.isInteger(limit) || limit < 0 || limit > most) {
    return refuseV2(`limit must be between 0 and ${most}`, 'limit')
  }
  // A page of nothing could never be followed: the venue's standard stands in.
  const size = limit === 0 ? DEFAULT_LIMIT : limit
  return { kind: listing.kind, limit: size, offset: 0, key: '', at: 0, bound }
}

const positionAfter = <T>(rows: readonly T[], listing: PagedRows<T>, from: Cursor): number => {
  if (from.key === '') return 0
  const same = rows.findIndex((row) => listing.keyOf(row) === from.key)
  if (same >= 0) return same + 1
  const { timeOf } = listing
  // A row that the filters no longer show still says where to go on: feeds by time, boards by their place.
  if (timeOf === undefined) return from.offset
  const first = timeOf(rows[0] as T)
  const ascending = rows.length > 1 && first < timeOf(rows.at(-1) as T)
  const next = rows.findIndex((row) => (ascending ? timeOf(row) > from.at : timeOf(row) < from.at))
  return next < 0 ? rows.length : next
}

const encodeCursor = (cursor: Cursor): string => {
  const text = JSON.stringify(cursor)
  return Buffer.from(`${hashText(text).toString(16)}.${text}`).toString('base64url')
}

const decodeCursor = (given: string): Cursor | undefined => {
  const [mark, ...rest] = Buffer.from(given, 'base64url').toString().split('.')
  const text = rest.join('.')
  if (mark !== hashText(text).toString(16)) return undefined
  return JSON.parse(text) as Cursor
}
