import type { BasketAction, Event, FeedMode, MarketFacts, MarketId, TokenId } from '@bot/core'

/** The markets as the bot's events tell them. */
export type ToldMarkets = Readonly<{
  read: (event: Event) => void
  market: (id: MarketId) => MarketFacts | undefined
  /** The markets that an action changes: those it names, and for a convert all of their event. */
  ofAction: (action: BasketAction) => readonly MarketFacts[]
  /** Tokens of tradable markets whose data is not live. */
  silentTokens: () => readonly TokenId[]
}>

/** Starts without any market. */
export const createToldMarkets = (): ToldMarkets => {
  const facts = new Map<MarketId, MarketFacts>()
  const ofToken = new Map<TokenId, MarketId>()
  const modes = new Map<TokenId, FeedMode>()
  const put = (told: MarketFacts): void => {
    const before = facts.get(told.id)?.resolution
    // Payouts are final: a listing that lags behind them takes nothing back.
    const isKept = before?.state === 'resolved' && told.resolution.state !== 'resolved'
    const market = isKept ? { ...told, resolution: before, tradable: false } : told
    facts.set(market.id, market)
    for (const token of market.tokens) ofToken.set(token, market.id)
  }
  const isTradable = (token: TokenId): boolean =>
    facts.get(ofToken.get(token) ?? ('' as MarketId))?.tradable === true
  return {
    read: (event) => {
      if (event.type === 'fact' && event.kind === 'market') put(event.value)
      else if (event.type === 'feed-status') modes.set(event.token, event.status)
      else if (event.type === 'market-resolved') {
        const known = facts.get(event.market)
        const resolution = { state: 'resolved', payouts: event.payouts } as const
        if (known !== undefined) put({ ...known, resolution, tradable: false })
      }
    },
    market: (id) => facts.get(id),
    ofAction: ({ action, markets }) => {
      const named = markets.flatMap((id) => facts.get(id) ?? [])
      const event = named[0]?.event
      if (action !== 'convert' || event === undefined) return named
      return [...facts.values()].filter((each) => each.event === event)
    },
    silentTokens: () =>
      [...modes].flatMap(([token, mode]) => (mode !== 'live' && isTradable(token) ? [token] : [])),
  }
}
