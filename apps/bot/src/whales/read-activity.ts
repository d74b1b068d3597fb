import type { TimeMs, WalletActivity } from '@bot/core'
import type { DataReads } from '@bot/polymarket'
import { addCounts, type ReadRows } from './walk-trades.js'

/** What followed wallets did, newest first. */
export type ActivityRead = ReadRows &
  Readonly<{
    /** Wallets that did more than was read. */
    cut: readonly string[]
  }>

/** Wallets that are asked about in one round: the venue's budget is shared with everything else. */
const MOST_WALLETS = 10
const MOST_PAGES = 5

/** Reads what followed wallets do. */
export type ActivityReader = Readonly<{
  /** Reads on, some wallets at a time, in turn. */
  read: (wallets: Iterable<string>, now: TimeMs, signal: AbortSignal) => Promise<ActivityRead>
  /** From when on each wallet is read. */
  snapshot: () => Readonly<Record<string, TimeMs>>
}>

/**
 * Makes a reader of followed wallets' activity since they were first asked about. Public trades show no merge, split,
 * conversion, redemption or reward, and of a trade its taker alone. What the walk over all trades tells too comes
 * twice from here.
 */
export const createActivityReader = (
  data: Pick<DataReads, 'activityByCursor'>,
  saved: Readonly<Record<string, TimeMs>> = {},
): ActivityReader => {
  const since = new Map<string, TimeMs>(Object.entries(saved))
  let turn = 0
  const read: ActivityReader['read'] = async (wallets, now, signal) => {
    const all = [...wallets]
    for (const wallet of all) if (!since.has(wallet)) since.set(wallet, now)
    const rows: WalletActivity[] = []
    const refused: Record<string, number> = {}
    const cut: string[] = []
    for (let asked = Math.min(MOST_WALLETS, all.length); asked > 0; asked--) {
      const wallet = all[turn++ % all.length] ?? ''
      const read = await readWallet(data, wallet, since.get(wallet) ?? now, signal)
      if (read.isCut) cut.push(wallet)
      for (const row of read.rows) rows.push(row)
      addCounts(refused, read.refused)
      // Rows come again for a while: late ones are told behind newer ones.
      since.set(wallet, Math.max(since.get(wallet) ?? 0, now - OVERLAP_MS) as TimeMs)
    }
    for (const wallet of since.keys()) if (!all.includes(wallet)) since.delete(wallet)
    return { rows: rows.sort((a, b) => b.at - a.at), refused, cut }
  }
  return { read, snapshot: () => Object.fromEntries(since) }
}

/** Longer than anything is told late, and short enough for all rows since then to be remembered. */
const OVERLAP_MS = 600_000

const readWallet = async (
  data: Pick<DataReads, 'activityByCursor'>,
  wallet: string,
  from: TimeMs,
  signal: AbortSignal,
): Promise<ReadRows & Readonly<{ isCut: boolean }>> => {
  const rows: WalletActivity[] = []
  const refused: Record<string, number> = {}
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = { wallet, from, ...(cursor === undefined ? {} : { cursor }) }
    const { items, next, rejected } = await data.activityByCursor(query, signal)
    for (const row of items) rows.push(row)
    addCounts(refused, rejected)
    cursor = next
    if (cursor === undefined) return { rows, refused, isCut: false }
  }
  return { rows, refused, isCut: true }
}
