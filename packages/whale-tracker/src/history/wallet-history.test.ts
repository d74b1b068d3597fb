import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventId, exchangedFromPrice, marketId, timeMs, type WalletActivity } from '@bot/core'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWalletLedger } from '../ledger/create-wallet-ledger.js'
import * as api from './index.js'
import { createWalletHistory, type DuckDb, openDuckDb } from './index.js'

let database: DuckDb
beforeAll(async () => {
  database = await openDuckDb({ threads: 1 })
})
afterAll(() => database.close())

const freshHistory = async () => {
  const history = await createWalletHistory(database)
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

test('what SQL adds up is what the ledger says of the same rows, each counted once', async () => {
  const ends = [
    { market: marketId('m0'), payouts: [1_000_000, 0] },
    { market: marketId('m1'), payouts: [333_333, 666_667] },
  ]
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 30 }), async (list) => {
      const rows = rowsOf(list)
      const ledger = createWalletLedger()
      rows.forEach(ledger.apply)
      const history = await freshHistory()
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
    { numRuns: 15 },
  )
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
    writeFileSync(join(folder, 'b.jsonl'), v2.map((row) => JSON.stringify(row)).join('\n'))
    await database.run(
      `copy (select * from read_json('${join(folder, 'b.jsonl')}')) to '${join(folder, 'c.parquet')}' (format parquet)`,
    )
    const [bought, other, sold] = rows.map(({ size, price }) => exchangedFromPrice(size, price))
    for (const file of ['a.csv', 'b.jsonl', 'c.parquet']) {
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
    const history = await freshHistory()
    await expect(history.addFile(join(folder, 'd.csv'))).rejects.toMatchObject({
      code: 'invalid-input-file',
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
