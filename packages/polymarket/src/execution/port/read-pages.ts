import { BotError } from '@bot/core'
import { z } from 'zod'
import type { Query } from '../../transport/create-getter.js'
import { expectShape } from '../../transport/expect-shape.js'
import type { SignedClient } from '../auth/create-signed-client.js'

const FIRST = 'MA=='
const LAST = 'LTE='
const shape = z.object({ data: z.array(z.unknown()).nullish(), next_cursor: z.string().nullish() })

/**
 * Reads a whole listing of the account, page by page.
 *
 * @throws BotError what `readJson` throws; `no-data` when it has more than `mostPages`, so that a part is never taken
 * for the whole.
 */
export const readPages = async (
  client: SignedClient,
  path: string,
  query: Query,
  mostPages: number,
): Promise<readonly unknown[]> => {
  const rows: unknown[] = []
  let cursor = FIRST
  for (let page = 0; page < mostPages; page++) {
    const raw = await client.read({ method: 'GET', path, query: { ...query, next_cursor: cursor } })
    const { data, next_cursor: next } = expectShape(shape, raw, path)
    rows.push(...(data ?? []))
    if (next === undefined || next === null || next === '' || next === LAST) return rows
    cursor = next
  }
  throw new BotError(
    'no-data',
    `Expected at most ${mostPages} pages from ${path}, was more; ask for a narrower part`,
    { path, mostPages },
  )
}
