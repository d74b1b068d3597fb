import { timeMs } from '@bot/core'
import { streamProtocolCases } from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTradeRow } from '../data/parse-trade-row.js'
import { createActivityStreamProtocol } from './activity-stream-protocol.js'

const payload = {
  proxyWallet: '0xAb',
  side: 'BUY',
  asset: '111',
  conditionId: `0x${'cd'.repeat(32)}`,
  size: 12.5,
  price: 0.209999,
  timestamp: 1_770_479_519,
  outcome: 'Yes',
  outcomeIndex: 0,
  transactionHash: '0xt1',
}
const message = (parts: object = {}) => ({
  connection_id: 'x',
  topic: 'activity',
  type: 'orders_matched',
  timestamp: 1_770_479_520_123,
  payload,
  ...parts,
})
const protocol = createActivityStreamProtocol()
const reasons = (frame: string) => protocol.readTrades(frame).rejected.map(({ reason }) => reason)

// One of the promises is about tokens that a subscription names; here it names none.
const promised = streamProtocolCases.filter(({ name }) => !name.includes('every token'))

test.each(promised)('it $name', async ({ run }) => {
  expect(promised.length).toBeGreaterThan(2)
  await run(async () => createActivityStreamProtocol({ url: 'ws://127.0.0.1:9/rtds' }))
})

test('asks for all trades of both names, without filters', () => {
  expect(protocol.url).toBe('wss://ws-live-data.polymarket.com')
  expect(JSON.parse(protocol.subscribe([], true))).toEqual({
    action: 'subscribe',
    subscriptions: [
      { topic: 'activity', type: 'orders_matched' },
      { topic: 'activity', type: 'trades' },
    ],
  })
})

test('reads a trade as the Data API tells it, one a frame or several', () => {
  const expected = parseTradeRow(payload)
  expect('row' in expected && protocol.readTrades(JSON.stringify(message()))).toEqual({
    trades: 'row' in expected ? [expected.row] : [],
    rejected: [],
  })
  const both = JSON.stringify([message(), message({ type: 'trades' }), message({ topic: 'x' })])
  expect(protocol.readTrades(both)).toMatchObject({ trades: [{}, {}] })
  expect(reasons(both)).toEqual(['other-topic'])
})

test('says why nothing could be read, and that the subscription was refused', () => {
  expect(reasons('{"statusCode":401,"body":{"message":"Unauthorized"}}')).toEqual(['refused'])
  expect(reasons(JSON.stringify(message()).slice(0, 40))).toEqual(['not-json'])
  expect(reasons(JSON.stringify(message({ payload: { ...payload, size: 0 } })))).toEqual([
    'bad-size',
  ])
  expect(reasons('PONG')).toEqual([])
  expect(protocol.decode('PONG', timeMs(0)).pong).toBe(true)
})

test('never throws, whatever comes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (frame) => {
      expect(protocol.readTrades(frame).trades).toEqual([])
    }),
  )
})
