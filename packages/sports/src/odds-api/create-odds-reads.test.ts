import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { startServer } from '../fixtures/test-server.js'
import { createOddsReads } from './create-odds-reads.js'

const event = {
  id: 'e',
  sport_key: 'basketball_nba',
  commence_time: '2026-07-10T00:00:00Z',
  home_team: 'Home',
  away_team: 'Away',
}
const outcomes = [
  { name: 'Home', price: 1.9 },
  { name: 'Away', price: 1.9 },
]
const books = [
  { key: 'b', markets: [{ key: 'h2h', outcomes }] },
  { key: 'c', markets: [] },
]

const setUp = async (handler: Parameters<typeof startServer>[0]) => {
  const server = await startServer(handler)
  const clock = createManualClock(Date.UTC(2026, 6, 9))
  const options = { fetch: globalThis.fetch, clock, baseUrl: server.url, apiKey: 'sEcReT' }
  return { server, options, reads: createOddsReads(options) }
}

test('asks for decimal prices of who wins and tells what is left of the quota', async () => {
  const { server, reads } = await setUp((_, response) => {
    response.setHeader('x-requests-remaining', '498')
    response.setHeader('x-requests-used', '2')
    response.setHeader('x-requests-last', 'two')
    return [
      { ...event, bookmakers: books },
      { ...event, id: '' },
    ]
  })
  const board = await reads.odds('basketball_nba')
  expect(server.asked).toEqual([
    '/v4/sports/basketball_nba/odds?apiKey=sEcReT&dateFormat=iso&markets=h2h&oddsFormat=decimal&regions=us%2Ceu',
  ])
  expect(board.odds).toEqual([
    { game: 'odds-api:e', outcome: 'Away', probability: 0.5, bookmakers: 1 },
    { game: 'odds-api:e', outcome: 'Home', probability: 0.5, bookmakers: 1 },
  ])
  expect(board.games).toMatchObject([{ id: 'odds-api:e', sport: 'nba', status: 'scheduled' }])
  expect(board.rejected).toEqual({ 'bad-id': 1 })
  expect(board.refused).toEqual({ 'no-h2h': 1 })
  expect(board.quota).toEqual({ remaining: 498, used: 2 })
})

test('reads scores and the sports in season', async () => {
  const { reads } = await setUp((url) =>
    url.pathname.endsWith('/scores')
      ? [{ ...event, completed: false, scores: null }]
      : [
          { key: 'tennis_atp_dubai', group: 'Tennis', title: 'ATP Dubai', active: true },
          { key: 1 },
        ],
  )
  const { games, quota } = await reads.scores('basketball_nba')
  expect(games).toMatchObject([{ status: 'scheduled' }])
  expect(quota).toEqual({})
  expect(await reads.sports()).toMatchObject({
    sports: [{ key: 'tennis_atp_dubai' }],
    rejected: { 'bad-key': 1 },
  })
})

test('a wrong key, a spent quota and an answer that is no list are errors without the key', async () => {
  const statuses: Record<string, number> = { wrong: 401, spent: 429, odd: 200 }
  const { reads, options } = await setUp((url, response) => {
    response.statusCode = statuses[url.pathname.split('/')[3] ?? ''] ?? 500
    return { message: `apiKey ${url.searchParams.get('apiKey')} is not valid` }
  })
  const codes: string[] = []
  for (const sport of ['wrong', 'spent', 'odd', 'broken']) {
    const failed = await reads.odds(sport).catch((thrown: unknown) => thrown)
    expect(`${JSON.stringify(failed)}${String(failed)}`).not.toContain('sEcReT')
    codes.push((failed as { code: string }).code)
  }
  expect(codes).toEqual([
    'request-refused',
    'rate-limited',
    'unexpected-response',
    'request-failed',
  ])
  expect(() => createOddsReads({ ...options, apiKey: '' })).toThrow(
    expect.objectContaining({ code: 'invalid-config' }),
  )
})
