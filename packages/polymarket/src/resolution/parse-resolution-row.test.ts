import { expect, test } from 'vitest'
import { parseResolutionRow } from './parse-resolution-row.js'

const market = `0x${'ab'.repeat(32)}`
const question = `0x${'cd'.repeat(32)}`
const row = (fields: object): unknown => ({
  question_id: question,
  condition_id: market,
  ...fields,
})

test('a proposal of a market says its state, its oracle and when the money is expected', () => {
  const settles = '2026-05-05T11:00:00Z'
  expect(
    parseResolutionRow(row({ status: 'proposed', expected_settlement_time: settles })),
  ).toEqual({
    row: { question, market, state: 'proposed', oracle: 'uma', settlesAt: Date.parse(settles) },
  })
})

test.each([
  ['posed', 'unresolved'],
  ['reproposed', 'proposed'],
  ['challenged', 'disputed'],
  ['disputed', 'disputed'],
  ['arbitration', 'disputed'],
] as const)('%s is %s', (status, state) => {
  expect(parseResolutionRow(row({ status }))).toMatchObject({ row: { state } })
})

test('what is resolved has payouts and a reporter', () => {
  const fields = { status: 'resolved', payouts: [0, 1_000_000], reporter: 'CHAINLINK' }
  expect(parseResolutionRow(row(fields))).toMatchObject({
    row: { state: 'resolved', payouts: [0, 1_000_000], oracle: 'chainlink' },
  })
})

test.each([[[1_000_000, 1_000_000]], [[1_000_000]], [['x', 'y']], [[0.5, 0.5]], [undefined]])(
  'payouts %j name nothing',
  (payouts) => {
    const parsed = parseResolutionRow(row({ status: 'resolved', payouts }))
    expect(parsed).toMatchObject({ row: { state: 'resolved' } })
    expect(parsed).not.toHaveProperty('row.payouts')
  },
)

test.each([
  [{ proposed_price: '1', reproposed_price: '69', price: '69' }, [1_000_000, 0]],
  [{ proposed_price: '1', reproposed_price: '0', price: '69' }, [0, 1_000_000]],
  [{ proposed_price: '1', reproposed_price: '0', price: '0.5' }, [500_000, 500_000]],
  [{ proposed_price: '1000000000000000000' }, [1_000_000, 0]],
] as const)('a question with %j names the newest price', (prices, payouts) => {
  const raw = { question_id: question, status: 'proposed', ...prices }
  expect(parseResolutionRow(raw)).toMatchObject({ row: { payouts } })
})

test('a price that is not set names no outcome', () => {
  const raw = { question_id: question, status: 'proposed', proposed_price: '69' }
  expect(parseResolutionRow(raw)).not.toHaveProperty('row.payouts')
})

test.each([
  [null, 'not-an-object'],
  [row({ status: 'paused' }), 'unknown-status'],
  [{ status: 'proposed' }, 'missing-id'],
] as const)('%j is rejected by name', (raw, rejected) => {
  expect(parseResolutionRow(raw)).toEqual({ rejected })
})
