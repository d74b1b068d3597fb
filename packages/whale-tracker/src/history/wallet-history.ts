import type { MarketId, TimeMs, WalletActivity } from '@bot/core'
import type { MarketOutcome } from '../ledger/market-table.js'
import { badFile } from './bad-file.js'
import { insertRows } from './insert-rows.js'
import { selectFromFile } from './select-from-file.js'
import type { SqlDatabase, SqlRow } from './sql-database.js'

/**
 * What the trades of a wallet in one outcome add up to. Millionths of a share and of a dollar; repeated rows count once.
 *
 * `profit` is what all of it made, known once the market is resolved; the ledger says the same to the micro-dollar. A
 * `truncated` position sold more than it had bought.
 */
export type HistoryPosition = Readonly<{
  wallet: string
  market: MarketId
  event: string
  /** `#0`, `#1`, or the outcome's name in lower case where no index is known. */
  outcome: string
  trades: number
  bought: number
  paid: number
  sold: number
  proceeds: number
  payout: number | undefined
  profit: number | undefined
  firstAt: TimeMs
  lastAt: TimeMs
  truncated: boolean
}>

/** What a wallet's resolved positions add up to, without the truncated ones. */
export type HistoryWallet = Readonly<{
  wallet: string
  positions: number
  events: number
  paid: number
  profit: number
}>

/** Trades in a database, which may be larger than memory. Splits, merges and conversions are for the ledger. */
export type WalletHistory = Readonly<{
  /**
   * Adds trades; rows of other kinds are left out. Returns how many were added, repeated ones too. DuckDB's own way to add
   * rows holds the thread meanwhile, a second for some hundred thousand rows: give many of them in parts.
   */
  addRows: (rows: Iterable<WalletActivity>) => Promise<number>
  /**
   * Adds a file with the columns of the Data API's trades, v1 or v2 (CSV, Parquet or JSON lines).
   *
   * @throws BotError `invalid-input-file` where the database reads no files, the file cannot be read, a column is missing,
   * or a number or time is none; nothing of the file is added then.
   */
  addFile: (path: string) => Promise<void>
  resolve: (outcomes: Iterable<MarketOutcome>) => Promise<void>
  /** Positions in order of wallet, market and outcome; of one wallet, or all. */
  positions: (wallet?: string) => Promise<readonly HistoryPosition[]>
  /** Wallets with resolved positions, by volume. */
  wallets: (most?: number) => Promise<readonly HistoryWallet[]>
}>

const TABLES = [
  `create table if not exists wallet_trades (
    wallet varchar, traded_at bigint, market varchar, event varchar, outcome varchar, side varchar,
    size bigint, notional bigint, transaction_hash varchar)`,
  'create table if not exists market_payouts (market varchar, outcome varchar, payout bigint)',
]

/** Rows that differ in nothing are one row; a row of a second may come in any order, purchases are taken first. */
const DISTINCT = `select wallet, traded_at, market, max(event) as event, outcome, side, size, notional
  from wallet_trades
  group by wallet, traded_at, market, outcome, side, size, notional, transaction_hash`

const RUNNING = `select wallet, traded_at, market, event, outcome, side, size, notional,
  sum(case when side = 'buy' then size else -size end) over (
    partition by wallet, market, outcome order by traded_at, side, size
    rows between unbounded preceding and current row) as held
  from (${DISTINCT}) distinct_trades`

const sumOf = (side: string, column: string): string =>
  `cast(sum(case when side = '${side}' then ${column} else 0 end) as bigint)`

const POSITIONS = `select t.wallet, t.market, max(t.event) as event, t.outcome,
  cast(count(*) as bigint) as trades,
  ${sumOf('buy', 'size')} as bought, ${sumOf('buy', 'notional')} as paid,
  ${sumOf('sell', 'size')} as sold, ${sumOf('sell', 'notional')} as proceeds,
  min(t.traded_at) as first_at, max(t.traded_at) as last_at,
  cast(min(t.held) as bigint) as lowest, max(p.payout) as payout
  from (${RUNNING}) t
  left join market_payouts p on p.market = t.market and p.outcome = t.outcome`

const BY_POSITION = 'group by t.wallet, t.market, t.outcome'

