import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EspnGameOptions, espnGame } from '../fixtures/espn-game.js'
import { readRealJson } from '../fixtures/real-data.js'
import { ESPN_LEAGUES, type EspnLeague } from './espn-leagues.js'
import { parseEspnScoreboard } from './parse-espn-scoreboard.js'

const leagueOf = (league: string): EspnLeague => {
  const found = ESPN_LEAGUES.find((one) => one.league === league)
  if (found === undefined) throw new Error(`no league ${league}`)
  return found
}
const EPL = leagueOf('eng.1')
const parseOne = (options: EspnGameOptions, league = EPL) =>
  parseEspnScoreboard({ events: [espnGame(options)] }, league)

test('reads a live game, whichever side is listed first', () => {
  const game = {
    id: 'espn:1',
    sport: 'football',
    league: 'eng.1',
    home: 'Home',
    away: 'Away',
    homeScore: 3,
    awayScore: 1,
    status: 'live',
    period: 2,
    clock: "67'",
    startsAt: Date.UTC(2026, 1, 9, 20),
  }
  expect(parseOne({})).toEqual({ games: [game], rejected: {} })
  const turned = parseOne({ home: { homeAway: 'away' }, away: { homeAway: 'home' } })
  expect(turned.games).toEqual([
    { ...game, home: 'Away', away: 'Home', homeScore: 1, awayScore: 3 },
  ])
})

test('calls a game final only when it was completed', () => {
  const statusOf = (options: EspnGameOptions) => parseOne(options).games[0]?.status
  expect(statusOf({ state: 'post', completed: true })).toBe('final')
  expect(statusOf({ state: 'post' })).toBe('unknown')
  expect(statusOf({ state: 'weird', completed: true })).toBe('unknown')
  expect(parseOne({ state: 'pre', period: 0, clock: '0.0' }).games[0]).not.toHaveProperty('clock')
})

test('a score may be absent before the game only', () => {
  const home = { score: undefined }
  expect(parseOne({ state: 'pre', home }).games[0]).toMatchObject({ homeScore: 0, awayScore: 1 })
  expect(parseOne({ home }).rejected).toEqual({ 'missing-score': 1 })
  expect(parseOne({ home: { score: '3-1' } }).rejected).toEqual({ 'bad-score': 1 })
})

test('adds the runs of all innings in cricket; a side that has not batted has none', () => {
  const runsOf = (home: string) => {
    const { games, rejected } = parseOne(
      { home: { score: home }, away: { score: '' } },
      leagueOf('ipl'),
    )
    return games[0]?.homeScore ?? rejected
  }
  expect(runsOf('182/6 (20 ov)')).toBe(182)
  expect(runsOf('245 & 120/3d')).toBe(365)
  expect(runsOf('')).toBe(0)
  expect(runsOf('yet to bat')).toEqual({ 'bad-score': 1 })
})

test('reads every match of a tournament and counts sets won', () => {
  const player = (displayName: string, order: number, won: boolean[]) => ({
    order,
    athlete: { displayName },
    linescores: won.map((winner) => ({ value: 6, winner })),
  })
  const status = { period: 3, type: { state: 'in', completed: false } }
  const match = (id: string) => ({
    id,
    date: '2026-02-09T10:00Z',
    status,
    competitors: [player('Second', 2, [true, false]), player('First', 1, [false, true, true])],
  })
  const event = {
    id: 't',
    date: '2026-02-01T00:00Z',
    groupings: [{ competitions: [match('a'), match('b')] }, {}],
  }
  const { games } = parseEspnScoreboard({ events: [event] }, leagueOf('atp'))
  expect(games.map(({ id }) => id)).toEqual(['espn:a', 'espn:b'])
  expect(games[0]).toMatchObject({ home: 'First', away: 'Second', homeScore: 2, awayScore: 1 })
})

test('gives the winner of a fight one point', () => {
  const fighter = (displayName: string, winner: boolean) => ({ winner, athlete: { displayName } })
  const status = { type: { state: 'post', completed: true } }
  const bout = { id: 'b', status, competitors: [fighter('Red', false), fighter('Blue', true)] }
  const event = { id: 'e', date: '2026-02-01T00:00Z', competitions: [bout] }
  const { games } = parseEspnScoreboard({ events: [event] }, leagueOf('ufc'))
  expect(games[0]).toMatchObject({ home: 'Red', homeScore: 0, awayScore: 1, status: 'final' })
})

test('counts what it cannot read and keeps the rest', () => {
  const three = espnGame() as { competitions: { competitors: unknown[] }[] }
  three.competitions[0]?.competitors.push({})
  const events = [
    espnGame(),
    null,
    { id: '2' },
    { id: '3', date: '2026-02-09T20:00Z' },
    three,
    espnGame({ home: { team: undefined } }),
    espnGame({ home: { homeAway: 'away' } }),
    espnGame({ home: { team: { displayName: 5 } } }),
    { ...espnGame(), date: 'soon' },
  ]
  const { games, rejected } = parseEspnScoreboard({ events }, EPL)
  expect(games).toHaveLength(1)
  expect(rejected).toEqual({
    'not-an-object': 1,
    'bad-date': 2,
    'no-competitions': 1,
    'not-two-sides': 1,
    'missing-name': 1,
    'unclear-sides': 1,
    'bad-competitors-team-display-name': 1,
  })
})

test('an answer without events is no scoreboard', () => {
  for (const raw of [null, [], 'x', {}, { events: {} }]) {
    expect(() => parseEspnScoreboard(raw, EPL)).toThrow(
      expect.objectContaining({ code: 'unexpected-response' }),
    )
  }
})

test('survives any JSON in the list of events, and reads or counts each', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (events) => {
      const { games, rejected } = parseEspnScoreboard({ events }, EPL)
      const counted = Object.values(rejected).reduce((sum, count) => sum + count, 0)
      expect(games.length + counted).toBeGreaterThanOrEqual(events.length)
    }),
  )
})

test('reads recorded scoreboards', (context) => {
  const read = (name: string) => {
    const { games, rejected } = parseEspnScoreboard(
      readRealJson(context, `espn/${name}.json`),
      leagueOf('wnba'),
    )
    expect(rejected).toEqual({})
    return games.map(
      (game) => `${game.away} ${game.awayScore} at ${game.home} ${game.homeScore}: ${game.status}`,
    )
  }
  expect(read('espn_scoreboard')).toEqual([
    'Seattle Storm 79 at New York Liberty 70: final',
    'Las Vegas Aces 86 at Connecticut Sun 68: final',
  ])
  expect(read('espn_scoreboard_allstar')).toEqual(['TEAM COLLIER 151 at TEAM CLARK 131: final'])
  expect(read('espn_scoreboard_nba')).toEqual(['Boston Celtics 0 at Detroit Pistons 0: scheduled'])
  expect(read('espn_scoreboard_wnba_min_lynx')).toEqual([
    'Golden State Valkyries 0 at Minnesota Lynx 0: scheduled',
  ])
  for (const other of ['espn_summary', 'espn_summary_with_game_info', 'espn_injuries']) {
    expect(() => read(other)).toThrow(expect.objectContaining({ code: 'unexpected-response' }))
  }
})
