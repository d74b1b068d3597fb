import { timeMs } from '@bot/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRealJson } from '../fixtures/real-data.js'
import { parseOddsEvent } from './parse-odds-event.js'
import { parseOddsScores } from './parse-odds-scores.js'

const now = timeMs(Date.UTC(2026, 6, 9, 21))
const bookmaker = (prices: Record<string, number>) => ({
  key: 'b',
  markets: [
    { key: 'totals', outcomes: 'not read' },
    { key: 'h2h', outcomes: Object.entries(prices).map(([name, price]) => ({ name, price })) },
  ],
})
const event = (bookmakers: unknown[], changes: Record<string, unknown> = {}) => ({
  id: 'e',
  sport_key: 'soccer_epl',
  commence_time: '2026-07-10T00:00:00Z',
  home_team: 'Home',
  away_team: 'Away',
  bookmakers,
  ...changes,
})
const parse = (raw: unknown, format: 'decimal' | 'american' = 'decimal') =>
  parseOddsEvent(raw, { format, now })

test('averages the bookmakers that price the same outcomes', () => {
  const parsed = parse(
    event([
      bookmaker({ Home: 2, Away: 4, Draw: 4 }),
      bookmaker({ Draw: 5, Home: 2, Away: 10 / 3 }),
      bookmaker({ Home: 1.5, Away: 2.8 }),
    ]),
  )
  expect(parsed).toEqual({
    game: {
      id: 'odds-api:e',
      sport: 'football',
      league: 'soccer_epl',
      home: 'Home',
      away: 'Away',
      homeScore: 0,
      awayScore: 0,
      status: 'scheduled',
      startsAt: Date.UTC(2026, 6, 10),
    },
    odds: [
      { game: 'odds-api:e', outcome: 'Away', probability: expect.closeTo(0.275), bookmakers: 2 },
      { game: 'odds-api:e', outcome: 'Draw', probability: expect.closeTo(0.225), bookmakers: 2 },
      { game: 'odds-api:e', outcome: 'Home', probability: expect.closeTo(0.5), bookmakers: 2 },
    ],
    refused: ['other-outcomes'],
  })
})

test('leaves out bookmakers with a reason, and the game when none is left', () => {
  const books = [
    null,
    { key: 'b', markets: [{ key: 'spreads' }] },
    { key: 'b', markets: [{ key: 'h2h', outcomes: [{ name: 'Home' }] }] },
    bookmaker({ Home: 2, Stranger: 2 }),
    bookmaker({ Home: 3, Away: 3 }),
    bookmaker({ Home: 1, Away: 3 }),
  ]
  expect(parse(event(books))).toEqual({
    rejected: 'no-odds',
    refused: ['not-an-object', 'no-h2h', 'bad-outcomes', 'bad-outcomes', 'below-one', 'bad-price'],
  })
  expect(parse(event([], { home_team: '' }))).toEqual({ rejected: 'bad-home-team', refused: [] })
  expect(parse(event([], { commence_time: '9' }))).toMatchObject({ rejected: 'bad-commence-time' })
})

test('never throws, whatever the JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (raw, books) => {
      parse(raw)
      parse(event(books))
      parse(event([{ key: 'b', markets: [{ key: 'h2h', outcomes: books }] }]))
      parseOddsScores(raw, now)
      parseOddsScores({ ...event([]), completed: true, scores: raw }, now)
    }),
  )
})

test('reads recorded odds in American prices', (context) => {
  const [first, second] = readRealJson(context, 'odds-api/odds_api_current_odds.json') as unknown[]
  // Atlanta: (0.875 / 1.050439 + 0.866667 / 1.045238) / 2.
  expect(parse(first, 'american')).toMatchObject({
    game: { home: 'Atlanta Dream', sport: 'wnba', status: 'scheduled' },
    odds: [
      { outcome: 'Atlanta Dream', probability: expect.closeTo(0.83107, 5), bookmakers: 2 },
      { outcome: 'Seattle Storm', probability: expect.closeTo(0.16893, 5), bookmakers: 2 },
    ],
    refused: [],
  })
  expect(parse(second, 'american')).toMatchObject({ odds: [{ outcome: 'Las Vegas Aces' }, {}] })
  const history = readRealJson(context, 'odds-api/odds_api_historical_odds.json')
  const [old] = (history as { data: unknown[] }).data
  expect(parse(old, 'american')).toMatchObject({ game: { status: 'unknown' }, refused: [] })
})

test('player props name who wins nowhere, so they give no odds', (context) => {
  const props = readRealJson(context, 'odds-api/odds_api_player_props.json')
  expect(parse(props, 'american')).toMatchObject({ rejected: 'no-odds' })
  const history = readRealJson(context, 'odds-api/odds_api_historical_player_props.json')
  const { data } = history as { data: unknown }
  expect(parse(data, 'american')).toMatchObject({ rejected: 'no-odds' })
})

test('reads scores: final, live, and not yet', () => {
  const scores = (home: string) => [
    { name: 'Away', score: '2' },
    { name: 'Home', score: home },
  ]
  const read = (changes: Record<string, unknown>) => {
    const parsed = parseOddsScores(event([], { completed: false, scores: null, ...changes }), now)
    return 'game' in parsed ? `${parsed.game.homeScore} ${parsed.game.status}` : parsed.rejected
  }
  expect(read({ completed: true, scores: scores('3') })).toBe('3 final')
  expect(read({ scores: scores('3') })).toBe('3 live')
  expect(read({})).toBe('0 scheduled')
  expect(read({ completed: true })).toBe('missing-score')
  expect(read({ scores: scores('3').slice(0, 1) })).toBe('missing-score')
  expect(read({ scores: scores('three') })).toBe('bad-scores-score')
})

test('reads recorded scores', (context) => {
  const all = readRealJson(context, 'odds-api/odds_api_scores.json') as unknown[]
  const lines = all.map((raw) => {
    const parsed = parseOddsScores(raw, now)
    if (!('game' in parsed)) return parsed.rejected
    const { home, homeScore, awayScore, status } = parsed.game
    return `${home} ${homeScore}:${awayScore} ${status}`
  })
  expect(lines).toEqual([
    'Washington Mystics 49:62 final',
    'Minnesota Lynx 89:90 final',
    'Los Angeles Sparks 64:82 final',
    'Atlanta Dream 0:0 scheduled',
  ])
})
