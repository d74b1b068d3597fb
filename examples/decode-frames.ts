// Decodes frames of Polymarket's market channel, of today and of 2025, and keeps the book that they describe.
import assert from 'node:assert/strict'
import { bestAsk, bestBid, formatPrice, timeMs, tokenId } from '@bot/core'
import { createMarketStreamProtocol } from '@bot/polymarket'
import { createBookTracker } from '@bot/realtime-feed'

const protocol = createMarketStreamProtocol()
const tracker = createBookTracker()
const token = tokenId('111')
const common = { asset_id: token, market: '0xabc' }
const level = (price: string, size: string) => ({ price, size })

const frames = [
  {
    ...common,
    event_type: 'book',
    timestamp: '1700000000000',
    bids: [level('0.47', '80'), level('0.46', '120')],
    asks: [level('0.49', '50')],
  },
  {
    market: common.market,
    event_type: 'price_change',
    timestamp: '1700000001000',
    price_changes: [{ asset_id: token, price: '0.48', size: '30', side: 'BUY' }],
  },
  {
    ...common,
    event_type: 'price_change',
    timestamp: '1700000002000',
    changes: [
      { price: '0.49', size: '0', side: 'SELL' },
      { price: '0.50', size: '70', side: 'SELL' },
    ],
  },
  {
    ...common,
    event_type: 'book',
    timestamp: '1700000003000',
    bids: [level('1.7', '1')],
    asks: [],
  },
]

const seen: string[] = []
for (const [index, frame] of frames.entries()) {
  const at = timeMs(1_700_000_000_005 + index * 1_000)
  const { updates, rejected } = protocol.decode(JSON.stringify(frame), at)
  const events = tracker.apply(updates, at).map(({ event }) => event.type)
  const book = tracker.book(token)
  const [bid, ask] = book === undefined ? [] : [bestBid(book), bestAsk(book)]
  const quote = `${bid === undefined ? '-' : formatPrice(bid)} / ${ask === undefined ? '-' : formatPrice(ask)}`
  seen.push(quote)
  const refused = rejected.map(({ reason }) => reason).join(', ')
  console.log(
    `${quote}  ${events.join(', ') || 'no event'}${refused === '' ? '' : `, refused: ${refused}`}`,
  )
}
assert.deepEqual(seen, ['0.47 / 0.49', '0.48 / 0.49', '0.48 / 0.5', '0.48 / 0.5'])
