import type { MarketId, TimeMs, TokenId, WalletActivity, WalletFact } from '@bot/core'
import type { DataReads } from '@bot/polymarket'
import type { WhaleTracker } from '@bot/whale-tracker'
import type { HoldingsAfter } from './copy-steps.js'
import { moveOf } from './move-facts.js'

/** Reads what followed wallets did beside trading: public trades show no merge, split, conversion or redemption. */
export type CopyActivity = Readonly<{
  /** Returns the rows since each wallet was first followed, by time; rows come again until they are old. */
  read: (
    wallets: Iterable<string>,
    now: TimeMs,
    signal: AbortSignal,
  ) => Promise<readonly WalletActivity[]>
}>

/** Wallets that are asked about at most in one round: a request each. */
const MOST_WALLETS = 10
const PAGE = 100

/** Makes a reader over the Data API's activity; each round goes on with the wallets that the last one did not reach. */
export const createCopyActivity = (reads: Pick<DataReads, 'activity'>): CopyActivity => {
  const since = new Map<string, TimeMs>()
  let turn = 0
  return {
    read: async (wallets, now, signal) => {
      const all = [...wallets]
      for (const wallet of all) if (!since.has(wallet)) since.set(wallet, now)
      const asked = Array.from(
        { length: Math.min(MOST_WALLETS, all.length) },
        () => all[turn++ % all.length],
      )
      const rows: WalletActivity[] = []
      for (const wallet of asked) {
        const from = wallet === undefined ? undefined : since.get(wallet)
        if (wallet === undefined || from === undefined) continue
        const { items } = await reads.activity({ wallet, from, limit: PAGE }, signal)
        rows.push(...items.filter(({ kind }) => kind !== 'trade' && kind !== 'reward'))
      }
      return rows.sort((a, b) => a.at - b.at)
    },
  }
}

/** Tells what wallets hold of a market, out of the tracker's ledger; outcomes without a token are left out. */
export const holdingsOf =
  (tracker: WhaleTracker): HoldingsAfter =>
  (wallet: string, market: MarketId): ReadonlyMap<TokenId, number> => {
    const holding = tracker.ledger().record(wallet)?.markets.get(market)
    const outcomes = [...(holding?.outcomes.values() ?? [])]
    return new Map(
      outcomes.flatMap(({ token, shares }) => (token === undefined ? [] : [[token, shares]])),
    )
  }

/** Says what a copyable wallet's row means for its tokens: a merge or conversion is a sale of what it gave up. */
export const movesOf = (
  fact: WalletFact,
  row: WalletActivity,
  tracker: WhaleTracker,
  copyable: Iterable<string>,
): readonly WalletFact[] => {
  const wallets = [...copyable]
  const rows = row.kind === 'merge' || row.kind === 'convert' ? asSales(row, tracker) : [row]
  return rows.flatMap((each) => moveOf(fact, each, tracker, wallets) ?? [])
}

const asSales = (row: WalletActivity, tracker: WhaleTracker): readonly WalletActivity[] => {
  const holding = tracker.ledger().record(row.wallet)?.markets.get(row.market)
  return [...(holding?.outcomes.values() ?? [])].flatMap(({ token, index, outcome }) =>
    token === undefined || (row.token !== undefined && row.token !== token)
      ? []
      : [
          {
            ...{ ...row, kind: 'trade' as const, side: 'sell' as const, token, outcome },
            ...(index === undefined ? {} : { outcomeIndex: index }),
          },
        ],
  )
}
