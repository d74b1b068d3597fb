import type { MarketFacts, MarketId, Stamped, TokenId } from '@bot/core'

/** The markets that the journal of this run and earlier ones tells of. */
export type KnownMarkets = Readonly<{
  observe: (stamped: Stamped) => void
  marketOf: (token: TokenId) => MarketFacts | undefined
  /**
   * Completes facts by what never changes: a second source that does not name a market's event or group does not mean
   * that it has none. Whose shares a conversion brings follows from them.
   */
  complete: (facts: MarketFacts) => MarketFacts
}>

/** Remembers what was last told of each market. */
export const createKnownMarkets = (): KnownMarkets => {
  const byToken = new Map<TokenId, MarketFacts>()
  const byId = new Map<MarketId, MarketFacts>()
  return {
    observe: ({ event }) => {
      if (event.type !== 'fact' || event.kind !== 'market') return
      byId.set(event.value.id, event.value)
      for (const token of event.value.tokens) byToken.set(token, event.value)
    },
    marketOf: (token) => byToken.get(token),
    complete: (facts) => {
      const known = byId.get(facts.id)
      if (known === undefined) return facts
      const { event, eventTitle, negRisk } = known
      return {
        ...facts,
        ...(facts.event === undefined && event !== undefined && { event }),
        ...(facts.eventTitle === undefined && eventTitle !== undefined && { eventTitle }),
        ...(facts.negRisk === 'unknown' && { negRisk }),
      }
    },
  }
}
