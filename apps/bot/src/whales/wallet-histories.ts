import { messageOf, type TimeMs, timeMs, type WalletActivity } from '@bot/core'
import type { DataReads } from '@bot/polymarket'
import { addCounts } from './walk-trades.js'

/** All that a wallet did, as far as it could be read, with what it did meanwhile; rows may come twice. */
export type WalletHistory = Readonly<{
  wallet: string
  rows: readonly WalletActivity[]
  /** Why rows are missing; absent when the history is whole. */
  truncated?: string
}>

/** Reads back what followed wallets did before they were followed, a few pages at a time. */
export type WalletHistories = Readonly<{
  /** Names all who are followed; those whose history was not read, or who were not followed since, wait for it. */
  follow: (wallets: Iterable<string>, now: TimeMs) => void
  /** Has a wallet's history read again. */
  again: (wallet: string) => void
  /** Keeps what waiting wallets do meanwhile. */
  note: (rows: readonly WalletActivity[]) => void
  /** Reads on; what fails is tried again at the next call, from where it stopped. */
  read: (now: TimeMs, signal: AbortSignal) => Promise<void>
  /** Takes the histories that are finished, whole or not. */
  take: () => readonly WalletHistory[]
  status: () => Readonly<{ read: number; waiting: number; problem: string | undefined }>
  /** The wallets whose history was read. */
  snapshot: () => readonly string[]
}>

type Waiting = {
  readonly wallet: string
  readonly dueAt: number
  readonly rows: WalletActivity[]
  readonly later: WalletActivity[]
  readonly refused: Record<string, number>
  pages: number
  cursor: string | undefined
  /** Where a failed read goes on: the time of the oldest row so far. */
  to: TimeMs | undefined
  failingSince: number | undefined
}

/** Public data is told late and cached for a while: what was done before the wallet was followed is told by then. */
const SETTLE_MS = 60_000
const PAGES_AT_ONCE = 8
/** Twenty thousand rows; who did more is a machine. */
const MOST_PAGES = 40
/** A history that cannot be read for so long is known to be missing, and still tried. */
const MISSING_AFTER_MS = 900_000
/** Without a start the venue goes back three years. */
const FROM = timeMs(Date.UTC(2020, 0, 1))
/** Rows that are of no market, or move money alone: without them nothing is missing. */
const HARMLESS: readonly string[] = ['combo', 'unsupported-type']

/** Makes what reads histories, by the cursors of the second contract; `saved` names wallets whose history was read. */
export const createWalletHistories = (
  data: Pick<DataReads, 'activityByCursor'>,
  saved: readonly string[] = [],
): WalletHistories => {
  const done = new Set(saved)
  const waiting = new Map<string, Waiting>()
  let finished: WalletHistory[] = []
  let problem: string | undefined

  const finish = (each: Waiting, truncated: string | undefined): void => {
    waiting.delete(each.wallet)
    done.add(each.wallet)
    const rows = [...each.rows, ...each.later]
    finished.push({ wallet: each.wallet, rows, ...(truncated === undefined ? {} : { truncated }) })
  }
  const readPage = async (each: Waiting, signal: AbortSignal): Promise<void> => {
    const { wallet, cursor, to } = each
    const page = await data.activityByCursor(
      {
        ...{ wallet, from: FROM },
        ...(to === undefined ? {} : { to }),
        ...(cursor === undefined ? {} : { cursor }),
      },
      signal,
    )
    for (const row of page.items) each.rows.push(row)
    addCounts(each.refused, page.rejected)
    each.pages += 1
    each.cursor = page.next
    each.failingSince = undefined
    if (page.next === undefined) finish(each, unreadIn(each.refused))
    else if (each.pages >= MOST_PAGES) finish(each, `more than ${each.rows.length} rows`)
  }
  /** A cursor may be what failed: the next try goes on by time. */
  const stumble = (each: Waiting, thrown: unknown, now: number): void => {
    problem = messageOf(thrown)
    // One that always fails must not stand in the way of the others.
    waiting.delete(each.wallet)
    waiting.set(each.wallet, each)
    each.cursor = undefined
    each.to = each.rows.reduce<TimeMs | undefined>(
      (oldest, { at }) => (oldest === undefined || at < oldest ? at : oldest),
      undefined,
    )
    each.failingSince ??= now
    if (now - each.failingSince < MISSING_AFTER_MS) return
    each.failingSince = now
    finished.push({ wallet: each.wallet, rows: [], truncated: `unread: ${problem}` })
  }

  return {
    follow: (wallets, now) => {
      const named = new Set(wallets)
      for (const wallet of done) if (!named.has(wallet)) done.delete(wallet)
      for (const wallet of named) {
        if (done.has(wallet) || waiting.has(wallet)) continue
        waiting.set(wallet, waitingOf(wallet, now + SETTLE_MS))
      }
    },
    again: (wallet) => void done.delete(wallet),
    note: (rows) => {
      for (const row of rows) waiting.get(row.wallet)?.later.push(row)
    },
    read: async (now, signal) => {
      let left = PAGES_AT_ONCE
      for (const each of [...waiting.values()]) {
        if (each.dueAt > now) continue
        try {
          while (left > 0 && waiting.has(each.wallet)) {
            left -= 1
            await readPage(each, signal)
            problem = undefined
          }
        } catch (thrown) {
          if (signal.aborted) throw thrown
          stumble(each, thrown, now)
          return
        }
      }
    },
    take: () => {
      const taken = finished
      finished = []
      return taken
    },
    status: () => ({ read: done.size, waiting: waiting.size, problem }),
    snapshot: () => [...done],
  }
}

const waitingOf = (wallet: string, dueAt: number): Waiting => ({
  ...{ wallet, dueAt, rows: [], later: [], refused: {}, pages: 0 },
  ...{ cursor: undefined, to: undefined, failingSince: undefined },
})

const unreadIn = (refused: Readonly<Record<string, number>>): string | undefined => {
  const reasons = Object.entries(refused).filter(([reason]) => !HARMLESS.includes(reason))
  return reasons.length === 0
    ? undefined
    : `rows that could not be read: ${reasons.map(([reason, count]) => `${reason} ${count}`).join(', ')}`
}
