import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { espnGame } from '../fixtures/espn-game.js'
import { startServer } from '../fixtures/test-server.js'
import { createEspnReads } from './create-espn-reads.js'

const setUp = async (handler: Parameters<typeof startServer>[0]) => {
  const server = await startServer(handler)
  const clock = createManualClock()
  return { server, reads: createEspnReads({ fetch: globalThis.fetch, clock, baseUrl: server.url }) }
}

test('reads the leagues of a sport side by side', async () => {
  const { server, reads } = await setUp((url) => ({
    events: [espnGame({ id: url.pathname }), ...(url.pathname.includes('eng.1') ? [7] : [])],
  }))
  const { games, rejected, failed } = await reads.scoreboard('football')
  expect(server.asked).toContain('/apis/site/v2/sports/soccer/eng.1/scoreboard')
  expect(games.map(({ league }) => league)).toEqual([
    'eng.1',
    'esp.1',
    'ger.1',
    'ita.1',
    'fra.1',
    'uefa.champions',
    'usa.1',
  ])
  expect(rejected).toEqual({ 'not-an-object': 1 })
  expect(failed).toEqual([])
})

test('a league that fails hides no other', async () => {
  const { reads } = await setUp((url, response) => {
    if (!url.pathname.includes('atp')) return { events: [] }
    response.statusCode = 500
    response.end('broken')
    return undefined
  })
  const { failed } = await reads.scoreboard('tennis')
  expect(failed).toMatchObject([{ league: 'atp', error: { code: 'request-failed' } }])
})

test('throws the first error when every league fails, and names the sports it knows', async () => {
  const { server, reads } = await setUp(() => ({ events: 'none' }))
  await expect(reads.scoreboard('football')).rejects.toMatchObject({ code: 'unexpected-response' })
  const before = server.asked.length
  await expect(reads.scoreboard('curling')).rejects.toMatchObject({
    code: 'invalid-argument',
    message: expect.stringContaining('cricket, football, nba'),
  })
  expect(server.asked).toHaveLength(before)
})
