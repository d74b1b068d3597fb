import { NO_FEE, parseSize, timeMs, tokenId } from '@bot/core'
import { buildMarket, streamProtocolCases } from '@bot/core/testing'
import { describe, expect, test } from 'vitest'
import { findRealData, readRealText } from '../../fixtures/real-data.js'
import { createUserStreamProtocol } from './user-stream-protocol.js'

const at = timeMs(1_790_000_000_000)
const credentials = { apiKey: 'key', secret: 'c2VjcmV0', passphrase: 'pass' }
const protocol = createUserStreamProtocol({
  credentials,
  address: '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266',
  marketOf: () => buildMarket('m', { fee: NO_FEE }),
})
const reportsOf = (frame: string) =>
  protocol
    .decode(frame, at)
    .updates.flatMap((update) => (update.kind === 'execution' ? [update.report] : []))

for (const { name, run } of streamProtocolCases) test(name, () => run(async () => protocol))

test('signs in with the key as it is, and changes markets later without it', () => {
  expect(JSON.parse(protocol.subscribe([], true))).toEqual({
    auth: credentials,
    type: 'user',
    markets: [],
  })
  expect(JSON.parse(protocol.subscribe([tokenId('m')], false))).toEqual({
    operation: 'subscribe',
    markets: ['m'],
  })
  expect(protocol.unsubscribe([tokenId('m')])).not.toContain(credentials.secret)
})

const order = (own: Record<string, unknown> = {}): string =>
  JSON.stringify({
    event_type: 'order',
    type: 'PLACEMENT',
    id: '0xorder',
    asset_id: '1',
    side: 'BUY',
    original_size: '20',
    size_matched: '0',
    order_type: 'GTC',
    status: 'LIVE',
    expiration: '0',
    timestamp: '1780000000000',
    ...own,
  })

test.each([
  ['placed', {}, 'open'],
  ['partly filled', { type: 'UPDATE', size_matched: '5' }, 'open'],
  ['whole', { type: 'UPDATE', status: 'MATCHED', size_matched: '20' }, 'open'],
  ['short of a cent', { status: 'MATCHED', size_matched: '19.99' }, 'cancelled'],
  ['partly matched and resting', { status: 'MATCHED', size_matched: '12' }, 'open'],
  [
    'a FAK of which a part fitted',
    { status: 'MATCHED', order_type: 'FAK', size_matched: '12' },
    'cancelled',
  ],
  ['held back', { status: 'DELAYED' }, 'open'],
  ['cancelled', { type: 'CANCELLATION', status: 'CANCELED' }, 'cancelled'],
  ['cancelled with the market', { status: 'CANCELED_MARKET_RESOLVED' }, 'cancelled'],
  ['cancelled for a reason never heard', { status: 'ORDER_STATUS_CANCELED_moon' }, 'cancelled'],
  ['thrown out', { type: 'CANCELLATION', status: 'INVALID' }, 'cancelled'],
  ['unmatched and resting', { status: 'UNMATCHED' }, 'open'],
  ['unmatched and killed', { status: 'UNMATCHED', order_type: 'FOK' }, 'cancelled'],
  [
    'cancelled by its own time',
    { type: 'CANCELLATION', status: 'CANCELED', order_type: 'GTD', expiration: '1780000059' },
    'expired',
  ],
  [
    'cancelled before its time',
    { type: 'CANCELLATION', status: 'CANCELED', order_type: 'GTD', expiration: '1780000062' },
    'cancelled',
  ],
])('an order that is %s', (_name, own, status) => {
  expect(reportsOf(order(own))).toMatchObject([{ order: '0xorder', side: 'buy', status }])
})

test.each([
  ['cancelled', { type: 'CANCELLATION', status: 'CANCELED', size_matched: '5.25' }, '5.25'],
  ['killed', { status: 'UNMATCHED', order_type: 'FOK', size_matched: '' }, '0'],
  ['over with a part', { status: 'MATCHED', order_type: 'FAK', size_matched: '12' }, '12'],
])('an end says how much was matched: %s', (_name, own, matched) => {
  expect(reportsOf(order(own))).toMatchObject([{ matched: parseSize(matched) }])
})

test.each([
  ['no count', { type: 'CANCELLATION', status: 'CANCELED', size_matched: null }],
  ['one that is no number', { type: 'CANCELLATION', status: 'CANCELED', size_matched: 'all' }],
  ['not over', { type: 'UPDATE', size_matched: '5' }],
])('nothing is claimed without: %s', (_name, own) => {
  expect(reportsOf(order(own))).toHaveLength(1)
  expect(reportsOf(order(own))[0]).not.toHaveProperty('matched')
})

test('a reason is kept, and a time is the venue’s', () => {
  const [report] = reportsOf(order({ type: 'CANCELLATION', status: 'CANCELED_too late, sorry' }))
  expect(report).toMatchObject({ reason: 'too late, sorry' })
  expect(protocol.decode(order(), at).updates[0]).toMatchObject({ venueAt: 1_780_000_000_000 })
  expect(protocol.decode(order({ timestamp: '' }), at).updates[0]).toMatchObject({ venueAt: at })
})

test('one message that cannot be read hides no other', () => {
  const frame = `[${order()},${order({ status: 'ODD' })},{"event_type":"trade"},${order({ id: '0xb' })}]`
  const { updates, rejected } = protocol.decode(frame, at)
  expect(updates).toHaveLength(2)
  expect(rejected.map(({ reason }) => reason)).toEqual(['unknown-order-status', 'missing-trade-id'])
})

test('words of the venue are notices', () => {
  expect(protocol.decode('INVALID OPERATION', at).updates).toEqual([
    { kind: 'notice', text: 'INVALID OPERATION' },
  ])
})

describe('messages as others recorded or wrote them', () => {
  const expected = {
    'ws_user_order_placement.json': ['open'],
    'ws_user_order_msg.json': ['open'],
    'ws_user_order_update.json': ['open'],
    'ws_user_order_matched.json': ['open'],
    'ws_user_order_cancellation.json': ['cancelled'],
    'ws_user_order_fok_killed.json': ['cancelled'],
    'ws_user_order_venue_cancel.json': ['cancelled'],
    'ws_user_trade_msg.json': ['confirmed'],
  } as const
  for (const [file, statuses] of Object.entries(expected)) {
    test(file, (context) => {
      const text = readRealText(findRealData(context, `payloads/nautilus-rust/${file}`))
      expect(protocol.decode(text, at)).toMatchObject({ rejected: [], pong: false })
      expect(reportsOf(text).map(({ status }) => status)).toEqual(statuses)
    })
  }
})