/** Whole micro-dollars, rounded down; what is divided is a multiple, so that a float quotient is off by nothing. */
const VALUE = 'cast(bought - sold as decimal(24, 0)) * payout'
const WORTH = `round((${VALUE} - mod(${VALUE}, 1000000)) / 1000000)`

const WALLETS = `select wallet, cast(count(*) as bigint) as positions,
  cast(count(distinct coalesce(event, market)) as bigint) as events,
  cast(sum(paid) as bigint) as paid,
  cast(sum(proceeds - paid + ${WORTH}) as bigint) as profit
  from (${POSITIONS} ${BY_POSITION}) positions
  where payout is not null and lowest >= 0
  group by wallet order by paid desc, wallet`

/** Opens a history on a database, whose tables it makes when they are not there. */
export const createWalletHistory = async (database: SqlDatabase): Promise<WalletHistory> => {
  for (const table of TABLES) await database.run(table)
  return {
    addRows: (rows) => insertRows(database, 'wallet_trades', 9, tradeValues(rows)),
    addFile: async (path) => {
      const select = await selectFromFile(database, path)
      try {
        await database.run(`insert into wallet_trades ${select}`)
      } catch (cause) {
        throw badFile('rows of trades', path, cause)
      }
    },
    resolve: async (outcomes) => {
      await insertRows(database, 'market_payouts', 3, payoutValues(outcomes))
    },
    positions: async (wallet) => {
      const where = wallet === undefined ? '' : 'where t.wallet = ?'
      const sql = `${POSITIONS} ${where} ${BY_POSITION} order by t.wallet, t.market, t.outcome`
      return (await database.all(sql, wallet === undefined ? [] : [wallet])).map(positionOf)
    },
    wallets: async (most) => {
      const limit = most === undefined ? '' : ` limit ${Math.max(0, Math.floor(most))}`
      return (await database.all(WALLETS + limit)).map((row) => ({
        wallet: String(row['wallet']),
        positions: Number(row['positions']),
        events: Number(row['events']),
        paid: Number(row['paid']),
        profit: Number(row['profit']),
      }))
    },
  }
}

function* tradeValues(
  rows: Iterable<WalletActivity>,
): Generator<readonly (string | number | null)[]> {
  for (const row of rows) {
    if (row.kind !== 'trade' || row.side === undefined) continue
    const { wallet, at, market, event, outcomeIndex, outcome, token, side, transaction } = row
    const name = outcome === undefined || outcome === '' ? (token ?? '') : outcome.toLowerCase()
    const key = outcomeIndex === undefined ? name : `#${outcomeIndex}`
    const { size, notional } = row.exchanged
    const second = Math.floor(at / 1_000)
    yield [wallet, second, market, event ?? null, key, side, size, notional, transaction ?? '']
  }
}

function* payoutValues(outcomes: Iterable<MarketOutcome>): Generator<readonly (string | number)[]> {
  for (const { market, payouts, outcomes: names } of outcomes) {
    for (const [index, payout] of payouts.entries()) {
      yield [market, `#${index}`, payout]
      const name = names?.[index]?.toLowerCase()
      if (name !== undefined) yield [market, name, payout]
    }
  }
}

const positionOf = (row: SqlRow): HistoryPosition => {
  const [bought, paid, sold, proceeds] = ['bought', 'paid', 'sold', 'proceeds'].map((name) =>
    Number(row[name]),
  ) as [number, number, number, number]
  const payout = row['payout'] === null ? undefined : Number(row['payout'])
  const truncated = Number(row['lowest']) < 0
  const worth = payout === undefined ? 0n : (BigInt(bought - sold) * BigInt(payout)) / 1_000_000n
  return {
    wallet: String(row['wallet']),
    market: String(row['market']) as MarketId,
    event: String(row['event'] ?? row['market']),
    outcome: String(row['outcome']),
    trades: Number(row['trades']),
    bought,
    paid,
    sold,
    proceeds,
    payout,
    profit: payout === undefined || truncated ? undefined : proceeds + Number(worth) - paid,
    firstAt: (Number(row['first_at']) * 1_000) as TimeMs,
    lastAt: (Number(row['last_at']) * 1_000) as TimeMs,
    truncated,
  }
}
