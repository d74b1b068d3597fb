import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wireMarket } from './fixtures/wire-market.js'
import { parseKalshiEvent } from './parse-kalshi-event.js'
import { parseKalshiMarket } from './parse-kalshi-market.js'

const parse = (changes: Record<string, unknown>) => parseKalshiMarket(wireMarket(changes))
const read = (changes: Record<string, unknown>) => {
  const parsed = parse(changes)
  if ('market' in parsed) return parsed.market
  throw new Error(parsed.rejected)
}

test('reads a market of the trade API', () => {
  expect(parse({})).toEqual({
    market: {
      ticker: 'KXGAME-IND',
      eventTicker: 'KXGAME',
      title: 'Who wins?',
      yesTitle: 'Indiana',
      status: 'active',
      yesBid: 4_000,
      yesAsk: 4_150,
      closeTime: Date.UTC(2026, 6, 24, 2),
      rules: 'If Indiana wins, YES.',
    },
  })
})

test('prefers dollars to cents, which cannot say a tenth of a cent', () => {
  const cents = { yes_bid_dollars: undefined, yes_ask_dollars: null, yes_bid: 7, yes_ask: 8 }
  expect(read(cents)).toMatchObject({ yesBid: 700, yesAsk: 800 })
  expect(read({ yes_bid: 99, yes_ask: 1 })).toMatchObject({ yesBid: 4_000, yesAsk: 4_150 })
})

test('an empty side is no price, and a market that is not active has no quotes', () => {
  const empty = read({ yes_bid_dollars: '0.0000', yes_ask_dollars: '1.0000' })
  expect(empty).not.toHaveProperty('yesBid')
  expect(empty).not.toHaveProperty('yesAsk')
  for (const status of ['finalized', 'closed', 'initialized', 'inactive']) {
    const market = read({ status })
    expect(market).not.toHaveProperty('yesBid')
    expect(market.status).not.toBe('active')
  }
})

test('reads strikes', () => {
  expect(read({ strike_type: 'between', floor_strike: 3, cap_strike: 4.5 }).strike).toEqual({
    type: 'between',
    floor: 3,
    cap: 4.5,
  })
  const custom = { custom_strike: { Person: 'A', count: 3 }, strike_type: 'custom' }
  expect(read(custom).strike).toEqual({ type: 'custom', custom: { Person: 'A' } })
  expect(read({ strike_type: '' })).not.toHaveProperty('strike')
})

test('says why a market cannot be used', () => {
  const reason = (changes: Record<string, unknown>) => {
    const parsed = parse(changes)
    return 'rejected' in parsed ? parsed.rejected : 'read'
  }
  expect(reason({ ticker: '' })).toBe('missing-ticker')
  expect(reason({ title: null })).toBe('missing-title')
  expect(reason({ status: 'constructor' })).toBe('unknown-status')
  expect(reason({ close_time: '2026-07-24' })).toBe('bad-close-time')
  expect(reason({ close_time: undefined })).toBe('bad-close-time')
  expect(reason({ yes_bid_dollars: '0.00001' })).toBe('bad-price')
  expect(reason({ yes_ask_dollars: 'x' })).toBe('bad-price')
  expect(reason({ yes_bid_dollars: null, yes_bid: 7.005 })).toBe('bad-price')
  expect(reason({ yes_bid_dollars: '0.5' })).toBe('crossed-quotes')
  expect(reason({ result: 'maybe' })).toBe('bad-result')
  expect(reason({ floor_strike: 'a' })).toBe('bad-floor-strike')
  expect(parseKalshiMarket([])).toEqual({ rejected: 'not-an-object' })
})

test('an event fills the rules of its markets and keeps what it cannot read apart', () => {
  const site = {
    ticker_name: 'KXPOPE-A',
    title: 'Next Pope?',
    name: 'A',
    status: 'active',
    close_date: '2070-01-01T15:00:00.5Z',
    yes_bid: 4,
    yes_ask: 7,
    rulebook_variables: { Person: 'A', Date: 'Jan 1' },
  }
  const raw = {
    ticker: 'KXPOPE',
    series_ticker: 'KXPOPE-S',
    title: 'Who?',
    category: 'World',
    mutually_exclusive: true,
    underlying: 'If || Person || is Pope before ||Date||, YES.',
    markets: [site, { ...site, rulebook_variables: { Person: 'B' } }, { ...site, status: '?' }, 3],
  }
  const parsed = parseKalshiEvent(raw)
  expect(parsed).toMatchObject({
    event: {
      ticker: 'KXPOPE',
      seriesTicker: 'KXPOPE-S',
      category: 'World',
      mutuallyExclusive: true,
      markets: [
        { eventTicker: 'KXPOPE', rules: 'If A is Pope before Jan 1, YES.', yesTitle: 'A' },
        {},
      ],
      rejected: [
        { ticker: 'KXPOPE-A', reason: 'unknown-status' },
        { ticker: 'unknown', reason: 'not-an-object' },
      ],
    },
  })
  expect('event' in parsed && parsed.event.markets[1]).not.toHaveProperty('rules')
  expect(parseKalshiEvent({ title: 'x' })).toEqual({ rejected: 'missing-ticker' })
  expect(parseKalshiEvent({ ticker: 'x' })).toEqual({ rejected: 'bad-title' })
})

test('never throws, whatever the JSON', () => {
  const fields = fc.dictionary(fc.constantFrom(...Object.keys(wireMarket())), fc.jsonValue())
  fc.assert(
    fc.property(fc.jsonValue(), fields, (raw, changes) => {
      parseKalshiMarket(raw)
      parseKalshiMarket(wireMarket(changes))
      parseKalshiEvent(raw)
      parseKalshiEvent({ ticker: 'E', title: 'T', markets: [raw, wireMarket(changes)] })
    }),
  )
})

test('takes over who decides, and the rules with every detail or not at all', () => {
  const raw = {
    ticker: 'KXOUT',
    title: 'Who leaves first?',
    underlying: 'If || Who || leaves first, then Yes.',
    settlement_sources: [{ name: 'The Gazette' }, { name: ' ' }],
    markets: [wireMarket({ rules_primary: '', rulebook_variables: { Who: 'Ann' } })],
  }
  const rulesWith = (details: string) => {
    const parsed = parseKalshiEvent({ ...raw, settle_details: details })
    return 'event' in parsed ? parsed.event.markets[0] : undefined
  }
  expect(rulesWith(' ')).toMatchObject({
    rules: 'If Ann leaves first, then Yes.',
    sources: ['The Gazette'],
  })
  expect(rulesWith('An announcement by || Who || is not enough.')?.rules).toBe(
    'If Ann leaves first, then Yes.\nAn announcement by Ann is not enough.',
  )
  expect(rulesWith('Not before || Date ||.')?.rules).toBeUndefined()
})
