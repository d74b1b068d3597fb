import {
  type Basket,
  createLedger,
  marketId,
  orderId,
  parseSize,
  parseUsd,
  recordEntry,
  timeMs,
  tokenId,
  usd,
} from '@bot/core'
import { buildMarket, buildSignal, buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { nothing, refusalOf, stampedOf, tickOf } from '../fixtures/ticks.js'
import { createActivity, realisedSince } from './activity.js'

const view = buildView({ markets: [buildMarket('m')] })
const submit = (owner: string, market = 'm') =>
  ({ kind: 'submit', order: { owner, market: marketId(market) } }) as never

test('a signal is shown with the names of its market and what became of it', () => {
  const activity = createActivity(
    () => view,
    (name) => name,
  )
  const signal = buildSignal()
  activity.add(nothing, tickOf({ decisions: [signal], commands: [submit('sample')] }))
  activity.add(nothing, tickOf({ decisions: [signal, refusalOf({ subject: 'm' })] }))
  activity.add(nothing, tickOf({ decisions: [signal] }))
  const rows = activity.signals()
  expect(rows.map(({ became }) => became)).toEqual(['not sent', 'too-dear', 'sent'])
  expect(rows[0]).toMatchObject({
    strategy: 'sample',
    market: 'Will m happen?',
    outcome: 'Yes',
    side: 'buy',
    limit: 0.48,
    because: 'the sample says so',
    basket: false,
  })
  expect(activity.opportunities()).toEqual([])
  expect(activity.lastSignalAt()).toBe(1_700_000_000_000)
})

test('a certified basket is an opportunity with its legs and its worst case', () => {
  const activity = createActivity(
    () => view,
    (name) => name,
  )
  const basket = {
    id: 'b1',
    maxCost: parseUsd('9.7'),
    worstCase: parseUsd('0.3'),
    proof: { kind: 'complement' },
    stages: [{ kind: 'legs', legs: [{}, {}] }, { kind: 'action' }],
  } as unknown as Basket
  const signal = { ...buildSignal({ edgePerShare: 0.03 }), basket }
  activity.add(nothing, tickOf({ decisions: [signal], commands: [submit('b1')] }))
  expect(activity.opportunities()).toMatchObject([
    {
      kind: 'complement',
      edgeCents: 3,
      maxCostUsd: '9.7',
      worstCaseUsd: '0.3',
      legs: 2,
      became: 'sent',
    },
  ])
})

test('an opportunity that is seen again while its basket is under way is shown once', () => {
  const activity = createActivity(
    () => view,
    (name) => name,
  )
  const basketOf = (id: string) =>
    ({ id, maxCost: parseUsd('9'), worstCase: parseUsd('1'), stages: [] }) as unknown as Basket
  const signalOf = (id: string) => ({ ...buildSignal(), basket: basketOf(id) })
  const again = (id: string, refused: string) =>
    refusalOf({ refused, subject: id, by: 'sample', step: 'sized' })
  activity.add(nothing, tickOf({ decisions: [signalOf('b1')] }))
  activity.add(
    nothing,
    tickOf({ decisions: [signalOf('b1'), again('b1', 'basket-already-known')] }),
  )
  activity.add(nothing, tickOf({ decisions: [signalOf('b2'), again('b2', 'basket-overlaps')] }))
  expect(activity.opportunities().map(({ became }) => became)).toEqual(['waits for its books'])
  expect(activity.signals()).toHaveLength(1)
})

test('a fill of ours is a trade; other reports on orders are not', () => {
  const ledger = recordEntry(
    createLedger(parseUsd('100')),
    { owner: 'sample', token: tokenId('m-yes'), market: marketId('m') },
    {
      id: 'o t1',
      shares: parseSize('10'),
      cash: parseUsd('-4.8'),
      fee: usd(0),
      settled: 'provisional',
      at: timeMs(1),
    },
  )
  const held = buildView({ ledger, markets: [buildMarket('m')] })
  const activity = createActivity(
    () => held,
    (owner) => owner.toUpperCase(),
  )
  const report = {
    order: orderId('o'),
    tradeId: 't1',
    side: 'buy',
    exchanged: { size: parseSize('10'), notional: parseUsd('4.8') },
    fee: parseUsd('0.01'),
  } as const
  activity.add(stampedOf({ type: 'execution', report: { ...report, status: 'matched' } }), tickOf())
  activity.add(stampedOf({ type: 'execution', report: { ...report, status: 'mined' } }), tickOf())
  const open = { order: orderId('o'), status: 'open' } as const
  activity.add(stampedOf({ type: 'execution', report: open }), tickOf())
  expect(activity.trades()).toEqual([
    {
      at: 1_700_000_000_000,
      strategy: 'SAMPLE',
      market: 'Will m happen?',
      outcome: 'Yes',
      side: 'buy',
      shares: '10',
      price: 0.48,
      notionalUsd: '4.8',
      feeUsd: '0.01',
      status: 'matched',
      id: 't1',
    },
  ])
})

test('only the newest are kept, newest first', () => {
  const activity = createActivity(
    () => view,
    (name) => name,
  )
  for (let index = 0; index < 1_000; index++) {
    activity.add(nothing, tickOf({ decisions: [refusalOf({ subject: String(index) })] }))
  }
  const rows = activity.refusals()
  expect(rows).toHaveLength(200)
  expect([rows[0]?.subject, rows.at(-1)?.subject]).toEqual(['999', '800'])
  expect(activity.refusals(2).map(({ subject }) => subject)).toEqual(['999', '998'])
})

test('profit counts from a time on', () => {
  const closed = [1, 2, 3].map((at) => ({ closedAt: timeMs(at), realised: parseUsd('1.5') }))
  expect(realisedSince(closed as never, 2)).toBe(3)
})
