import { formatPrice, formatSize, type Price, type Size, timeMs } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMarketStreamProtocol } from './market-stream-protocol.js'

const protocol = createMarketStreamProtocol()
const at = timeMs(1_766_789_469_958)
const header = { event_type: 'price_change', market: '0xm', timestamp: String(at) }

const change = fc.record({
  token: fc.constantFrom('yes', 'no'),
  side: fc.constantFrom('bid', 'ask'),
  price: fc.integer({ min: 0, max: 10_000 }).map((units) => units as Price),
  size: fc.nat(10 ** 13).map((units) => units as Size),
})
type Change = Readonly<{ token: string; side: string; price: Price; size: Size }>

const wire = ({ side, price, size }: Change) => ({
  price: formatPrice(price),
  size: formatSize(size),
  side: side === 'bid' ? 'BUY' : 'SELL',
})
const changesIn = (frame: unknown) => {
  const { updates, rejected } = protocol.decode(JSON.stringify(frame), at)
  expect(rejected).toEqual([])
  return updates.flatMap((update) => (update.kind === 'changes' ? update.changes : []))
}

test('reads the same changes from all three shapes of a price change', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const current = changes.map((it) => ({ asset_id: it.token, ...wire(it) }))
      expect(changesIn({ ...header, price_changes: current })).toEqual(changes)
      expect(changesIn(current.map((entry) => ({ ...header, ...entry })))).toEqual(changes)
      const ofYes = changes.map((it) => ({ ...it, token: 'yes' }))
      expect(changesIn({ ...header, asset_id: 'yes', changes: ofYes.map(wire) })).toEqual(ofYes)
    }),
  )
})

test('never throws and always says why, whatever arrives', () => {
  const kinds = ['book', 'price_change', 'last_trade_price', 'best_bid_ask', 'tick_size_change']
  const field = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('0.5', '5', 'BUY', 'yes', String(at), ''),
  )
  const message = fc.record(
    {
      event_type: fc.constantFrom(...kinds, 'new_market', 'market_resolved', 'other'),
      market: field,
      asset_id: field,
      timestamp: field,
      bids: field,
      asks: field,
      changes: field,
      price_changes: field,
      price: field,
      size: field,
      side: field,
      assets_ids: field,
      winning_asset_id: field,
      new_tick_size: field,
    },
    { requiredKeys: ['event_type'] },
  )
  const frame = fc.oneof(
    fc.string(),
    fc.json(),
    message.map((it) => JSON.stringify(it)),
  )
  fc.assert(
    fc.property(frame, (text) => {
      const { updates, rejected } = protocol.decode(text, at)
      for (const { reason } of rejected) expect(reason).toMatch(/^[a-z]+(-[a-z]+)*$/)
      for (const update of updates) expect(update).not.toHaveProperty('reason')
    }),
    { numRuns: 2_000 },
  )
})
