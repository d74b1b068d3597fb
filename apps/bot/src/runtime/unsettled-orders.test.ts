import {
  createLedger,
  marketId,
  type OrderRef,
  type OrderState,
  parseSize,
  parseUsd,
  recordEntry,
  timeMs,
  tokenId,
  usd,
} from '@bot/core'
import { expect, test } from 'vitest'
import { settledOnPaper, unsettledOrders } from './unsettled-orders.js'

const entry = (id: string, settled: 'provisional' | 'confirmed') => ({
  id,
  shares: parseSize('1'),
  cash: parseUsd('-0.5'),
  fee: usd(0),
  settled,
  at: timeMs(1),
})
const of = { owner: 's', token: tokenId('m-yes'), market: marketId('m') }
const order = (ref: string, settled: readonly string[]) =>
  ({
    intent: { ref },
    id: `id of ${ref}`,
    trades: settled.map((each, index) => ({ id: `t${index}`, settled: each })),
  }) as unknown as OrderState

test('orders with a matched trade that is not confirmed are found, each once', () => {
  let ledger = createLedger(parseUsd('100'))
  for (const [id, settled] of [
    ['r1 t0', 'provisional'],
    ['r1 t1', 'provisional'],
    ['r2 t0', 'confirmed'],
    ['settlement', 'provisional'],
  ] as const) {
    ledger = recordEntry(ledger, of, entry(id, settled))
  }
  const orders = new Map([
    ['r1', order('r1', ['matched'])],
    ['r2', order('r2', ['confirmed'])],
  ])
  const account = { ledger: () => ledger, order: (ref: OrderRef) => orders.get(ref) }
  expect(unsettledOrders(account).map(({ intent }) => intent.ref)).toEqual(['r1'])
})

test('on paper what was matched counts as confirmed at the next start', () => {
  const orders = [order('r1', ['matched', 'confirmed', 'mined', 'failed'])]
  expect(settledOnPaper(orders, timeMs(5))).toEqual(
    ['t0', 't2'].map((tradeId) => ({
      at: 5,
      event: { type: 'execution', report: { order: 'id of r1', tradeId, status: 'confirmed' } },
    })),
  )
})
