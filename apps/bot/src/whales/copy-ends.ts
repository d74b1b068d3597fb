import type { MarketFacts, MarketId, WalletActivity } from '@bot/core'

/** Markets in which wallets traded and whose end is not known. */
export type AwaitedEnds = Readonly<{
  note: (rows: readonly WalletActivity[]) => void
  over: (market: MarketId) => void
  /** Those to ask about now, by turns: a market that is traded still has no end to tell. */
  next: (market: (id: MarketId) => MarketFacts | undefined) => readonly MarketId[]
  snapshot: () => readonly MarketId[]
}>

/** Markets that are remembered; the longest untraded go first. */
const MOST_KEPT = 20_000
/** Markets that are asked about at once: Gamma takes fifty a request. */
const MOST_ASKED = 200

/**
 * Makes a list of what is awaited. The listing drops a market that ends, and the stream tells of ends of streamed
 * markets alone: without asking, hardly a bet of a wallet would ever be scored.
 */
export const createAwaitedEnds = (saved: readonly MarketId[] = []): AwaitedEnds => {
  const awaited = new Set<MarketId>(saved)
  return {
    note: (rows) => {
      for (const { market } of rows) {
        awaited.delete(market)
        awaited.add(market)
      }
      for (const market of awaited) {
        if (awaited.size <= MOST_KEPT) break
        awaited.delete(market)
      }
    },
    over: (market) => void awaited.delete(market),
    next: (market) => {
      const due: MarketId[] = []
      for (const id of awaited) {
        if (due.length === MOST_ASKED) break
        if (market(id)?.tradable !== true) due.push(id)
      }
      // Asked ones go to the end of the queue, so that none waits for ever behind those that take long.
      for (const id of due) {
        awaited.delete(id)
        awaited.add(id)
      }
      return due
    },
    snapshot: () => [...awaited],
  }
}
