import {
  marketId,
  parseSize,
  parseUsd,
  type TimeMs,
  timeMs,
  tokenId,
  type WalletActivity,
} from '@bot/core'
import { createWhaleTracker } from '@bot/whale-tracker'
import { expect, test } from 'vitest'
import { keptLog } from '../fixtures/ticks.js'
import { applyHistory } from './apply-history.js'
import { createWalletHistories } from './wallet-histories.js'

const START = timeMs(1_700_000_000_000)
const MINUTE = 60_000
const later = (minutes: number): TimeMs => timeMs(START + minutes * MINUTE)
const signal = new AbortController().signal
const wallet = '0xaa'

const bought = (index: number): WalletActivity => ({
  ...{ kind: 'trade', wallet, market: marketId(`m${index % 7}`), token: tokenId(`t${index % 7}`) },
  ...{ at: timeMs(START - 1_000_000_000 + index * 1_000), side: 'buy', outcomeIndex: 0 },
  ...{ transaction: `0x${index}` },
  exchanged: { size: parseSize('10'), notional: parseUsd('5') },
})

/** A venue that has so many rows, 100 a page, newest first; each question may be refused. */
const serving = (count: number, fault: (asked: number) => Error | undefined = () => undefined) => {
  const rows = Array.from({ length: count }, (_, index) => bought(index)).reverse()
  const asked: (string | undefined)[] = []
  const rejected: Record<string, number> = {}
  const activityByCursor = async (query: { cursor?: string; to?: TimeMs }) => {
    asked.push(query.cursor)
    const failed = fault(asked.length)
    if (failed !== undefined) throw failed
    const all = rows.filter(({ at }) => at <= (query.to ?? Number.POSITIVE_INFINITY))
    const from = Number(query.cursor ?? 0)
    const next = from + 100 < all.length ? { next: String(from + 100) } : {}
    return { items: all.slice(from, from + 100), rejected, ...next }
  }
  return { asked, rejected, data: { activityByCursor } as never }
}

test('a history is read a minute after the wallet is followed, eight pages at a time, once', async () => {
  const { asked, data } = serving(1_050)
  const histories = createWalletHistories(data)
  histories.follow([wallet], START)
  await histories.read(START, signal)
  expect(asked).toEqual([])
  await histories.read(later(1), signal)
  expect([asked.length, histories.take(), histories.status().waiting]).toEqual([8, [], 1])
  const meanwhile = bought(5_000)
  histories.note([meanwhile, { ...meanwhile, wallet: '0xbb' }])
  await histories.read(later(2), signal)
  const [history] = histories.take()
  expect(history?.truncated).toBeUndefined()
  expect(new Set(history?.rows.map(({ transaction }) => transaction)).size).toBe(1_051)
  expect(history?.rows.at(-1)).toBe(meanwhile)
  histories.follow([wallet], later(3))
  await histories.read(later(5), signal)
  const restarted = createWalletHistories(data, histories.snapshot())
  restarted.follow([wallet], later(6))
  await restarted.read(later(9), signal)
  expect(asked).toHaveLength(11)
  histories.again(wallet)
  histories.follow([wallet], later(9))
  await histories.read(later(10), signal)
  expect(asked).toHaveLength(19)
})

test('who was not followed for a while is read back again', async () => {
  const { asked, data } = serving(10)
  const histories = createWalletHistories(data)
  for (const [minute, followed] of [[wallet], [wallet], [], [wallet], [wallet]].entries()) {
    histories.follow(followed, later(2 * minute))
    await histories.read(later(2 * minute), signal)
  }
  expect(asked).toHaveLength(2)
})

test('what fails goes on where it stopped, behind the other wallets, and nothing is lost or doubled', async () => {
  const { asked, data } = serving(450, (turn) => (turn === 3 ? new Error('no answer') : undefined))
  const histories = createWalletHistories(data)
  histories.follow([wallet, '0xbb'], START)
  await histories.read(later(2), signal)
  expect(histories.status()).toEqual({ read: 0, waiting: 2, problem: 'no answer' })
  await histories.read(later(3), signal)
  await histories.read(later(4), signal)
  // 200 rows were there; the 200th comes again, since times are whole seconds.
  expect(asked.filter((cursor) => cursor === undefined)).toHaveLength(3)
  const all = histories.take()
  expect(all.map((each) => each.wallet)).toEqual(['0xbb', wallet])
  const tracker = createWhaleTracker()
  const [, history] = all
  expect(tracker.rewrite(wallet, history?.rows ?? [], START)).toBe(true)
  expect(tracker.profile(wallet)?.trades).toBe(450)
})

test('more than twenty thousand rows, unreadable ones, and no answer for long are known to be missing', async () => {
  const endless = createWalletHistories(serving(4_100).data)
  endless.follow([wallet], START)
  for (let i = 1; i <= 5; i++) await endless.read(later(i), signal)
  expect(endless.take()).toMatchObject([{ truncated: 'more than 4000 rows' }])

  const { data, rejected } = serving(10)
  rejected['combo'] = 1
  const sound = createWalletHistories(data)
  sound.follow([wallet], START)
  await sound.read(later(1), signal)
  expect(sound.take()[0]?.truncated).toBeUndefined()
  rejected['bad-size'] = 2
  const odd = createWalletHistories(data)
  odd.follow([wallet], START)
  await odd.read(later(1), signal)
  expect(odd.take()[0]?.truncated).toBe('rows that could not be read: bad-size 2')

  let isDown = true
  const down = createWalletHistories(
    serving(10, () => (isDown ? new Error('no answer') : undefined)).data,
  )
  down.follow([wallet], START)
  for (const minute of [1, 10]) await down.read(later(minute), signal)
  expect(down.take()).toEqual([])
  await down.read(later(17), signal)
  expect(down.take()).toEqual([{ wallet, rows: [], truncated: 'unread: no answer' }])
  isDown = false
  await down.read(later(18), signal)
  expect(down.take()).toMatchObject([{ wallet, rows: { length: 10 } }])
})

test('a whole history makes a wallet judged again; one shorter than what was seen does not', () => {
  const tracker = createWhaleTracker()
  const kept = keptLog()
  for (let i = 0; i < 5; i++) tracker.observe(bought(i))
  const missing = () => tracker.ledger().record(wallet)?.historyMissing
  const apply = (rows: readonly WalletActivity[], truncated?: string) =>
    applyHistory(
      { wallet, rows, ...(truncated === undefined ? {} : { truncated }) },
      ...([tracker, START, kept.log] as const),
    )
  apply([bought(1)])
  expect([missing(), tracker.profile(wallet)?.trades]).toEqual([true, 5])
  apply(Array.from({ length: 9 }, (_, index) => bought(index)))
  expect([missing(), tracker.profile(wallet)?.trades]).toEqual([false, 9])
  apply(
    Array.from({ length: 12 }, (_, index) => bought(index)),
    'more than 12 rows',
  )
  expect([missing(), tracker.profile(wallet)?.trades]).toEqual([true, 12])
  expect(kept.messages()).toEqual([
    'Whale Discovery: Wallet 0xaa... made 5 trades so far; some are missing (fewer trades than were seen), it is not judged',
    'Whale Discovery: Wallet 0xaa... made 9 trades so far',
    'Whale Discovery: Wallet 0xaa... made 12 trades so far; some are missing (more than 12 rows), it is not judged',
  ])
})
