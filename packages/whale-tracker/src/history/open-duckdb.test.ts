import { afterEach, expect, test, vi } from 'vitest'
import { openDuckDb } from './open-duckdb.js'

afterEach(() => {
  vi.doUnmock('@duckdb/node-api')
  vi.resetModules()
})

test('without DuckDB it says what to install', async () => {
  vi.doMock('@duckdb/node-api', () => {
    throw new Error('Cannot find package')
  })
  await expect(openDuckDb()).rejects.toMatchObject({
    code: 'invalid-config',
    message: expect.stringContaining('npm install @duckdb/node-api'),
  })
})

test('what a statement answers comes batch by batch, with whole numbers and decimals to the last digit', async () => {
  const database = await openDuckDb({ threads: 1 })
  try {
    await database.run('create table numbers as select * from range(5000) as r(n)')
    const rows = []
    let batches = 0
    for await (const batch of database.stream('select n from numbers')) {
      rows.push(...batch)
      batches += 1
    }
    expect(batches).toBeGreaterThan(1)
    expect(rows).toHaveLength(5_000)
    const exact = database.stream(
      `select 9007199254740993::bigint as whole, 0.123456789012345678::decimal(20, 18) as part,
        timestamp '2026-01-08 12:31:08' as at, true as won, null as nothing`,
    )
    for await (const [row] of exact) {
      expect(row).toEqual({
        whole: '9007199254740993',
        part: '0.123456789012345678',
        at: '2026-01-08 12:31:08',
        won: true,
        nothing: null,
      })
    }
  } finally {
    database.close()
  }
})
