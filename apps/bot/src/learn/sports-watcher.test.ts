import type { Arrived } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { keptLog } from '../fixtures/ticks.js'
import { completeSettings } from '../runtime/session.js'
import { createSportsWatcher } from './sports-watcher.js'

const scoreboard = {
  leagues: [{ slug: 'nba', abbreviation: 'NBA' }],
  events: [
    {
      id: '401',
      date: '2026-01-01T00:00Z',
      status: {
        type: { state: 'in', completed: false },
        period: 2,
        displayClock: '5:00',
      },
      competitions: [
        {
          id: '401',
          competitors: [
            { homeAway: 'home', score: '10', team: { displayName: 'A', abbreviation: 'A' } },
            { homeAway: 'away', score: '12', team: { displayName: 'B', abbreviation: 'B' } },
          ],
        },
      ],
    },
  ],
}

const watching = (changed: Parameters<typeof completeSettings>[0] = {}) => {
  const clock = createManualClock()
  const kept = keptLog()
  const told: Arrived[] = []
  const state: { answer: (url: string) => Response } = { answer: () => Response.json(scoreboard) }
  const urls: string[] = []
  const fetch = (async (input: string | URL | Request) => {
    const url = input instanceof Request ? input.url : String(input)
    urls.push(url)
    return state.answer(url)
  }) as typeof globalThis.fetch
  const watcher = createSportsWatcher({
    settings: completeSettings({ prioritySports: ['nba'], freeSportsApis: false, ...changed }),
    fetch,
    clock,
    log: kept.log,
    onEvents: (arrived) => void told.push(...arrived),
  })
  const waited = async <T>(task: Promise<T>): Promise<T> => {
    task.catch(() => undefined)
    let done = false
    void task
      .finally(() => {
        done = true
      })
      .catch(() => undefined)
    for (let turn = 0; !done && turn < 200; turn++) {
      await new Promise((resolve) => setImmediate(resolve))
      await clock.advanceAsync(200)
    }
    return task
  }
  const refresh = () => waited(watcher.refresh(new AbortController().signal))
  const refreshOdds = () => waited(watcher.refreshOdds(new AbortController().signal))
  return { watcher, refresh, refreshOdds, state, told, urls, ...kept }
}

test('games are told when they are new or different', async () => {
  const { refresh, told } = watching()
  expect(await refresh()).toBe('1 games of 1 sports')
  expect(told).toHaveLength(1)
  expect(told[0]?.event).toMatchObject({
    type: 'fact',
    kind: 'game',
    value: { homeScore: 10, awayScore: 12 },
  })
  await refresh()
  expect(told).toHaveLength(1)
})

test('rows that could not be used are counted aloud', async () => {
  const { refresh, state } = watching()
  state.answer = () => Response.json({ events: [{ id: '402' }] })
  expect(await refresh()).toMatch(/^0 games of 1 sports; nba refused [a-z-]+ \d+$/)
})

test('when ESPN fails what is remembered serves, and the log says so in the words its users know', async () => {
  const { refresh, state, messages, watcher } = watching()
  await refresh()
  state.answer = () => new Response('', { status: 500 })
  expect(await refresh()).toBe('1 games of 1 sports')
  expect(messages()).toContain('ESPN API failed, falling back to cached sports data')
  expect(watcher.health().map(({ name }) => name)).toEqual(['espn'])
})

test('with nothing remembered it is a failure with its reason', async () => {
  const { refresh, state } = watching()
  state.answer = () => new Response('', { status: 500 })
  await expect(refresh()).rejects.toThrow('nba: ')
})

test('sports that no source knows are named at the start', () => {
  expect(watching({ prioritySports: ['nba', 'chess-boxing'] }).messages()).toEqual([
    'PRIORITY_SPORTS: no source knows chess-boxing',
  ])
})

test('without a key no odds are asked for; a key that is refused is never written', async () => {
  const without = watching()
  expect(await without.refreshOdds()).toBe('no ODDS_API_KEY: odds are skipped')
  expect(without.urls).toEqual([])
  const refused = watching({ oddsApiKey: 'hidden-key' })
  refused.state.answer = (url) => Response.json({ message: `bad ${url}` }, { status: 401 })
  const failure = await refused.refreshOdds().then(String, String)
  expect(refused.urls.join(' ')).toContain('hidden-key')
  expect(failure + JSON.stringify(refused.records)).not.toContain('hidden-key')
})
