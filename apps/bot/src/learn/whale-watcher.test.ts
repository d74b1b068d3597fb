import {
  type Arrived,
  marketId,
  parseSize,
  parseUsd,
  timeMs,
  tokenId,
  type WalletActivity,
} from '@bot/core'
import {
  buildBook,
  buildMarket,
  buildView,
  createManualClock,
  type ViewOptions,
} from '@bot/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keptLog, stampedOf } from '../fixtures/ticks.js'
import { completeSettings } from '../runtime/session.js'
import type { TradeStream } from '../whales/trade-stream.js'
import { createWhaleWatcher, type WhalesSnapshot } from './whale-watcher.js'

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

type Page = Readonly<{
  items: readonly WalletActivity[]
  next?: string
  rejected?: Readonly<Record<string, number>>
}>

const watching = (
  pages: readonly (Page | Error)[],
  saved?: WhalesSnapshot,
  rule: 'win-rate' | 'evidence' = 'win-rate',
  view: () => ViewOptions = () => ({}),
  stream?: Pick<TradeStream, 'drain'>,
) => {
  const asked: (string | undefined)[] = []
  const told: Arrived[] = []
  const kept = keptLog()
  const clock = createManualClock(START + 1_000)
  let turn = 0
  const served: WalletActivity[] = []
  const data = {
    tradesByCursor: async ({ cursor }: { cursor?: string }) => {
      asked.push(cursor)
      const page = pages[Math.min(turn++, pages.length - 1)]
      if (page instanceof Error) throw page
      served.push(...(page?.items ?? []))
      return { rejected: {}, ...page, items: page?.items ?? [] }
    },
    activityByCursor: async ({ from = 0 }: { from?: number }) => ({
      items: served.filter(({ at }) => at >= from).toReversed(),
      rejected: {},
    }),
  }
  const watcher = createWhaleWatcher({
    venue: { simulated: true, reads: { data } } as never,
    settings: completeSettings({ whalePromotion: rule }),
    clock,
    view: () => buildView({ now: clock.now(), ...view() }),
    log: kept.log,
    onEvents: (arrived) => void told.push(...arrived),
    stream,
    ...(saved === undefined ? {} : { saved }),
  })
  return { watcher, asked, told, clock, messages: kept.messages }
}
const signal = new AbortController().signal

const MINUTE = 60_000
const betAt = (minute: number): WalletActivity => ({
  ...bet(minute),
  at: timeMs(START + minute * MINUTE),
})

test('it reads back to what it knows, though pages repeat rows while trades arrive', async () => {
  const { watcher, asked } = watching([
    { items: [betAt(9), betAt(8)], next: 'b' },
    { items: [betAt(8), betAt(7)], next: 'c' },
    { items: [betAt(6), betAt(5)] },
    { items: [betAt(12), betAt(11)], next: 'e' },
    { items: [betAt(11), betAt(10)], next: 'f' },
    { items: [betAt(9), betAt(6)], next: 'g' },
  ])
  expect(await watcher.refresh(signal)).toBe('5 new trades, 1 wallets')
  expect(asked).toEqual([undefined, 'b', 'c'])
  expect(await watcher.refresh(signal)).toBe('3 new trades, 1 wallets')
  expect(asked.slice(3)).toEqual([undefined, 'e', 'f'])
})

