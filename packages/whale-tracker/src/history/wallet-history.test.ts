import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  eventId,
  exchangedFromPrice,
  marketId,
  parseSize,
  timeMs,
  tokenId,
  usd,
  type WalletActivity,
} from '@bot/core'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWalletLedger } from '../ledger/create-wallet-ledger.js'
import * as api from './index.js'
import { createWalletHistory, type DuckDb, openDuckDb, type SqlDatabase } from './index.js'

let database: DuckDb
beforeAll(async () => {
  database = await openDuckDb({ threads: 1 })
})
afterAll(() => database.close())

/** Databases as they come behind the port: with a way of their own to add rows, and with SQL alone. */
const PORTS: Readonly<Record<string, () => SqlDatabase>> = {
  'rows appended': () => database,
  'rows inserted': () => ({ run: database.run, all: database.all }),
}

const freshHistory = async (port: SqlDatabase = database) => {
  const history = await createWalletHistory(port)
  await database.run('delete from wallet_trades')
  await database.run('delete from market_payouts')
  return history
}

const anyRow = fc.record({
  wallet: fc.constantFrom('0xaa', '0xbb'),
  market: fc.constantFrom('m0', 'm1'),
  outcomeIndex: fc.constantFrom(0, 1),
  side: fc.constantFrom('buy' as const, 'buy' as const, 'sell' as const),
  shares: fc.integer({ min: 1, max: 9_000_000 }),
  price: fc.integer({ min: 1, max: 999 }),
})
const rowsOf = (list: readonly (typeof anyRow extends fc.Arbitrary<infer T> ? T : never)[]) =>
  list.map(
    ({ shares, price, market, ...rest }, index): WalletActivity => ({
      kind: 'trade',
      ...rest,
      market: marketId(market),
      event: eventId('e'),
      at: timeMs(1_760_000_000_000 + index * 1_000),
      exchanged: exchangedFromPrice(String(shares / 1_000), String(price / 1_000)),
    }),
  )

test('the public surface changes only on purpose', () => {
  expect(Object.keys(api).sort()).toEqual(['createWalletHistory', 'openDuckDb'])
})

test.each(Object.entries(PORTS))(
  '%s: what SQL adds up is what the ledger says of the same rows, each counted once',
  async (_, port) => {
    const ends = [
      { market: marketId('m0'), payouts: [1_000_000, 0] },
      { market: marketId('m1'), payouts: [333_333, 666_667] },
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 30 }), async (list) => {
        const rows = rowsOf(list)
        const ledger = createWalletLedger()
        rows.forEach(ledger.apply)
        const history = await freshHistory(port())
        await history.addRows([...rows, ...rows].reverse())
        await history.resolve(ends)
        ends.forEach(ledger.resolve)
        const positions = await history.positions()
        for (const each of positions) {
          const held = ledger
            .record(each.wallet)
            ?.markets.get(each.market)
            ?.outcomes.get(each.outcome)
          expect(each.truncated).toBe((held?.unexplained ?? 0) > 0)
          expect([each.bought, each.paid, each.payout]).toEqual([
            held?.bought,
            held?.paid,
            held?.payout,
          ])
          if (each.truncated) continue
          expect([each.sold, each.proceeds, each.profit, each.firstAt, each.lastAt]).toEqual([
            held?.sold,
            held?.proceeds,
            held?.realised,
            held?.firstAt,
            held?.lastAt,
          ])
        }
        const known = [...ledger.summaries()].flatMap(({ wallet }) =>
          [...(ledger.record(wallet)?.markets.values() ?? [])].flatMap((it) => [...it.outcomes]),
        )
        expect(positions).toHaveLength(known.length)
        for (const wallet of await history.wallets()) {
          const whole = positions.filter((it) => it.wallet === wallet.wallet && !it.truncated)
          expect(wallet).toMatchObject({
            positions: whole.length,
            events: 1,
            paid: whole.reduce((sum, it) => sum + it.paid, 0),
            profit: whole.reduce((sum, it) => sum + (it.profit ?? 0), 0),
          })
        }
      }),
      { numRuns: 10 },
    )
  },
)

test('rows that are appended are the rows that are inserted, to the last digit', async () => {
  const bare: WalletActivity = {
    ...{ kind: 'trade', wallet: "0x'é", market: marketId('m'), token: tokenId('t'), side: 'sell' },
    ...{ at: timeMs(1_760_000_000_999), exchanged: { size: parseSize('1'), notional: usd(1) } },
  }
  const size = Number.MAX_SAFE_INTEGER as WalletActivity['exchanged']['size']
  const large = { ...bare, exchanged: { size, notional: usd(Number.MAX_SAFE_INTEGER - 1) } }
  const full = { ...bare, event: eventId('e'), outcome: 'Yes', transaction: '0xt' }
  const merge: WalletActivity = { ...bare, kind: 'merge' }
  const many = Array.from({ length: 503 }, (_, i) => ({ ...full, wallet: `0x${i % 7}` }))
  const held = []
  for (const port of Object.values(PORTS)) {
    const history = await freshHistory(port())
    expect(await history.addRows([bare, merge, large, ...many])).toBe(505)
    held.push(await database.all('select *, typeof(size) as kind from wallet_trades order by all'))
  }
  expect(held[0]).toHaveLength(505)
  expect(held[0]).toEqual(held[1])
})

