import { type Arrived, marketId, parseSize, parseUsd, timeMs, type WalletActivity } from '@bot/core'
import { buildMarket, createManualClock } from '@bot/core/testing'
import type { TrackerSnapshot } from '@bot/whale-tracker'
import { expect, test } from 'vitest'
import { keptLog, stampedOf } from '../fixtures/ticks.js'
import { completeSettings } from '../runtime/session.js'
import { createWhaleWatcher } from './whale-watcher.js'

const START = 1_700_000_000_000
const wallet = '0x1234567890abcdef'

const bet = (index: number): WalletActivity => ({
  kind: 'trade',
  wallet,
  at: timeMs(START + index),
  market: marketId(`m${index}`),
  outcome: 'Yes',
  outcomeIndex: 0,
  side: 'buy',
  exchanged: { size: parseSize('2000'), notional: parseUsd('1000') },
  transaction: `0x${index}`,
})

type Page = Readonly<{ items: readonly WalletActivity[]; next?: string }>

const watching = (pages: readonly (Page | Error)[], saved?: TrackerSnapshot) => {
  const asked: (string | undefined)[] = []
  const told: Arrived[] = []
  const kept = keptLog()
  let turn = 0
  const data = {
    tradesByCursor: async ({ cursor }: { cursor?: string }) => {
      asked.push(cursor)
      const page = pages[Math.min(turn++, pages.length - 1)]
      if (page instanceof Error) throw page
      return page
    },
  }
  const watcher = createWhaleWatcher({
    venue: { simulated: true, reads: { data } } as never,
    settings: completeSettings({}),
    clock: createManualClock(START + 1_000),
    log: kept.log,
    onEvents: (arrived) => void told.push(...arrived),
    ...(saved === undefined ? {} : { saved }),
  })
  return { watcher, asked, told, messages: kept.messages }
}
const signal = new AbortController().signal

test('it reads on until a row is known already', async () => {
  const { watcher, asked } = watching([
    { items: [bet(4), bet(3)], next: 'b' },
    { items: [bet(2), bet(1)], next: 'c' },
    { items: [bet(1), bet(0)], next: 'd' },
    { items: [bet(5), bet(4)], next: 'e' },
  ])
  expect(await watcher.refresh(signal)).toBe('5 new trades, 1 wallets')
  expect(asked).toEqual([undefined, 'b', 'c'])
  expect(await watcher.refresh(signal)).toBe('1 new trades, 1 wallets')
  expect(asked).toEqual([undefined, 'b', 'c', undefined])
})

test('it never reads for ever', async () => {
  let index = 0
  const endless: Page = {
    get items() {
      return [bet(index++)]
    },
    next: 'on',
  }
  const { watcher, asked } = watching([endless])
  await watcher.refresh(signal)
  expect(asked).toHaveLength(10)
})

test('a wallet that wins is promoted when its markets end: said, told to the engine, shown', async () => {
  const bets = Array.from({ length: 12 }, (_, index) => bet(index))
  const { watcher, told, messages } = watching([{ items: bets }, { items: [] }])
  await watcher.refresh(signal)
  expect([told, messages()]).toEqual([[], []])
  for (const { market } of bets.slice(0, 6)) {
    const event = { type: 'market-resolved', market, payouts: [1_000_000, 0], source: 's' } as const
    watcher.observe(stampedOf(event))
  }
  for (const { market } of bets.slice(6)) {
    const value = buildMarket(market, {
      resolution: { state: 'resolved', payouts: [1_000_000, 0] },
    } as Parameters<typeof buildMarket>[1])
    const provenance = { source: 't', ageMs: 0, state: 'live', simulated: true } as const
    watcher.observe(stampedOf({ type: 'fact', kind: 'market', key: market, value, provenance }))
  }
  await watcher.refresh(signal)
  expect(messages()).toEqual(['Whale Discovery: Wallet 0x123... promoted (100% win rate)'])
  expect(told.map(({ event }) => event)).toMatchObject([
    { type: 'fact', kind: 'wallet', key: wallet, value: { status: 'promoted' } },
  ])
  expect(watcher.rows()).toMatchObject([
    { wallet, status: 'promoted', trades: 12, resolved: 12, winRate: 1, volumeUsd: '12000' },
  ])
})

test('a read that fails is left to the component, and what was read before stays', async () => {
  const { watcher } = watching([{ items: [bet(0)] }, new Error('no answer')])
  await watcher.refresh(signal)
  await expect(watcher.refresh(signal)).rejects.toThrow('no answer')
  expect(watcher.tracker.stats().total_wallets_tracked).toBe(1)
})

test('after a restart the engine is told once of wallets that were promoted before', async () => {
  const bets = Array.from({ length: 12 }, (_, index) => bet(index))
  const first = watching([{ items: bets }])
  await first.watcher.refresh(signal)
  for (const { market } of bets) {
    first.watcher.tracker.resolve({ market, payouts: [1_000_000, 0] })
  }
  first.watcher.tracker.judge(timeMs(START + 1_000))
  const again = watching([{ items: [] }], first.watcher.tracker.snapshot())
  await again.watcher.refresh(signal)
  await again.watcher.refresh(signal)
  expect(again.told.map(({ event }) => event)).toMatchObject([
    { kind: 'wallet', key: wallet, value: { status: 'promoted', winRate: 1 } },
  ])
})
