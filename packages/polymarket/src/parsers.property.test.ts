import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseBookReading } from './clob/parse-book-reading.js'
import { parseClobMarket } from './clob/parse-clob-market.js'
import { parseCompactMarket } from './clob/parse-compact-market.js'
import { parseActivityRow } from './data/parse-activity-row.js'
import { parseLeaderboardRow } from './data/parse-leaderboard-row.js'
import { parsePositionRow } from './data/parse-position-row.js'
import { parseTradeRow } from './data/parse-trade-row.js'
import { parseGammaEvent } from './gamma/parse-gamma-event.js'
import { parseGammaMarket } from './gamma/parse-gamma-market.js'

const gamma = {
  conditionId: '0x1',
  slug: 's',
  question: 'q',
  outcomes: '["Yes","No"]',
  outcomePrices: '["1","0"]',
  clobTokenIds: '["1","2"]',
  version: 'v1',
  events: [{ id: '1', negRiskAugmented: true }],
  tags: [{ label: 'Sports' }],
  gameStartTime: '2026-01-23 12:30:00+00',
  orderPriceMinTickSize: 0.01,
  orderMinSize: 5,
  negRisk: true,
  negRiskMarketID: '0x2',
  closed: true,
  umaResolutionStatuses: '[]',
  feeSchedule: { rate: 0.1, exponent: 1, takerOnly: true },
  volume: '1',
}
const event = {
  id: '1',
  slug: 's',
  title: 't',
  gameId: 3,
  series: [{ title: 'x' }],
  markets: [gamma],
}
const clob = {
  condition_id: '0x1',
  market_slug: 's',
  tokens: [{ token_id: '1', outcome: 'Yes', winner: true }],
  tags: ['x'],
  game_start_time: '2026-01-23T12:30:00Z',
}
const compact = { c: '0x1', t: [{ t: '1', o: 'Yes' }], fd: { r: 0.1, e: 1, to: true }, v: 1 }
const book = {
  asset_id: '1',
  market: '0x1',
  timestamp: '5',
  bids: [{ price: '0.5', size: '1' }],
  asks: [],
}
const row = {
  proxyWallet: '0xa',
  timestamp: 5,
  conditionId: '0x1',
  type: 'TRADE',
  side: 'BUY',
  size: 1,
  price: 0.5,
  usdcSize: 1,
  asset: '1',
  rank: '1',
  vol: 1,
  pnl: 1,
}

/** A sound object in which a few fields, at any depth, are anything. */
const spoiled = (sound: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> =>
  fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(sound)), fc.jsonValue({ maxDepth: 2 })), {
      maxLength: 3,
    })
    .map((changes) => ({ ...sound, ...Object.fromEntries(changes) }))

const parsers = {
  parseGammaMarket: [gamma, (raw: unknown) => parseGammaMarket(raw)],
  parseGammaEvent: [event, parseGammaEvent],
  parseClobMarket: [clob, (raw: unknown) => parseClobMarket(raw)],
  parseCompactMarket: [compact, parseCompactMarket],
  parseBookReading: [book, parseBookReading],
  parseTradeRow: [row, parseTradeRow],
  parseActivityRow: [row, parseActivityRow],
  parsePositionRow: [row, parsePositionRow],
  parseLeaderboardRow: [row, parseLeaderboardRow],
} as const

for (const [name, [sound, parse]] of Object.entries(parsers)) {
  test(`${name} reads a sound object, and never throws for any other`, () => {
    expect(parse(sound)).not.toHaveProperty('rejected')
    fc.assert(
      fc.property(fc.oneof(spoiled(sound), fc.jsonValue()), (raw) => {
        const parsed = parse(raw)
        if ('rejected' in parsed) expect(parsed.rejected).toMatch(/^[a-z]+(-[a-z]+)*$/)
        else expect(Object.keys(parsed)).toHaveLength(1)
      }),
      { numRuns: 500 },
    )
  })
}
