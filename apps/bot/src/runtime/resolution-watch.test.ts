import {
  type Arrived,
  type MarketFacts,
  type MarketId,
  marketId,
  type Resolution,
  type Tick,
} from '@bot/core'
import { buildMarket, createManualClock } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { createResolutionWatch } from './resolution-watch.js'

const id = marketId(`0x${'ab'.repeat(32)}`)

const watching = (withChain = true) => {
  const clock = createManualClock()
  const told: Arrived[] = []
  const state: {
    listing: Resolution
    facts: Partial<MarketFacts>
    final: boolean
    asked: number
    held: readonly MarketId[]
  } = {
    listing: { state: 'proposed' },
    facts: { resolution: { state: 'proposed' } },
    final: false,
    asked: 0,
    held: [],
  }
  const facts = (): MarketFacts => ({ ...buildMarket('m'), id, ...state.facts })
  const reads = {
    gamma: {
      marketsByCondition: async () => {
        state.asked += 1
        return { items: [{ ...facts(), resolution: state.listing }] }
      },
    },
    data: { resolutions: async () => Promise.reject(new Error('no data')) },
    clob: { market: async () => facts() },
  }
  const payouts = async () => new Map(state.final ? [[id, [1_000_000, 0] as const]] : [])
  const watch = createResolutionWatch({
    venue: { name: 'sim', simulated: true, reads, ...(withChain ? { payouts } : {}) } as never,
    clock,
    market: () => facts(),
    held: () => state.held,
    onEvents: (arrived) => void told.push(...arrived),
  })
  const want = (): void => {
    watch.observe({ wants: [{ kind: 'want', want: 'resolution', key: id }] } as unknown as Tick)
  }
  const refresh = () => watch.refresh(new AbortController().signal)
  const words = () =>
    told.splice(0).map(({ event }) => {
      if (event.type !== 'fact' || event.kind !== 'resolution') return event.type
      return event.value.witnesses.map(({ by, state: said }) => `${by} ${said}`).sort()
    })
  return { clock, watch, state, want, refresh, words }
}

test('nobody is asked before a strategy asks, and what has not changed is told every ten seconds', async () => {
  const { clock, state, want, refresh, words } = watching()
  await refresh()
  expect(state.asked).toBe(0)
  want()
  expect(await refresh()).toContain(
    '1 resolving markets, 0 final; not answered: public-data: no data',
  )
  expect(words()).toEqual([['chain unresolved', 'listing proposed']])
  clock.advance(9_999)
  await refresh()
  expect(words()).toEqual([])
  clock.advance(1)
  await refresh()
  expect(words()).toHaveLength(1)
})

test('the chain’s word is told at once, with the order book’s, and then asked for less often', async () => {
  const { clock, state, want, refresh, words } = watching()
  want()
  await refresh()
  state.final = true
  clock.advance(1_000)
  await refresh()
  expect(words().at(-1)).toEqual(['chain resolved', 'listing proposed', 'order-book proposed'])
  const before = state.asked
  clock.advance(14_999)
  await refresh()
  expect(state.asked).toBe(before)
  clock.advance(1)
  await refresh()
  expect(state.asked).toBe(before + 1)
})

test('a market that has ended, or that nobody asked about for ten minutes, is forgotten', async () => {
  const { clock, state, want, refresh } = watching()
  want()
  clock.advance(600_001)
  await refresh()
  expect(state.asked).toBe(0)
  want()
  state.facts = { tradable: false }
  await refresh()
  expect(state.asked).toBe(0)
})

test('without a node it says what to set', async () => {
  const { want, refresh } = watching(false)
  want()
  expect(await refresh()).toContain('set POLYMARKET_RPC_URL')
})

test('what is held is asked about unasked: every minute until its end comes, then each time, ended or not', async () => {
  const { clock, state, refresh, words } = watching()
  state.held = [id]
  state.facts = { resolution: { state: 'unresolved' }, tradable: true }
  await refresh()
  clock.advance(59_999)
  await refresh()
  expect(state.asked).toBe(1)
  clock.advance(1)
  await refresh()
  expect(state.asked).toBe(2)
  state.facts = { resolution: { state: 'proposed' }, tradable: false, closed: true }
  state.final = true
  clock.advance(1_000)
  await refresh()
  expect(state.asked).toBe(3)
  expect(words().at(-1)).toContain('chain resolved')
  state.facts = { resolution: { state: 'resolved', payouts: [1_000_000, 0] } }
  clock.advance(60_000)
  await refresh()
  expect(state.asked).toBe(3)
})
