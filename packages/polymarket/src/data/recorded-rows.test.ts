import { expect, test } from 'vitest'
import { countBy, findRealData, readRealJson } from '../fixtures/real-data.js'
import { parseActivityRow } from './parse-activity-row.js'
import { parsePositionRow } from './parse-position-row.js'
import type { ParsedRow } from './parse-row.js'
import { parseTradeRow } from './parse-trade-row.js'

const kinds = (raw: unknown, parse: (row: unknown) => ParsedRow) =>
  countBy(
    (raw as unknown[])
      .map(parse)
      .map((it) => ('row' in it ? it.row.kind : `rejected ${it.rejected}`)),
  )

// The kinds were counted from the files' `type` fields.
test('reads every recorded row of trades and activity', (context) => {
  const folder = findRealData(context, 'trades')
  const read = (file: string) => readRealJson(`${folder}/${file}`)
  expect(kinds(read('activity-one-wallet-3500.json.gz'), parseActivityRow)).toEqual({
    trade: 3_444,
    redeem: 56,
  })
  expect(kinds(read('activity-one-wallet-500.json.gz'), parseActivityRow)).toEqual({
    trade: 298,
    redeem: 201,
    reward: 1,
  })
  expect(kinds(read('data-api-trades-page.json.gz'), parseTradeRow)).toEqual({ trade: 100 })
})

test('reads the captured rows', (context) => {
  const folder = findRealData(context, 'payloads')
  const read = (file: string) => readRealJson(`${folder}/${file}`)
  expect(kinds(read('nautilus-rust/data_api_trades_response.json'), parseTradeRow)).toEqual({
    trade: 3,
  })
  // One of the four is hand-written with a price of its own; all are sound rows.
  expect(kinds(read('nautilus-python/http_responses/trades.json'), parseTradeRow)).toEqual({
    trade: 4,
  })
  const positions = read('nautilus-rust/data_api_positions_response.json') as unknown[]
  expect(positions.map(parsePositionRow).every((it) => 'position' in it)).toBe(true)
})