test('rows that come to an end too early are there up to it, and more can be added', async () => {
  function* broken(): Generator<WalletActivity> {
    yield* rowsOf([
      { wallet: '0xaa', market: 'm0', outcomeIndex: 0, side: 'buy', shares: 5, price: 5 },
    ])
    throw new Error('cut off')
  }
  const history = await freshHistory()
  await expect(history.addRows(broken())).rejects.toThrow('cut off')
  expect(await history.positions()).toMatchObject([{ wallet: '0xaa', trades: 1 }])
  const again = rowsOf([
    { wallet: '0xbb', market: 'm0', outcomeIndex: 0, side: 'buy', shares: 5, price: 5 },
  ])
  expect(await history.addRows(again)).toBe(1)
})

test('a file of either contract counts as its rows do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wallet-history-'))
  try {
    const rows = [
      { size: 13.636362, price: 0.21999995306666104, side: 'BUY', timestamp: 1_770_479_519 },
      { size: 0.1, price: 0.999, side: 'BUY', timestamp: 1_770_479_520 },
      { size: 3, price: 0.5, side: 'SELL', timestamp: 1_770_479_521 },
    ]
    const v1 = rows.map((row) => ({
      proxyWallet: '0xAA',
      conditionId: 'm0',
      outcome: 'Yes',
      outcomeIndex: 0,
      eventSlug: 'e',
      ...row,
    }))
    const v2 = rows.map((row) => ({
      proxy_wallet: '0xAA',
      condition_id: 'm0',
      outcome: 'Yes',
      outcome_index: 0,
      event_slug: 'e',
      ...row,
    }))
    const csv = [
      Object.keys(v1[0] ?? {}).join(','),
      ...v1.map((row) => Object.values(row).join(',')),
    ]
    writeFileSync(join(folder, 'a.csv'), csv.join('\n'))
    for (const name of ['b.jsonl', 'b.ndjson']) {
      writeFileSync(join(folder, name), v2.map((row) => JSON.stringify(row)).join('\n'))
    }
    await database.run(
      `copy (select * from read_json('${join(folder, 'b.jsonl')}')) to '${join(folder, 'c.parquet')}' (format parquet)`,
    )
    const [bought, other, sold] = rows.map(({ size, price }) => exchangedFromPrice(size, price))
    for (const file of ['a.csv', 'b.jsonl', 'b.ndjson', 'c.parquet']) {
      const history = await freshHistory()
      await history.addFile(join(folder, file))
      expect(await history.positions('0xaa')).toMatchObject([
        {
          market: 'm0',
          event: 'e',
          outcome: '#0',
          trades: 3,
          bought: (bought?.size ?? 0) + (other?.size ?? 0),
          paid: (bought?.notional ?? 0) + (other?.notional ?? 0),
          sold: sold?.size,
          proceeds: sold?.notional,
          firstAt: 1_770_479_519_000,
          lastAt: 1_770_479_521_000,
        },
      ])
    }
    writeFileSync(join(folder, 'd.csv'), 'a,b\n1,2\n')
    writeFileSync(join(folder, 'e.csv'), [...csv, csv[1]?.replace('13.6', 'many')].join('\n'))
    writeFileSync(join(folder, 'f.parquet'), 'no parquet')
    const history = await freshHistory()
    for (const file of ['d.csv', 'e.csv', 'f.parquet', 'missing.jsonl']) {
      const refused = expect(history.addFile(join(folder, file))).rejects
      await refused.toMatchObject({ code: 'invalid-input-file' })
      await refused.toThrow(file)
    }
    expect(await history.positions()).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('sizes and prices of files are rounded as those of rows are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wallet-history-'))
  const anyDigits = fc
    .integer({ min: 1, max: 12 })
    .chain((places) =>
      fc
        .tuple(
          fc.integer({ min: 0, max: 99_999 }),
          fc.bigInt({ min: 0n, max: 10n ** BigInt(places) - 1n }),
        )
        .map(([whole, part]) => `${whole}.${String(part).padStart(places, '0')}`),
    )
  const anySize = fc.oneof(anyDigits, fc.constantFrom('1e-7', '5e-7', '1.5E3', '999999999.9999995'))
  const anyPrice = fc
    .integer({ min: 1, max: 999_999_999 })
    .map((n) => `0.${String(n).padStart(9, '0')}`)
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anySize, anyPrice), { minLength: 1, maxLength: 40 }),
        async (drawn) => {
          const lines = drawn.map(([size, price], i) => `0x${i},${i},m,Yes,BUY,${size},${price}`)
          const file = join(folder, 'sizes.csv')
          writeFileSync(
            file,
            ['proxyWallet,timestamp,conditionId,outcome,side,size,price', ...lines].join('\n'),
          )
          const history = await freshHistory()
          await history.addFile(file)
          const held = await database.all(
            'select size, notional from wallet_trades order by traded_at',
          )
          expect(held.map(({ size, notional }) => [Number(size), Number(notional)])).toEqual(
            drawn.map(([size, price]) => Object.values(exchangedFromPrice(size, price))),
          )
        },
      ),
      { numRuns: 12 },
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
