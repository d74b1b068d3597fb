import { NO_FEE, parsePrice, parseSize } from '@bot/core'
import { expect, test } from 'vitest'
import { parseGammaMarket } from './parse-gamma-market.js'

const event = {
  id: '30829',
  slug: 'nominee-2028',
  title: 'Nominee 2028',
  negRisk: true,
  negRiskAugmented: true,
  negRiskMarketID: '0xgroup00',
}
const market = {
  id: '559657',
  conditionId: '0xc8f1',
  slug: 'will-a-win',
  question: 'Will A win?',
  groupItemTitle: 'A',
  outcomes: '["Yes", "No"]',
  outcomePrices: '["0.0105", "0.9895"]',
  clobTokenIds: '["11", "22"]',
  endDate: '2028-11-07T00:00:00Z',
  startDate: '2025-07-11T18:36:02.893Z',
  liquidity: '400500.66675',
  volume: '12232699.615479222',
  active: true,
  closed: false,
  archived: false,
  acceptingOrders: true,
  enableOrderBook: true,
  orderPriceMinTickSize: 0.001,
  orderMinSize: 5,
  negRisk: true,
  negRiskOther: false,
  negRiskMarketID: '0xgroup00',
  feesEnabled: false,
  feeType: null,
  umaResolutionStatuses: '[]',
  tags: [{ id: '2', label: 'Politics', slug: 'politics' }],
  events: [event],
}
const facts = (changes: object, parent?: unknown) => {
  const parsed = parseGammaMarket({ ...market, ...changes }, parent)
  if ('rejected' in parsed) throw new Error(parsed.rejected)
  return parsed.facts
}

test('reads a negRisk market with everything that a trade depends on', () => {
  expect(parseGammaMarket(market)).toEqual({
    facts: {
      id: '0xc8f1',
      slug: 'will-a-win',
      question: 'Will A win?',
      label: 'A',
      tokens: ['11', '22'],
      outcomes: ['Yes', 'No'],
      event: '30829',
      eventTitle: 'Nominee 2028',
      category: 'politics',
      tick: parsePrice('0.001'),
      minimumSize: parseSize('5'),
      fee: NO_FEE,
      negRisk: { group: '0xgroup00', augmented: true, role: 'named', feeBips: 0 },
      tradable: true,
      closed: false,
      startsAt: Date.parse('2025-07-11T18:36:02.893Z'),
      endsAt: Date.parse('2028-11-07T00:00:00Z'),
      liquidity: 400_500.66675,
      volume: 12_232_699.615479222,
      resolution: { state: 'unresolved' },
    },
  })
})

test('refuses by name what cannot be a market', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [null, 'not-an-object'],
    [[], 'not-an-object'],
    [{ ...market, conditionId: '' }, 'missing-condition-id'],
    [{ ...market, outcomes: undefined }, 'missing-outcomes'],
    [{ ...market, outcomes: '[1]' }, 'missing-outcomes'],
    [{ ...market, clobTokenIds: '{' }, 'bad-token-ids'],
    [{ ...market, clobTokenIds: '["1","1"]' }, 'bad-token-ids'],
    [{ ...market, clobTokenIds: '["1",""]' }, 'bad-token-ids'],
    [{ ...market, clobTokenIds: '["1"]' }, 'tokens-do-not-match-outcomes'],
  ]
  for (const [raw, rejected] of cases) expect(parseGammaMarket(raw)).toEqual({ rejected })
})

test('is tradable only when the venue says each of five things', () => {
  const no = [
    { active: false },
    { closed: true },
    { archived: true },
    { acceptingOrders: false },
    { acceptingOrders: undefined },
    { enableOrderBook: undefined },
    { clobTokenIds: undefined },
    { clobTokenIds: '["",""]' },
    { outcomes: '["a","b","c"]', clobTokenIds: '["1","2","3"]' },
  ]
  for (const change of no) expect(facts(change).tradable, JSON.stringify(change)).toBe(false)
  expect(facts({ closed: true, acceptingOrders: true }).closed).toBe(true)
})

test('knows a fee only from feesEnabled false or a whole schedule', () => {
  const feeSchedule = { exponent: 1, rate: 0.07, takerOnly: true, rebateRate: 0.2 }
  expect(facts({ feesEnabled: true, feeSchedule }).fee).toEqual({
    ratePpm: 70_000,
    exponent: 1,
    takerOnly: true,
  })
  expect(facts({ feesEnabled: true, takerBaseFee: 1000 }).fee).toBe('unknown')
  expect(facts({ feesEnabled: undefined, takerBaseFee: 0 }).fee).toBe('unknown')
  expect(facts({ feesEnabled: true, feeSchedule: { ...feeSchedule, takerOnly: null } }).fee).toBe(
    'unknown',
  )
})

