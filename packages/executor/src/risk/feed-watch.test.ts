import { type Event, type FeedMode, timeMs, tokenId } from '@bot/core'
import { buildMarket, buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createFeedWatch } from './feed-watch.js'

const view = buildView({ markets: [buildMarket('m')] })
const start = () => {
  const watch = createFeedWatch()
  const event = (each: Event): void => watch.observe({ seq: 1, at: timeMs(0), event: each }, view)
  const status = (token: string, mode: FeedMode): void =>
    event({
      type: 'feed-status',
      token: tokenId(token),
      status: mode,
      gapSeconds: 0,
      reason: 'test',
    })
  const isBlind = (...atStake: string[]): boolean => watch.isBlind(25, atStake.map(tokenId))
  return { event, status, isBlind }
}

test('where no feed reports, nothing is held against it', () => {
  expect(start().isBlind('m-yes')).toBe(false)
})

test('more than a quarter of the tokens without fresh data is too many; polling is fresh', () => {
  const { status, isBlind } = start()
  for (const token of ['a', 'b', 'c']) status(token, 'live')
  status('d', 'stale')
  expect(isBlind()).toBe(false)
  status('c', 'down')
  expect(isBlind()).toBe(true)
  status('c', 'polling-slow')
  expect(isBlind()).toBe(false)
  status('d', 'stale')
  status('d', 'live')
  status('c', 'stale')
  expect(isBlind()).toBe(false)
})

test('tokens with money in them count by themselves, from two blind ones on', () => {
  const { status, isBlind } = start()
  for (let index = 0; index < 50; index++) status(`t${index}`, 'live')
  status('a', 'stale')
  expect(isBlind('a')).toBe(false)
  status('b', 'down')
  expect(isBlind('a', 'b', 't1')).toBe(true)
  expect(isBlind('t1', 't2')).toBe(false)
})

test('a market that is resolved is not waited for', () => {
  const { event, status, isBlind } = start()
  status('m-yes', 'down')
  status('m-no', 'down')
  expect(isBlind()).toBe(true)
  event({ type: 'market-resolved', market: buildMarket('m').id, payouts: [1, 0], source: 'test' })
  expect(isBlind()).toBe(false)
})

test('books of a market that nobody can trade may fall silent, and count again once it trades again', () => {
  const { event, status, isBlind } = start()
  const market = buildMarket('m')
  const tell = (tradable: boolean): void =>
    event({
      type: 'fact',
      kind: 'market',
      key: market.id,
      value: { ...market, tradable },
      provenance: { source: 'test', ageMs: 0, state: 'live', simulated: true },
    })
  status('m-yes', 'stale')
  status('m-no', 'stale')
  expect(isBlind('m-yes', 'm-no')).toBe(true)
  tell(false)
  expect(isBlind('m-yes', 'm-no')).toBe(false)
  tell(true)
  expect(isBlind('m-yes', 'm-no')).toBe(true)
})
