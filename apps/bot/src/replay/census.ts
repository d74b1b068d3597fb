import {
  type BookView,
  bestAsk,
  isCrossed,
  type MarketFacts,
  PRICE_ONE,
  type StreamUpdate,
  type TokenId,
} from '@bot/core'

/** What a tape holds, counted frame by frame, before anything is decided. */
export type Census = {
  frames: number
  rejected: Record<string, number>
  books: number
  crossedStates: number
  gaps: number
  naive: number
}

/** Counts one frame after it was applied to the books. */
export type CensusTaker = Readonly<{
  frame: (
    updates: readonly StreamUpdate[],
    rejected: readonly string[],
    at: number,
    book: (token: TokenId) => BookView | undefined,
  ) => void
  result: () => Census
}>

const GAP_MS = 60_000

/** Makes a census over a recording's markets. */
export const createCensus = (markets: readonly MarketFacts[]): CensusTaker => {
  const census: Census = { frames: 0, rejected: {}, books: 0, crossedStates: 0, gaps: 0, naive: 0 }
  const marketOf = new Map(
    markets.flatMap((market) => market.tokens.map((token) => [token, market])),
  )
  const lastFrame = new Map<string, number>()
  return {
    frame: (updates, rejected, at, book) => {
      census.frames += 1
      for (const reason of new Set(rejected))
        census.rejected[reason] = (census.rejected[reason] ?? 0) + 1
      const touched = touchedTokens(updates)
      census.books += updates.filter((update) => update.kind === 'book').length
      for (const market of new Set(
        updates.flatMap((update) => ('market' in update ? [update.market] : [])),
      )) {
        const before = lastFrame.get(market)
        if (before !== undefined && at - before > GAP_MS) census.gaps += 1
        lastFrame.set(market, at)
      }
      const books = touched.flatMap((token) => book(token) ?? [])
      if (books.some(isCrossed)) census.crossedStates += 1
      if (touched.some((token) => isNaive(marketOf.get(token), book))) census.naive += 1
    },
    result: () => census,
  }
}

const touchedTokens = (updates: readonly StreamUpdate[]): readonly TokenId[] => [
  ...new Set(
    updates.flatMap((update) => {
      if (update.kind === 'book') return [update.token]
      return update.kind === 'changes' ? update.changes.map((change) => change.token) : []
    }),
  ),
]

const isNaive = (
  market: MarketFacts | undefined,
  book: (token: TokenId) => BookView | undefined,
): boolean => {
  const [first, second] = (market?.tokens ?? []).map(book)
  if (first === undefined || second === undefined) return false
  const a = bestAsk(first)
  const b = bestAsk(second)
  return a !== undefined && b !== undefined && a + b < PRICE_ONE
}
