import { parseSize, parseUsd } from '@bot/core'
import { expect, test } from 'vitest'
import { parseActivityRow } from './parse-activity-row.js'
import { parseLeaderboardRow } from './parse-leaderboard-row.js'
import { parsePositionRow } from './parse-position-row.js'
import { parseTradeRow } from './parse-trade-row.js'

const condition = `0x${'ab'.repeat(32)}`
const trade = {
  proxyWallet: '0xABCDef',
  side: 'BUY',
  asset: '77',
  conditionId: condition,
  size: 13.636362,
  price: 0.21999995306666104,
  timestamp: 1_770_479_519,
  title: 'T',
  eventSlug: 'e',
  outcome: 'Yes',
  outcomeIndex: 0,
  transactionHash: '0xt',
}
const row = {
  kind: 'trade',
  wallet: '0xabcdef',
  at: 1_770_479_519_000,
  market: condition,
  event: 'e',
  token: '77',
  outcome: 'Yes',
  outcomeIndex: 0,
  side: 'buy',
  // 13.636362 × 0.21999995306666104 = 2.999999 to the millionth
  exchanged: { size: parseSize('13.636362'), notional: parseUsd('2.999999') },
  title: 'T',
  transaction: '0xt',
}

test('reads the same trade from both contracts and from a file', () => {
  expect(parseTradeRow(trade)).toEqual({ row })
  expect(
    parseTradeRow({
      proxy_wallet: '0xABCDef',
      side: 'BUY',
      token_id: '77',
      condition_id: condition,
      size: 13.636362,
      price: 0.21999995306666104,
      timestamp: 1_770_479_519,
      title: 'T',
      event_slug: 'e',
      outcome: 'Yes',
      outcome_index: 0,
      transaction_hash: '0xt',
    }),
  ).toEqual({ row })
  const texts = Object.fromEntries(
    Object.entries(trade).map(([key, value]) => [key, String(value)]),
  )
  expect(parseTradeRow(texts)).toEqual({ row })
  expect(parseTradeRow({ ...trade, timestamp: '2026-02-07 15:51:59' })).toEqual({ row })
})

test('leaves out what the venue does not know', () => {
  const bare = {
    ...trade,
    outcomeIndex: 999,
    outcome: '',
    asset: '',
    transactionHash: '',
    title: '',
  }
  const parsed = parseTradeRow(bare)
  expect('row' in parsed && Object.keys(parsed.row).sort()).toEqual([
    'at',
    'event',
    'exchanged',
    'kind',
    'market',
    'side',
    'wallet',
  ])
})

test('refuses rows by name', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    ['row', 'not-an-object'],
    [{ ...trade, proxyWallet: '' }, 'missing-wallet'],
    [{ ...trade, timestamp: 'soon' }, 'bad-timestamp'],
    [{ ...trade, timestamp: -1 }, 'bad-timestamp'],
    [{ ...trade, conditionId: '' }, 'missing-condition-id'],
    [{ ...trade, conditionId: `0x${'ab'.repeat(31)}` }, 'combo'],
    [{ ...trade, isCombo: true }, 'combo'],
    [{ ...trade, side: '' }, 'bad-side'],
    [{ ...trade, size: -1 }, 'bad-size'],
    [{ ...trade, size: 0 }, 'bad-size'],
    [{ ...trade, size: null }, 'bad-size'],
    [{ ...trade, price: 1.2 }, 'bad-price'],
    [{ ...trade, price: '' }, 'bad-price'],
    [{ ...trade, price: '0x1' }, 'bad-price'],
  ]
  for (const [raw, rejected] of cases) expect(parseTradeRow(raw)).toEqual({ rejected })
})

test('reads every kind of activity that moves shares or pays', () => {
  const other = {
    ...trade,
    side: '',
    asset: '',
    outcome: '',
    outcomeIndex: 999,
    price: 0,
    size: 7,
    usdcSize: 6.5,
  }
  const moved = { size: parseSize('7'), notional: parseUsd('6.5') }
  const kinds = { SPLIT: 'split', MERGE: 'merge', REDEEM: 'redeem', CONVERSION: 'convert' }
  for (const [type, kind] of Object.entries(kinds)) {
    expect(parseActivityRow({ ...other, type })).toMatchObject({ row: { kind, exchanged: moved } })
  }
  for (const type of ['REWARD', 'MAKER_REBATE', 'TAKER_REBATE', 'REFERRAL_REWARD', 'YIELD']) {
    expect(parseActivityRow({ ...other, type, conditionId: '' })).toMatchObject({
      row: { kind: 'reward', market: '', exchanged: { size: 0, notional: parseUsd('6.5') } },
    })
  }
  expect(parseActivityRow({ ...trade, type: 'TRADE' })).toEqual({ row })
  for (const type of ['DEPOSIT', 'WITHDRAWAL', 'TIP', 'MIGRATION', 'constructor']) {
    expect(parseActivityRow({ ...other, type })).toEqual({ rejected: 'unsupported-type' })
  }
  expect(parseActivityRow(other)).toEqual({ rejected: 'missing-type' })
  expect(parseActivityRow({ ...other, type: 'SPLIT', conditionId: '' })).toEqual({
    rejected: 'missing-condition-id',
  })
  expect(parseActivityRow({ ...other, type: 'SPLIT', usdcSize: null })).toEqual({
    rejected: 'bad-notional',
  })
})

test('reads positions and leaderboards', () => {
  expect(
    parsePositionRow({
      ...trade,
      size: 150.5,
      avgPrice: 0.55,
      currentValue: 90.3,
      realizedPnl: -1,
    }),
  ).toEqual({
    position: {
      wallet: '0xabcdef',
      market: condition,
      token: '77',
      size: parseSize('150.5'),
      averagePrice: 0.55,
      currentValue: 90.3,
      realisedPnl: -1,
      redeemable: false,
      mergeable: false,
      negRisk: false,
      outcome: 'Yes',
      title: 'T',
    },
  })
  expect(parsePositionRow({ ...trade, asset: '' })).toEqual({ rejected: 'missing-asset-id' })
  expect(
    parseLeaderboardRow({ rank: '3', proxyWallet: '0xA', userName: 'n', vol: 5, pnl: -2 }),
  ).toEqual({ entry: { rank: 3, wallet: '0xa', name: 'n', pnl: -2, volume: 5 } })
  expect(parseLeaderboardRow({ rank: '', proxyWallet: '0xA' })).toEqual({ rejected: 'bad-rank' })
})