test('it says when trades came faster than it could read, and what it could not read', async () => {
  let minute = 100
  const { watcher, messages } = watching([
    { items: [betAt(1)], rejected: { combo: 2 } },
    {
      get items() {
        return [betAt(minute++)]
      },
      next: 'on',
      rejected: { combo: 1 },
    },
  ])
  expect(await watcher.refresh(signal)).toContain('refused so far: combo 2')
  expect(messages()).toEqual([])
  expect(await watcher.refresh(signal)).toContain('refused so far: combo 12')
  expect(messages()).toEqual([
    'Whale Discovery: trades came faster than they were read; some are missing',
  ])
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

test('rows wait while the snapshot is written, whose texts are its JSON, and count after it', async () => {
  const { watcher } = watching([{ items: [betAt(1)] }, { items: [betAt(3), betAt(2)] }])
  await watcher.refresh(signal)
  const release = watcher.hold()
  const refreshed = watcher.refresh(signal)
  const texts = [...watcher.snapshotTexts()].join('')
  expect(JSON.parse(texts)).toEqual(JSON.parse(JSON.stringify(watcher.snapshot())))
  expect(watcher.tracker.stats().trades_observed).toBe(1)
  release()
  expect(await refreshed).toContain('2 new trades')
})

test('whatever the stream tells, drops or repeats between polls, each trade counts once and none is lost', async () => {
  const step = fc.oneof(
    fc.record({ does: fc.constant('trade' as const), isTold: fc.nat(2) }),
    fc.record({ does: fc.constantFrom('drain' as const, 'poll' as const), isTold: fc.constant(0) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const all: WalletActivity[] = []
      let pushed: WalletActivity[] = []
      const page = {
        get items() {
          return all.toReversed()
        },
      }
      const drain = () => {
        const given = pushed
        pushed = []
        return given
      }
      const { watcher } = watching([page], undefined, 'win-rate', () => ({}), { drain })
      for (const { does, isTold } of steps) {
        if (does === 'drain') watcher.drain()
        else if (does === 'poll') await watcher.refresh(signal)
        else {
          const row = bet(all.length)
          all.push(row)
          // The stream rounds times to its own second, and tells a trade never, once or twice.
          for (let i = 0; i < isTold; i++) pushed.push({ ...row, at: timeMs(row.at + 1_700) })
        }
      }
      await watcher.refresh(signal)
      watcher.drain()
      expect(watcher.tracker.stats().trades_observed).toBe(all.length)
      const [stream, polled] = [watcher.sources('stream'), watcher.sources('trades')]
      expect(stream.first + polled.first).toBe(all.length)
    }),
    { numRuns: 60 },
  )
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
  const again = watching([{ items: [] }], first.watcher.snapshot())
  await again.watcher.refresh(signal)
  await again.watcher.refresh(signal)
  expect(again.told.map(({ event }) => event)).toMatchObject([
    { kind: 'wallet', key: wallet, value: { status: 'promoted', winRate: 1 } },
  ])
})

/** A wallet that buys at 0.5 and wins seven times of ten, every bet in an event of its own. */
const skilledBet = (index: number): WalletActivity => ({
  ...bet(index),
  token: tokenId(`m${index}-yes`),
  exchanged: { size: parseSize('2000'), notional: parseUsd('1000') },
})
const wins = (index: number): boolean => index % 10 < 7
const endOf = (index: number) =>
  stampedOf({
    type: 'market-resolved',
    market: marketId(`m${index}`),
    payouts: wins(index) ? [1_000_000, 0] : [0, 1_000_000],
    source: 's',
  })

test('evidence promotes; purchases after that are tried at later books; what pays is copyable and its trades are told', async () => {
  const first = Array.from({ length: 200 }, (_, index) => skilledBet(index))
  const later = Array.from({ length: 120 }, (_, i) => ({
    ...skilledBet(1_000 + i),
    at: timeMs(START + 400_000),
  }))
  const last = { ...skilledBet(5_000), at: timeMs(START + 900_000) }
  const pages = [{ items: first }, { items: [] }, { items: later }, { items: [] }, { items: [] }]
  const known = later.map(({ market }) => buildMarket(market))
  const { watcher, told, clock, messages } = watching(
    [...pages, { items: [last] }],
    undefined,
    'evidence',
    () => ({
      markets: known,
      books: known.flatMap(({ id }) => [
        buildBook(`${id}-yes`, { bids: [['0.49', '9000']], asks: [['0.51', '9000']] }, clock.now()),
        buildBook(`${id}-no`, { bids: [['0.49', '9000']], asks: [['0.51', '9000']] }, clock.now()),
      ]),
    }),
  )
  await watcher.refresh(signal)
  expect(watcher.rows()[0]?.reason).toContain('by win rate')
  for (const [index] of first.entries()) watcher.observe(endOf(index))
  await clock.advance(300_000)
  await watcher.refresh(signal)
  expect(told.at(-1)?.event).toMatchObject({
    key: wallet,
    value: { status: 'promoted', evidence: { bets: 200, events: 200 } },
  })
  expect(watcher.tracker.stats().active_whales).toBe(1)
  await clock.advance(100_000)
  await watcher.refresh(signal)
  await clock.advance(31_000)
  await watcher.refresh(signal)
  for (let i = 0; i < later.length; i++) watcher.observe(endOf(1_000 + i))
  await clock.advance(400_000)
  await watcher.refresh(signal)
  expect(messages().at(-1)).toMatch(/can be copied \(19\.0 cents .* are left; against it -21/)
  expect(told.at(-1)?.event).toMatchObject({ key: wallet, value: { copy: { trades: 120 } } })
  await watcher.refresh(signal)
  expect(told.at(-1)?.event).toMatchObject({
    key: 'm5000-yes',
    value: { wallet, status: 'promoted', move: { side: 'buy', price: 0.5, held: 2_000_000_000 } },
  })
  const again = watching([{ items: [] }], watcher.snapshot(), 'evidence')
  await again.watcher.refresh(signal)
  expect(again.told.map(({ event }) => event)).toMatchObject([{ key: wallet, value: { copy: {} } }])
})
