import {
  type Account,
  BotError,
  type OrderId,
  orderId,
  type Size,
  type TokenId,
  timeMs,
  type Usd,
} from '@bot/core'
import { z } from 'zod'
import { parsePositionRow } from '../../data/parse-position-row.js'
import type { Query } from '../../transport/create-getter.js'
import { expectShape } from '../../transport/expect-shape.js'
import { readJson } from '../../transport/read-json.js'
import type { ExecutionContext } from './execution-context.js'
import { readOrNothing } from './read-or-nothing.js'
import { readPages } from './read-pages.js'

const BALANCE = '/balance-allowance'
const MOST_PAGES = 100
const POSITION_ROWS = 500
const LAST_OFFSET = 10_000
/** The listing of positions may be this far behind; younger changes are read from the exchange itself. */
const LISTING_LAG_MS = 600_000
const AT_ONCE = 8

/** A balance, and what each contract may spend of it, in base units; the latter as text, since it may be 2^256 − 1. */
export type AssetBalance = Readonly<{
  balance: number
  allowances: Readonly<Record<string, string>>
}>

const balanceShape = z.object({
  balance: z.string().regex(/^\d{1,15}$/),
  allowances: z.record(z.string(), z.string()).nullish(),
})
const orderShape = z.object({ id: z.string().min(1) })

/**
 * Reads a balance and allowances as the exchange knows them. `refresh` lets it look at the chain first, which mends
 * the "not enough balance / allowance" of an account that has both.
 *
 * @throws BotError what `readJson` throws.
 */
export const readBalance = async (
  { client, signatureType }: Pick<ExecutionContext, 'client' | 'signatureType'>,
  asset: 'collateral' | TokenId,
  refresh = false,
): Promise<AssetBalance> => {
  if (refresh) await updateBalance({ client, signatureType }, asset)
  const query = balanceQuery(asset, signatureType)
  const raw = await client.read({ method: 'GET', path: BALANCE, query })
  const { balance, allowances } = expectShape(balanceShape, raw, BALANCE)
  return { balance: Number(balance), allowances: allowances ?? {} }
}

const balanceQuery = (asset: 'collateral' | TokenId, signatureType: number): Query => ({
  ...(asset === 'collateral'
    ? { asset_type: 'COLLATERAL' }
    : { asset_type: 'CONDITIONAL', token_id: asset }),
  signature_type: signatureType,
})

/**
 * Lets the exchange look at the chain for a balance and its allowances.
 *
 * @throws BotError what `readJson` throws.
 */
export const updateBalance = async (
  { client, signatureType }: Pick<ExecutionContext, 'client' | 'signatureType'>,
  asset: 'collateral' | TokenId,
): Promise<void> => {
  await readOrNothing(client, `${BALANCE}/update`, balanceQuery(asset, signatureType))
}

/** Reads the ids of all open orders. */
export const readOpenOrders = async ({ client }: ExecutionContext): Promise<readonly OrderId[]> => {
  const path = '/data/orders'
  const rows = await readPages(client, path, {}, MOST_PAGES)
  return rows.map((row) => orderId(expectShape(orderShape, row, path).id))
}

/**
 * Reads cash, open orders and holdings.
 *
 * Holdings come from the Data API's positions, whose listing lags: tokens that this process traded in the last ten
 * minutes are read from the exchange instead.
 */
export const readAccount = async (context: ExecutionContext): Promise<Account> => {
  const [cash, open, listed] = await Promise.all([
    readBalance(context, 'collateral'),
    readOpenOrders(context),
    readPositions(context),
  ])
  const holdings = new Map(listed)
  const moved = context.memory.movedSince(timeMs(context.clock.now() - LISTING_LAG_MS))
  for (let from = 0; from < moved.length; from += AT_ONCE) {
    const tokens = moved.slice(from, from + AT_ONCE)
    const balances = await Promise.all(tokens.map((token) => readBalance(context, token)))
    tokens.forEach((token, index) => {
      holdings.set(token, (balances[index]?.balance ?? 0) as Size)
    })
  }
  for (const [token, held] of holdings) if (held === 0) holdings.delete(token)
  return { cash: cash.balance as Usd, open, holdings }
}

const readPositions = async ({
  transport,
  account,
}: ExecutionContext): Promise<ReadonlyMap<TokenId, Size>> => {
  const held = new Map<TokenId, Size>()
  const path = '/positions'
  for (let offset = 0; offset <= LAST_OFFSET; offset += POSITION_ROWS) {
    // Without a threshold the venue hides positions of less than one share.
    const query = { user: account.address, sizeThreshold: 0, limit: POSITION_ROWS, offset }
    const rows = await readJson(transport, { host: 'data', path, query })
    if (!Array.isArray(rows)) throw notRows(path)
    for (const row of rows) {
      const parsed = parsePositionRow(row)
      if ('position' in parsed) held.set(parsed.position.token, parsed.position.size)
      else if (parsed.rejected !== 'combo') throw notRows(path, parsed.rejected)
    }
    if (rows.length < POSITION_ROWS) return held
  }
  throw new BotError('no-data', `Expected at most ${LAST_OFFSET} positions, was more`, { path })
}

const notRows = (path: string, reason = 'none'): BotError =>
  new BotError('unexpected-response', `Expected positions from ${path}, was ${reason}`, {
    path,
    reason,
  })
