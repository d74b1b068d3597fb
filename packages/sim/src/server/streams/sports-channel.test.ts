import { timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createExchange } from '../../exchange/create-exchange.js'
import { createExchangeVenue } from '../create-exchange-venue.js'
import { atEnd } from '../fixtures/test-server.js'

const setUp = () => {
  const clock = createManualClock()
  const exchange = createExchange({ start: clock.now() })
  const market = exchange.createMarket({
    slug: 'ann-bob',
    question: 'Ann or Bob?',
    outcomes: ['Ann', 'Bob'],
    gameStartsAt: timeMs(clock.now() + 7_000),
    endsAt: timeMs(clock.now() + 60_000),
  })
  const venue = createExchangeVenue({ exchange, clock, random: () => 0.5 })
  atEnd(venue.close)
  const heard: string[] = []
  const socket = venue.openSocket(venue.urls.sports, {
    onOpen: () => {},
    onMessage: (text) => void heard.push(text),
    onError: () => {},
    onClose: (code) => void heard.push(`closed ${code}`),
  })
  return { clock, exchange, market, socket, heard }
}

const games = (heard: readonly string[]): readonly unknown[] =>
  heard.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text))

test('tells a game before, during and after it, once each', async () => {
  const { clock, exchange, market, socket, heard } = setUp()
  for (let second = 0; second < 12; second++) {
    await clock.advanceAsync(1_000)
    socket.send('pong')
  }
  exchange.resolve(market.id, [1_000_000, 0])
  await clock.advanceAsync(6_000)
  expect(games(heard)).toMatchObject([
    { homeTeam: 'Ann', awayTeam: 'Bob', live: false, ended: false, status: 'scheduled' },
    { live: true, ended: false },
    { live: false, ended: true, finishedTimestamp: expect.stringMatching(/Z$/) },
  ])
  expect(heard.filter((text) => text === 'ping')).toHaveLength(3)
})

test('cuts a client that answers no ping for ten seconds', async () => {
  const { clock, heard } = setUp()
  await clock.advanceAsync(11_000)
  expect(heard.filter((text) => !text.startsWith('{'))).toEqual(['ping', 'closed 1006'])
})
