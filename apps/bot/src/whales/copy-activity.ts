import type { MarketId, TokenId, WalletActivity, WalletFact } from '@bot/core'
import type { WhaleTracker } from '@bot/whale-tracker'
import type { HoldingsAfter } from './copy-steps.js'
import { moveOf } from './move-facts.js'

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
