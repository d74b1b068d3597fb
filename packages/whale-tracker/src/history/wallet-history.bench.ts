import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createSeededRandom,
  exchangedFromPrice,
  marketId,
  timeMs,
  type WalletActivity,
} from '@bot/core'
import { afterAll, bench, describe } from 'vitest'
import { createWalletHistory, openDuckDb, type SqlDatabase } from './index.js'

/** `BENCH_TRADES=1000000` for the million that the documentation tells of. */
const COUNT = Number(process.env['BENCH_TRADES'] ?? 200_000)
/** By SQL text a row takes so long that a part has to do. */
const BY_SQL = COUNT / 20

const random = createSeededRandom('wallet-history')
const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0')
const wallets = Math.round(COUNT / 10)
const texts: string[] = []
const rows = Array.from({ length: COUNT }, (_, index): WalletActivity => {
  const wallet = `0x${hex(Math.floor(wallets * random() ** 2.5), 40)}`
  const market = `0x${hex(Math.floor(20_000 * random()), 64)}`
  const [outcomeIndex, isSale] = [random() < 0.5 ? 0 : 1, random() < 0.3]
  const size = (1 + Math.floor(4e9 * random() ** 4) / 1e6).toFixed(6)
  const price = ((1 + Math.floor(99 * random())) / 100).toFixed(2)
  const at = 1_760_000_000 + index
  texts.push([wallet, market, outcomeIndex, isSale ? 'SELL' : 'BUY', size, price, at].join(','))
  return {
    kind: 'trade',
    ...{ wallet, market: marketId(market), outcomeIndex, at: timeMs(at * 1_000) },
    side: isSale ? 'sell' : 'buy',
    exchanged: exchangedFromPrice(size, price),
  }
})
const markets = [...new Set(rows.map(({ market }) => market))]

const folder = mkdtempSync(join(tmpdir(), 'history-bench-'))
const csv = join(folder, 'trades.csv')
const [parquet, lines] = [join(folder, 'trades.parquet'), join(folder, 'trades.jsonl')]
const HEAD = 'proxyWallet,conditionId,outcomeIndex,side,size,price,timestamp'
writeFileSync(csv, `${HEAD}\n${texts.splice(0).join('\n')}`)
const database = await openDuckDb()
const read = `from read_csv('${csv}', header = true)`
await database.run(`copy (select * ${read}) to '${parquet}' (format parquet)`)
await database.run(`copy (select * ${read}) to '${lines}' (format json)`)
afterAll(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const freshHistory = async (port: SqlDatabase = database) => {
  await database.run('drop table if exists wallet_trades')
  await database.run('drop table if exists market_payouts')
  return createWalletHistory(port)
}
const withoutAppend: SqlDatabase = { run: database.run, all: database.all }

const STEPS: Readonly<Record<string, () => Promise<unknown>>> = {
  'plain DuckDB: CSV, types guessed, floats': () =>
    database.run(`create or replace table plain as select * ${read}`),
  'plain DuckDB: sums by position': () =>
    database.all(`select sum(held), sum(paid) from (select "proxyWallet", "conditionId", "outcomeIndex",
      sum(case when side = 'BUY' then size else -size end) as held, sum(size * price) as paid
      from plain group by all)`),
  'addRows, by insert': async () =>
    (await freshHistory(withoutAppend)).addRows(rows.slice(0, BY_SQL)),
  'addFile, JSON lines': async () => (await freshHistory()).addFile(lines),
  'addFile, Parquet': async () => (await freshHistory()).addFile(parquet),
  'addFile, CSV': async () => (await freshHistory()).addFile(csv),
  'addRows, appended': async () => (await freshHistory()).addRows(rows),
  resolve: async () =>
    (await createWalletHistory(database)).resolve(
      markets.map((market) => ({ market, payouts: [1_000_000, 0] })),
    ),
  'wallets, exact, repeated rows once': async () =>
    (await createWalletHistory(database)).wallets(10),
}

/** Microseconds of the processor a trade, of all threads. */
const told: string[] = []
for (const [name, step] of Object.entries(STEPS)) {
  const before = process.cpuUsage()
  await step()
  const { user, system } = process.cpuUsage(before)
  const trades = name === 'addRows, by insert' ? BY_SQL : COUNT
  told.push(`${name} ${((user + system) / trades).toFixed(2)}`)
}

describe(`${COUNT} trades; processor time in microseconds a trade: ${told.join('; ')}`, () => {
  const options = { iterations: 3, time: 0, warmupIterations: 0, warmupTime: 0 }
  bench('addRows, appended', async () => void (await STEPS['addRows, appended']?.()), options)
  bench('addFile, CSV', async () => void (await STEPS['addFile, CSV']?.()), options)
  bench('addFile, Parquet', async () => void (await STEPS['addFile, Parquet']?.()), options)
})
