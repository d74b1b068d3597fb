import type { MarketId, WalletActivity } from '@bot/core'
import { z } from 'zod'
import { parseResolutionRow, type ResolutionRow } from '../resolution/parse-resolution-row.js'
import { createGetter, type Query } from '../transport/create-getter.js'
import type { Transport } from '../transport/create-transport.js'
import { expectShape } from '../transport/expect-shape.js'
import {
  type DataPage,
  type RowResult,
  readCursorPage,
  readOffsetPage,
  readRows,
} from './data-page.js'
import {
  type ActivityQuery,
  activityCursorWords,
  activityWords,
  cursorWords,
  type LeaderboardQuery,
  leaderboardWords,
  type PositionQuery,
  positionWords,
  type TradeQuery,
  tradeWords,
} from './data-queries.js'
import { parseActivityRow } from './parse-activity-row.js'
import { type LeaderboardEntry, parseLeaderboardRow } from './parse-leaderboard-row.js'
import { parsePositionRow, type WalletPosition } from './parse-position-row.js'
import type { ParsedRow } from './parse-row.js'
import { parseTradeRow } from './parse-trade-row.js'

/** The Data API's reads. Each throws what `readJson` throws, and `unexpected-response` for another shape. */
export type DataReads = Readonly<{
  /**
   * Reads a page of trades, newest first, from the first contract (offsets up to 10,000, 10,000 rows a page). Pages
   * may repeat rows while new trades arrive: prefer {@link DataReads.tradesByCursor} or spans of time.
   */
  trades: (query?: TradeQuery, signal?: AbortSignal) => Promise<DataPage<WalletActivity>>
  /** Reads a page of trades, newest first, from the second contract (cursors, 1,000 rows a page). */
  tradesByCursor: (query?: TradeQuery, signal?: AbortSignal) => Promise<DataPage<WalletActivity>>
  /** Reads a page of what a wallet did, newest first, from the first contract (offsets up to 10,000, 500 rows a page). */
  activity: (query: ActivityQuery, signal?: AbortSignal) => Promise<DataPage<WalletActivity>>
  /** Reads a page of what a wallet did, newest first, from the second contract (cursors, 500 rows a page). */
  activityByCursor: (
    query: ActivityQuery,
    signal?: AbortSignal,
  ) => Promise<DataPage<WalletActivity>>
  /** Reads a page of what a wallet holds (500 rows a page). */
  positions: (query: PositionQuery, signal?: AbortSignal) => Promise<DataPage<WalletPosition>>
  /** Reads a page of a leaderboard (50 rows a page). PNL boards list winners only. */
  leaderboard: (
    query?: LeaderboardQuery,
    signal?: AbortSignal,
  ) => Promise<DataPage<LeaderboardEntry>>
  /** Reads how markets resolve (20 a request, as many requests as it takes), or one question by its id. */
  resolutions: (
    query: Readonly<{ markets: readonly MarketId[] } | { question: string }>,
    signal?: AbortSignal,
  ) => Promise<DataPage<ResolutionRow>>
}>

type PageRule<T> = Readonly<{
  path: string
  usual: number
  most: number
  lastOffset: number
  parse: (row: unknown) => RowResult<T>
}>

/** Makes the Data API's reads over one transport. */
export const createDataReads = (transport: Transport): DataReads => {
  const { get } = createGetter(transport, 'data')
  const offsetPage =
    <Q extends Readonly<{ limit?: number; cursor?: string }>, T>(
      rule: PageRule<T>,
      wordsOf: (query: Q) => Query,
    ) =>
    async (query: Q, signal?: AbortSignal): Promise<DataPage<T>> => {
      const limit = Math.min(query.limit ?? rule.usual, rule.most)
      const offset = Number(query.cursor ?? 0)
      const raw = await get(rule.path, { ...wordsOf(query), limit, offset }, signal)
      return readOffsetPage(raw, { ...rule, offset, limit }, rule.parse)
    }
  const trades = offsetPage(TRADES, tradeWords)
  const leaderboard = offsetPage(LEADERBOARD, leaderboardWords)
  return {
    trades: (query = {}, signal) => trades(query, signal),
    tradesByCursor: async (query = {}, signal) => {
      const path = '/v2/trades'
      return readCursorPage(await get(path, cursorWords(query), signal), path, tradeOf)
    },
    activity: offsetPage(ACTIVITY, activityWords),
    activityByCursor: async (query, signal) => {
      const path = '/v2/activity'
      return readCursorPage(await get(path, activityCursorWords(query), signal), path, activityOf)
    },
    positions: offsetPage(POSITIONS, positionWords),
    leaderboard: (query = {}, signal) => leaderboard(query, signal),
    resolutions: async (query, signal) => {
      const ask = async (words: Query): Promise<readonly unknown[]> =>
        expectShape(rowsShape, await get(RESOLUTIONS, words, signal), RESOLUTIONS).data ?? []
      if ('question' in query) return readRows(await ask({ question_id: query.question }), resolved)
      const rows: unknown[] = []
      for (let from = 0; from < query.markets.length; from += IDS_AT_ONCE) {
        const some = query.markets.slice(from, from + IDS_AT_ONCE)
        rows.push(...(await ask({ condition: some.join(',') })))
      }
      return readRows(rows, resolved)
    },
  }
}

const RESOLUTIONS = '/v2/resolutions'
const IDS_AT_ONCE = 20
const rowsShape = z.object({ data: z.array(z.unknown()).nullable() })
const resolved = (raw: unknown): RowResult<ResolutionRow> => {
  const parsed = parseResolutionRow(raw)
  return 'row' in parsed ? { value: parsed.row } : parsed
}

const resultOf = (parsed: ParsedRow): RowResult<WalletActivity> =>
  'row' in parsed ? { value: parsed.row } : parsed
const tradeOf = (row: unknown): RowResult<WalletActivity> => resultOf(parseTradeRow(row))
const activityOf = (row: unknown): RowResult<WalletActivity> => resultOf(parseActivityRow(row))

const TRADES: PageRule<WalletActivity> = {
  path: '/trades',
  usual: 500,
  most: 10_000,
  lastOffset: 10_000,
  parse: tradeOf,
}
const ACTIVITY: PageRule<WalletActivity> = {
  path: '/activity',
  usual: 500,
  most: 500,
  lastOffset: 10_000,
  parse: activityOf,
}
const POSITIONS: PageRule<WalletPosition> = {
  path: '/positions',
  usual: 500,
  most: 500,
  lastOffset: 10_000,
  parse: (row) => {
    const parsed = parsePositionRow(row)
    return 'position' in parsed ? { value: parsed.position } : parsed
  },
}
const LEADERBOARD: PageRule<LeaderboardEntry> = {
  path: '/v1/leaderboard',
  usual: 50,
  most: 50,
  lastOffset: 1_000,
  parse: (row) => {
    const parsed = parseLeaderboardRow(row)
    return 'entry' in parsed ? { value: parsed.entry } : parsed
  },
}
