import { BotError } from '@bot/core'
import { z } from 'zod'
import { expectShape } from '../transport/expect-shape.js'

/** A page of rows; the ones that could not be read are counted by reason. */
export type DataPage<T> = Readonly<{
  items: readonly T[]
  rejected: Readonly<Record<string, number>>
  /** Ask for the next page with it; absent on the last. */
  next?: string
}>

/** A row, or why it could not be read. */
export type RowResult<T> = Readonly<{ value: T } | { rejected: string }>

const cursorShape = z.object({
  data: z.array(z.unknown()).nullable(),
  pagination: z.object({ has_more: z.boolean(), next_cursor: z.string().nullish() }),
})

/** Reads a bare list of v1, whose next page is an offset; a page that is not full is the last. */
export const readOffsetPage = <T>(
  raw: unknown,
  page: Readonly<{ path: string; offset: number; limit: number; lastOffset: number }>,
  parse: (row: unknown) => RowResult<T>,
): DataPage<T> => {
  if (!Array.isArray(raw)) {
    throw new BotError('unexpected-response', `Expected rows from ${page.path}, was none`, {
      path: page.path,
    })
  }
  const next = page.offset + raw.length
  const more = raw.length >= page.limit && next <= page.lastOffset
  return { ...readRows(raw, parse), ...(more && { next: String(next) }) }
}

/** Reads an envelope of v2, whose next page is an opaque cursor. */
export const readCursorPage = <T>(
  raw: unknown,
  path: string,
  parse: (row: unknown) => RowResult<T>,
): DataPage<T> => {
  const { data, pagination } = expectShape(cursorShape, raw, path)
  const next = pagination.has_more ? pagination.next_cursor : undefined
  return { ...readRows(data ?? [], parse), ...(next && { next }) }
}

/** Reads rows; the ones that could not be read are counted by reason. */
export const readRows = <T>(
  rows: readonly unknown[],
  parse: (row: unknown) => RowResult<T>,
): DataPage<T> => {
  const items: T[] = []
  const rejected: Record<string, number> = {}
  for (const row of rows) {
    const result = parse(row)
    if ('value' in result) items.push(result.value)
    else rejected[result.rejected] = (rejected[result.rejected] ?? 0) + 1
  }
  return { items, rejected }
}
