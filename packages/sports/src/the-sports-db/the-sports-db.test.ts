import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { startServer } from '../fixtures/test-server.js'
import { createTheSportsDbReads } from './create-the-sports-db-reads.js'
import { parseTheSportsDbDay } from './parse-the-sports-db-day.js'

const NBA = { sport: 'nba', league: 'nba', id: '4387' }
const event = (changes: Record<string, unknown> = {}) => ({
  idEvent: '9',
  strHomeTeam: 'Home',
  strAwayTeam: 'Away',
  intHomeScore: '101',
  intAwayScore: 99,
  strTimestamp: '2026-02-09T20:00:00',
  strStatus: 'FT',
  strPostponed: 'no',
  ...changes,
})
const parseOne = (changes: Record<string, unknown>) =>
  parseTheSportsDbDay({ events: [event(changes)] }, NBA)

test('reads a game; its time is UTC', () => {
  expect(parseOne({}).games).toEqual([
    {
      id: 'the-sports-db:9',
      sport: 'nba',
      league: 'nba',
      home: 'Home',
      away: 'Away',
      homeScore: 101,
      awayScore: 99,
      status: 'final',
      startsAt: Date.UTC(2026, 1, 9, 20),
    },
  ])
})

test('maps each status and never guesses one', () => {
  const statusOf = (strStatus: unknown) => parseOne({ strStatus }).games[0]?.status
  expect(['Match Finished', 'AET', 'AOT'].map(statusOf)).toEqual(['final', 'final', 'final'])
  expect(['1H', 'HT', 'Q3', 'IN7', 'P2'].map(statusOf)).toEqual(Array(5).fill('live'))
  expect(['NS', 'Not Started'].map(statusOf)).toEqual(['scheduled', 'scheduled'])
  expect(['CANC', '', null, 'SUSP'].map(statusOf)).toEqual(Array(4).fill('unknown'))
  expect(parseOne({ strPostponed: 'yes' }).games[0]?.status).toBe('unknown')
})

test('counts what it cannot read', () => {
  expect(parseOne({ intHomeScore: null }).rejected).toEqual({ 'missing-score': 1 })
  expect(parseOne({ intHomeScore: 'x' }).rejected).toEqual({ 'bad-int-home-score': 1 })
  expect(parseOne({ strHomeTeam: null }).rejected).toEqual({ 'bad-str-home-team': 1 })
  expect(parseOne({ intHomeScore: null, strStatus: 'NS' }).games[0]?.homeScore).toBe(0)
})

test('a day without games is an answer, anything else is not', () => {
  expect(parseTheSportsDbDay({ events: null }, NBA)).toEqual({ games: [], rejected: {} })
  for (const raw of [null, {}, { events: 'Patreon only' }]) {
    expect(() => parseTheSportsDbDay(raw, NBA)).toThrow(
      expect.objectContaining({ code: 'unexpected-response' }),
    )
  }
})

test('asks for the UTC day, and just after midnight also for the one before', async () => {
  const server = await startServer(() => ({ events: [event()] }))
  const clock = createManualClock(Date.UTC(2026, 1, 10, 5, 59))
  const reads = createTheSportsDbReads({ fetch: globalThis.fetch, clock, baseUrl: server.url })
  expect((await reads.scoreboard('nba')).games).toHaveLength(2)
  clock.advance(60_000)
  await reads.scoreboard('nba')
  const path = '/123/eventsday.php'
  expect(server.asked.toSorted()).toEqual([
    `${path}?d=2026-02-09&l=4387`,
    `${path}?d=2026-02-10&l=4387`,
    `${path}?d=2026-02-10&l=4387`,
  ])
})

test('never shows a key of ours', async () => {
  const server = await startServer((url, response) => {
    response.statusCode = 404
    response.end(`unknown ${url.pathname}`)
  })
  const clock = createManualClock(Date.UTC(2026, 1, 10, 12))
  const options = { fetch: globalThis.fetch, clock, baseUrl: server.url }
  const reads = createTheSportsDbReads({ ...options, apiKey: 'sEcReT' })
  const failed = await reads.scoreboard('nba').catch((thrown: Error) => thrown)
  expect(failed).toMatchObject({ code: 'request-refused' })
  expect(JSON.stringify(failed) + String(failed)).not.toContain('sEcReT')
  expect(() => createTheSportsDbReads({ ...options, apiKey: ' ' })).toThrow(
    expect.objectContaining({ code: 'invalid-config' }),
  )
})
