import type { MarketFacts, Stamped, TokenId } from '@bot/core'

/** The markets that the journal of earlier runs tells of. */
export type KnownMarkets = Readonly<{
  observe: (stamped: Stamped) => void
  marketOf: (token: TokenId) => MarketFacts | undefined
}>

/** Remembers what was last told of each market. */
export const createKnownMarkets = (): KnownMarkets => {
  const byToken = new Map<TokenId, MarketFacts>()
  return {
    observe: ({ event }) => {
      if (event.type !== 'fact' || event.kind !== 'market') return
      for (const token of event.value.tokens) byToken.set(token, event.value)
    },
    marketOf: (token) => byToken.get(token),
  }
}
