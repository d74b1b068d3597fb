import { type Arrived, type MarketFacts, marketId } from '@bot/core'
import { buildMarket, createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { keptLog } from '../fixtures/ticks.js'
import { createCatalogueFeed } from './catalogue-component.js'

type Listing = readonly MarketFacts[] | Error

const feeding = (held: readonly string[] = []) => {
  const clock = createManualClock()
  const kept = keptLog()
  const told: Arrived[] = []
  const state: { gamma: Listing; clob: Listing; ended: Listing; refreshed: number } = {
    gamma: [],
    clob: [],
    ended: [],
    refreshed: 0,
  }
  const answer = (listing: Listing): readonly MarketFacts[] => {
    if (listing instanceof Error) throw listing
    return listing
  }
  const asked: string[][] = []
  const reads = {
    gamma: {
      events: async () => ({
        items: [{ markets: answer(state.gamma), rejected: [] }],
        rejected: [],
      }),
      marketsByCondition: async (ids: string[]) => {
        asked.push(ids)
        return { items: answer(state.ended) }
      },
    },
    clob: { samplingMarkets: async () => ({ items: answer(state.clob), rejected: [] }) },
  }
  const feed = createCatalogueFeed({
    venue: { simulated: true, reads } as never,
    clock,
    log: kept.log,
    onEvents: (arrived) => void told.push(...arrived),
    complete: (facts) => ({ ...facts, eventTitle: facts.eventTitle ?? 'known before' }),
    held: () => new Set(held.map(marketId)),
    onRefreshed: () => {
      state.refreshed += 1
    },
  })
  const refresh = async (): Promise<string> => {
    const done = feed.refresh(new AbortController().signal)
    // The chain waits a moment before it asks a source again.
    done.catch(() => undefined)
    for (let turn = 0; turn < 20; turn++) await clock.advanceAsync(500)
    return done
  }
  const keys = () => told.splice(0).map(({ event }) => (event as { key: string }).key)
  return { feed, refresh, state, told, keys, asked, messages: kept.messages }
}

test('only what is new or different is told', async () => {
  const { refresh, state, keys } = feeding()
  state.gamma = [buildMarket('a'), buildMarket('b')]
  expect(await refresh()).toBe('2 markets from gamma')
  expect(keys()).toEqual(['a', 'b'])
  await refresh()
  expect(keys()).toEqual([])
  state.gamma = [buildMarket('a'), buildMarket('b', { tradable: false }), buildMarket('c')]
  await refresh()
  expect(keys().sort()).toEqual(['b', 'c'])
  expect(state.refreshed).toBe(3)
})

test('when Gamma fails the CLOB is read, and the log says so', async () => {
  const { refresh, state, told, messages, feed } = feeding()
  state.gamma = new Error('down')
  state.clob = [buildMarket('a')]
  expect(await refresh()).toBe('1 markets from clob')
  expect(told[0]?.event).toMatchObject({ provenance: { source: 'clob', state: 'live' } })
  expect(messages()).toEqual(['Markets: gamma failed, falling back to clob'])
  expect(feed.chain.health().map(({ name }) => name)).toEqual(['gamma', 'clob'])
})

test('when all fail what is remembered serves, marked as such; with nothing it is a failure', async () => {
  const { refresh, state, feed } = feeding()
  state.gamma = new Error('down')
  state.clob = new Error('down too')
  await expect(refresh()).rejects.toMatchObject({ code: 'no-data' })
  state.gamma = [buildMarket('a')]
  await refresh()
  state.gamma = new Error('down')
  expect(await refresh()).toBe('1 markets from gamma, cached')
  expect(feed.markets()).toHaveLength(1)
})

test('held markets that have left the listing are asked for until their end is known', async () => {
  const { refresh, state, keys, asked, told } = feeding(['a'])
  state.gamma = [buildMarket('a')]
  await refresh()
  expect([keys(), asked]).toEqual([['a'], []])
  state.gamma = [buildMarket('a', { tradable: false, closed: true })]
  state.ended = [
    buildMarket('a', { resolution: { state: 'resolved', payouts: [1_000_000, 0] } } as never),
  ]
  await refresh()
  expect(asked).toEqual([['a']])
  expect(told.at(-1)?.event).toMatchObject({ value: { resolution: { state: 'resolved' } } })
})

test('an end that cannot be read is told and does not stop the rest', async () => {
  const { refresh, state, messages } = feeding(['a'])
  state.gamma = [buildMarket('b')]
  state.ended = new Error('no answer')
  expect(await refresh()).toBe('1 markets from gamma')
  expect(messages()).toEqual(['Ended markets could not be read: no answer'])
  expect(state.refreshed).toBe(1)
})

test('what an earlier source told of a market is added to what a poorer one tells', async () => {
  const { refresh, state, told } = feeding()
  state.gamma = [buildMarket('a')]
  await refresh()
  expect(told).toMatchObject([{ event: { value: { eventTitle: 'known before' } } }])
})
