import { expect, test } from 'vitest'
import { parseActivityMessage } from './parse-activity-message.js'
import { parseTradeRow } from './parse-trade-row.js'

const payload = {
  proxyWallet: '0xAb',
  side: 'BUY',
  asset: '111',
  conditionId: `0x${'cd'.repeat(32)}`,
  size: 12.5,
  price: 0.209999,
  timestamp: 1_770_479_519,
  title: 'Will it?',
  slug: 'will-it',
  icon: '',
  eventSlug: 'it',
  outcome: 'Yes',
  outcomeIndex: 0,
  name: '',
  pseudonym: 'Someone-Else',
  bio: '',
  profileImage: '',
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

test('a trade of the stream is the row that the Data API tells later', () => {
  expect(parseActivityMessage(message())).toEqual(parseTradeRow(payload))
  expect(parseActivityMessage(message({ type: 'trades' }))).toEqual(parseTradeRow(payload))
  expect(parseActivityMessage(message())).toMatchObject({
    row: { kind: 'trade', wallet: '0xab', at: 1_770_479_519_000, side: 'buy' },
  })
})

test.each([
  ['other-topic', message({ topic: 'comments' })],
  ['other-topic', { statusCode: 401, body: { message: 'Unauthorized' } }],
  ['other-topic', ''],
  ['unsupported-type', message({ type: 'gossip' })],
  ['not-an-object', message({ payload: undefined })],
  ['bad-side', message({ payload: { ...payload, side: 'HOLD' } })],
])('%s is said of what is no trade', (rejected, raw) => {
  expect(parseActivityMessage(raw)).toEqual({ rejected })
})
