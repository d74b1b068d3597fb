import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, integerParam, type VenueRequest } from '../http/venue-request.js'

/** One row of a listing, rendered only when its page is asked for. */
export type ListedRow = Readonly<{
  id: string
  closed: boolean
  /** The row's number for an `order` field; `undefined` for a field that does not exist. */
  orderBy: (field: string) => number | undefined
  render: () => object
}>

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100
const MAX_OFFSET = 2000

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
  if (query.has('offset')) return refuse(422, 'offset is not supported; use after_cursor')
  const limit = clampLimit(integerParam(query, 'limit', DEFAULT_LIMIT))
  if (limit === undefined) return refuse(422, 'limit must be a number')
  const sorted = sortRows(query, rows)
  if (sorted === undefined) return refuse(422, 'order fields are not valid')
  const cursor = query.get('after_cursor')
  const after = cursor === null ? '' : decodeCursor(cursor)
  const start = after === '' ? 0 : sorted.findIndex((row) => row.id === after) + 1
  if (after !== '' && start === 0) return refuse(422, 'invalid after_cursor')
  const page = sorted.slice(start, start + limit)
  const last = page.at(-1)
  const more = start + limit < sorted.length && last !== undefined
  return answer({
    [name]: page.map((row) => row.render()),
    ...(more ? { next_cursor: encodeCursor(last.id) } : {}),
  })
}

/** Answers a legacy listing: a bare array; an offset beyond 2,000 is refused. */
export const legacyPage = (request: VenueRequest, rows: readonly ListedRow[]): VenueAnswer => {
  const { query } = request
  const limit = clampLimit(integerParam(query, 'limit', DEFAULT_LIMIT))
  const offset = integerParam(query, 'offset', 0)
  if (limit === undefined || offset === undefined || offset < 0) {
    return refuse(422, 'limit and offset must be numbers')
  }
  if (offset > MAX_OFFSET) return refuse(422, `offset must be at most ${MAX_OFFSET}`)
  const sorted = sortRows(query, rows)
  if (sorted === undefined) return refuse(422, 'order fields are not valid')
  return answer(sorted.slice(offset, offset + limit).map((row) => row.render()))
}

const clampLimit = (limit: number | undefined): number | undefined =>
  limit === undefined ? undefined : Math.min(MAX_LIMIT, Math.max(1, limit))

/** Keeps what the `closed` filter wants and sorts; `undefined` for an unknown or snake_case field. */
const sortRows = (
  query: URLSearchParams,
  rows: readonly ListedRow[],
): readonly ListedRow[] | undefined => {
  const closed = booleanParam(query, 'closed', false)
  const wanted = rows.filter((row) => row.closed === closed)
  const field = query.get('order')
  const direction = booleanParam(query, 'ascending', field === null) ? 1 : -1
  if (field === null) return direction === 1 ? wanted : wanted.toReversed()
  if (rows.some((row) => row.orderBy(field) === undefined)) return undefined
  return [...wanted].sort((a, b) => direction * ((a.orderBy(field) ?? 0) - (b.orderBy(field) ?? 0)))
}

const encodeCursor = (id: string): string => Buffer.from(id).toString('base64url')
const decodeCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString()
