import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'

/** The cursor that ends every walk. */
export const END_CURSOR = 'LTE='

/** Reads a cursor, base64 of an offset; `undefined` when it is none. `MA==` is 0. */
const readCursor = (cursor: string | null): number | undefined => {
  if (cursor === null || cursor === '') return 0
  const text = Buffer.from(cursor, 'base64').toString()
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** Answers one page `{limit, count, next_cursor, data}` of a list; the last page carries `LTE=`. */
export const cursorPage = <T>(
  query: URLSearchParams,
  rows: readonly T[],
  limit: number,
  render: (row: T) => unknown,
): VenueAnswer => {
  const cursor = query.get('next_cursor')
  const start = cursor === END_CURSOR ? rows.length : readCursor(cursor)
  if (start === undefined) return refuse(400, 'Next item should be greater than or equal to 0')
  const page = rows.slice(start, start + limit)
  const end = start + limit
  const next = end < rows.length ? Buffer.from(String(end)).toString('base64') : END_CURSOR
  return answer({ limit, count: page.length, next_cursor: next, data: page.map(render) })
}
