import { marketId, orderId, orderRef, timeMs, tokenId } from '../brand.js'
import type { Event } from '../events/event.js'
import { parsePrice } from '../money/price.js'
import { parseSize } from '../money/size.js'
import { parseUsd } from '../money/usd.js'
import { buildMarket, level } from './builders.js'

const token = tokenId('m-yes')
const provenance = { source: 'test', ageMs: 0, state: 'live', simulated: true } as const
const exchanged = { size: parseSize('10'), notional: parseUsd('4.8') }

const marketData: readonly Event[] = [
  {
    type: 'book-snapshot',
    token,
    epoch: 1,
    bids: [level('0.47', '100')],
    asks: [level('0.48', '50.5')],
  },
  {
    type: 'book-delta',
    token,
    epoch: 1,
    changes: [{ side: 'ask', price: parsePrice('0.49'), size: parseSize('7') }],
  },
  { type: 'book-proven', token, epoch: 1 },
  { type: 'feed-status', token, status: 'stale', gapSeconds: 61.5, reason: 'silence' },
  { type: 'trade-printed', token, side: 'buy', exchanged, wallet: '0xabc' },
  { type: 'tick-changed', token, tick: parsePrice('0.001') },
  {
    type: 'market-resolved',
    market: marketId('m'),
    payouts: [1_000_000, 0],
    source: 'test — “quoted” \u2028 text',
  },
]

const facts: readonly Event[] = [
  { type: 'fact', kind: 'market', key: 'm', value: buildMarket('m'), provenance },
  {
    type: 'fact',
    kind: 'game',
    key: 'g',
    value: {
      id: 'g',
      sport: 'basketball',
      league: 'nba',
      home: 'A',
      away: 'B',
      homeScore: 10,
      awayScore: 12,
      status: 'live',
      startsAt: timeMs(1_700_000_000_000),
    },
    provenance,
  },
  {
    type: 'fact',
    kind: 'odds',
    key: 'g',
    value: { game: 'g', outcome: 'A', probability: 0.55, bookmakers: 3 },
    provenance,
  },
  {
    type: 'fact',
    kind: 'wallet',
    key: '0xabc',
    value: { wallet: '0xabc', status: 'observed', reason: 'first-trade', trades: 1 },
    provenance,
  },
  {
    type: 'fact',
    kind: 'threshold',
    key: 'market-only',
    value: { multiplier: 0.9, emergency: 0, because: 'quiet' },
    provenance,
  },
]

const intent = {
  ref: orderRef('r-1'),
  owner: 'market-only',
  token,
  market: marketId('m'),
  side: 'buy',
  shares: parseSize('10'),
  limit: parsePrice('0.48'),
  tif: 'gtc',
  postOnly: false,
} as const

const orders: readonly Event[] = [
  { type: 'order-prepared', ref: orderRef('r-1'), intent, id: orderId('0x1'), wire: '{"a":1}' },
  { type: 'order-not-sent', ref: orderRef('r-2'), reason: 'no-key' },
  {
    type: 'execution',
    report: { order: orderId('0x1'), tradeId: 't-1', status: 'matched', exchanged },
  },
  { type: 'execution', report: { order: orderId('0x1'), status: 'cancelled', reason: 'asked' } },
  {
    type: 'settlement',
    ref: orderRef('r-3'),
    owner: 'basket-1',
    basket: 'basket-1',
    action: { action: 'merge', markets: [marketId('m')], shares: parseSize('5') },
    status: 'confirmed',
    cash: parseUsd('5'),
  },
  {
    type: 'basket',
    basket: 'basket-1',
    strategy: 'arbitrage',
    plan: {
      id: 'basket-1',
      stages: [{ kind: 'hold-to-resolution' }],
      maxCost: parseUsd('5'),
      worstCase: parseUsd('0.1'),
      maxLegLoss: parseUsd('1'),
      expiresAt: timeMs(1_700_000_000_000),
      booksSeen: [{ token, epoch: 1, changedAt: timeMs(1_700_000_000_000) }],
      proof: null,
    },
    progress: { stage: 0 },
  },
  {
    type: 'account',
    cash: parseUsd('999.5'),
    open: [orderId('0x1')],
    holdings: [{ token, size: 5 }],
  },
]

const control: readonly Event[] = [
  { type: 'scan-slice', scan: 1, from: 0, to: 50, last: true },
  { type: 'timer', name: 'reconcile' },
  { type: 'strategy-overran', strategy: 'market-only', millis: 12.25 },
  { type: 'operator', command: 'pause', argument: 'lunch' },
]

/** Returns at least one event of every type that core knows, about market `m` with tokens `m-yes` and `m-no`. */
export const sampleEvents = (): readonly Event[] => [...marketData, ...facts, ...orders, ...control]
