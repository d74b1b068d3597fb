import { timeMs } from '@bot/core'
import { expect, test } from 'vitest'
import { countBy, findRealData, readRealJson } from '../fixtures/real-data.js'
import { parseBookReading } from './parse-book-reading.js'
import { parseClobMarket } from './parse-clob-market.js'

const readAll = (full: string) => {
  const { data } = readRealJson(full) as { data: unknown[] }
  const parsed = data.map((raw) => parseClobMarket(raw))
  const facts = parsed.flatMap((it) => ('facts' in it ? [it.facts] : []))
  return { facts, rejected: parsed.flatMap((it) => ('rejected' in it ? [it.rejected] : [])) }
}

// Counted from the raw files: 54 rows without a condition id, 579 closed ones with exactly one winner.
test('reads 1,000 old markets of the CLOB or names why not', (context) => {
  const { facts, rejected } = readAll(findRealData(context, 'gamma/clob-markets.json.gz'))
  expect(countBy(rejected)).toEqual({ 'missing-condition-id': 54, 'bad-tokens': 1 })
  expect(facts).toHaveLength(945)
  expect(countBy(facts.map((it) => it.resolution.state))).toEqual({
    resolved: 579,
    unresolved: 366,
  })
  expect(facts.filter((it) => it.fee !== 'unknown')).toEqual([])
})

test('reads 1,000 open markets of the CLOB, all tradable', (context) => {
  const { facts, rejected } = readAll(findRealData(context, 'gamma/clob-sampling-markets.json.gz'))
  expect(rejected).toEqual([])
  expect(facts.filter((it) => it.tradable)).toHaveLength(1_000)
  expect(countBy(facts.map((it) => String(it.negRisk)))).toEqual({ unknown: 621, none: 379 })
  expect(countBy(facts.map((it) => String(it.tick)))).toEqual({ 100: 720, 10: 280 })
})

test('reads the captured books and markets', (context) => {
  const folder = findRealData(context, 'payloads')
  const read = (file: string) => readRealJson(`${folder}/${file}`)
  for (const file of ['nautilus-rust/clob_book_response', 'nautilus-python/http_responses/book']) {
    expect(parseBookReading(read(`${file}.json`)), file).toHaveProperty('reading')
  }
  expect(parseBookReading(read('nautilus-python/http_responses/book.json'))).toMatchObject({
    reading: {
      venueAt: timeMs(1_728_799_418_260),
      hash: '2fc4a3d6a98bc164e057589bcb74981852b87412',
    },
  })
  const closed = parseClobMarket(
    read('nautilus-rust/clob_market_closed_binary_accepting_true.json'),
  )
  expect(closed).toMatchObject({
    facts: { tradable: false, resolution: { state: 'resolved', payouts: [1_000_000, 0] } },
  })
  expect(parseClobMarket(read('nautilus-python/http_responses/market.json'))).toMatchObject({
    facts: { tradable: true, tick: 10 },
  })
})