test('calls a missing or zero tick and minimum unknown', () => {
  expect(facts({ orderPriceMinTickSize: undefined, orderMinSize: 0 })).toMatchObject({
    tick: 'unknown',
    minimumSize: 'unknown',
  })
})

test('tells where a market sits in its negRisk event', () => {
  const role = (change: object) => {
    const { negRisk } = facts(change)
    return typeof negRisk === 'string' ? negRisk : negRisk.role
  }
  const plain = { events: [{ ...event, negRiskAugmented: false }] }
  expect(role({ negRiskOther: true })).toBe('other')
  expect(role({ groupItemTitle: 'Other' })).toBe('other')
  expect(role({ groupItemTitle: 'Other', ...plain })).toBe('named')
  expect(role({ active: false, outcomePrices: undefined })).toBe('placeholder')
  expect(role({ active: false, ...plain })).toBe('named')
  expect(role({ negRisk: false })).toBe('none')
  expect(role({ negRisk: undefined })).toBe('unknown')
  expect(role({ negRiskMarketID: undefined, events: [{ ...event, negRiskMarketID: '' }] })).toBe(
    'unknown',
  )
  expect(role({ events: undefined })).toBe('unknown')
  expect(facts({ events: [{ ...event, negRiskFeeBips: 20 }] }).negRisk).toMatchObject({
    feeBips: 20,
  })
})

test('names an outcome only when the market is closed at payout prices', () => {
  const state = (change: object) => facts({ negRisk: false, ...change }).resolution
  const closed = { closed: true, umaResolutionStatus: 'resolved' }
  const won = { state: 'resolved', payouts: [1_000_000, 0] }
  expect(state({ ...closed, outcomePrices: '["1", "0"]' })).toEqual(won)
  expect(state({ closed: true, outcomePrices: '["1", "0"]' })).toEqual(won)
  expect(state({ ...closed, outcomePrices: '["0.5", "0.5"]' })).toEqual({
    state: 'resolved',
    payouts: [500_000, 500_000],
  })
  expect(state({ ...closed, negRisk: true, outcomePrices: '["0.5", "0.5"]' }).state).toBe(
    'proposed',
  )
  expect(state({ closed: true, outcomePrices: '["0", "0"]' }).state).toBe('unresolved')
  expect(state({ closed: true, outcomePrices: '["0.9999999", "0.0000001"]' }).state).toBe(
    'unresolved',
  )
  expect(state({ closed: false, umaResolutionStatus: 'resolved' }).state).toBe('proposed')
  expect(
    state({ ...closed, umaResolutionStatus: 'disputed', outcomePrices: '["1","0"]' }).state,
  ).toBe('disputed')
  expect(state({ umaResolutionStatuses: '["proposed","disputed","proposed"]' }).state).toBe(
    'proposed',
  )
})

test('takes the token list that the protocol version names', () => {
  const positionIds = ['91', '92']
  expect(facts({ version: 'v1', positionIds }).tokens).toEqual(['11', '22'])
  expect(facts({ version: 'v2', positionIds }).tokens).toEqual(['91', '92'])
})

test('reads game times, ids and the label’s fallback', () => {
  const game = facts({
    sportsMarketType: 'moneyline',
    gameStartTime: '2026-01-23 12:30:00+00',
    groupItemTitle: '',
    events: [{ ...event, gameId: 20_031 }],
  })
  expect(game).toMatchObject({
    category: 'sports',
    gameId: '20031',
    label: 'Will A win?',
    startsAt: Date.parse('2026-01-23T12:30:00Z'),
  })
  expect('startsAt' in facts({ sportsMarketType: 'moneyline' })).toBe(false)
})

test('falls back from tags to the event’s words for the category, and then to other', () => {
  const bare = { tags: undefined, events: [{ ...event, slug: 'x' }], question: '?' }
  expect(facts({ ...bare, feeType: 'crypto_fees_v2' }).category).toBe('crypto')
  expect(facts({ ...bare, category: 'NBA Playoffs' }).category).toBe('sports')
  expect(facts({ ...bare, question: 'Highest temperature in London?' }).category).toBe('weather')
  expect(facts(bare).category).toBe('other')
})
