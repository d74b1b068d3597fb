import {
  type BasketAction,
  type EventId,
  type MarketFacts,
  type MarketId,
  messageOf,
  type Strategy,
  type Subject,
  type TokenId,
  type Trigger,
} from '@bot/core'

/** A strategy that `wants` refused to answer for: it counts as not interested. */
export type InterestFailure = Readonly<{ strategy: string; reason: string }>

/** Which markets are known, in the order they came, and who is interested in them. */
export type MarketIndex = Readonly<{
  /** Adds or replaces a market; returns the strategies that threw when asked. */
  put: (market: MarketFacts) => readonly InterestFailure[]
  market: (id: MarketId) => MarketFacts | undefined
  marketOf: (token: TokenId) => MarketFacts | undefined
  eventMarkets: (event: EventId) => readonly MarketFacts[]
  at: (index: number) => MarketFacts | undefined
  count: () => number
  /** Strategies that look at this market when so triggered. */
  interested: (id: MarketId, trigger: Trigger) => readonly Strategy[]
  subjectOf: (market: MarketFacts, strategy: Strategy, trigger: Subject['trigger']) => Subject
}>

/** Makes an empty index for a fixed list of strategies. */
export const createMarketIndex = (strategies: readonly Strategy[]): MarketIndex => {
  const markets = new Map<MarketId, MarketFacts>()
  const order: MarketId[] = []
  const byToken = new Map<TokenId, MarketId>()
  const byEvent = new Map<EventId, MarketId[]>()
  const interest = new Map<MarketId, ReadonlyMap<Trigger, readonly Strategy[]>>()
  // Asked at every book change: built again only when a market of the event changes.
  const ofEvent = new Map<EventId, readonly MarketFacts[]>()

  const eventMarkets = (event: EventId): readonly MarketFacts[] => {
    let known = ofEvent.get(event)
    if (known === undefined) {
      known = (byEvent.get(event) ?? []).flatMap((id) => markets.get(id) ?? [])
      ofEvent.set(event, known)
    }
    return known
  }

  return {
    put: (market) => {
      if (!markets.has(market.id)) {
        order.push(market.id)
        if (market.event !== undefined) {
          byEvent.set(market.event, [...(byEvent.get(market.event) ?? []), market.id])
        }
      }
      markets.set(market.id, market)
      if (market.event !== undefined) ofEvent.delete(market.event)
      for (const token of market.tokens) byToken.set(token, market.id)
      const { failures, triggers } = findInterest(strategies, market)
      interest.set(market.id, triggers)
      return failures
    },
    market: (id) => markets.get(id),
    marketOf: (token) => {
      const id = byToken.get(token)
      return id === undefined ? undefined : markets.get(id)
    },
    eventMarkets,
    at: (index) => {
      const id = order[index]
      return id === undefined ? undefined : markets.get(id)
    },
    count: () => order.length,
    interested: (id, trigger) => interest.get(id)?.get(trigger) ?? [],
    subjectOf: (market, strategy, trigger) => {
      if (strategy.interest.subject === 'market' || market.event === undefined) {
        return { key: market.id, markets: [market], trigger }
      }
      return { key: market.event, markets: eventMarkets(market.event), trigger }
    },
  }
}

const findInterest = (
  strategies: readonly Strategy[],
  market: MarketFacts,
): Readonly<{
  failures: readonly InterestFailure[]
  triggers: ReadonlyMap<Trigger, readonly Strategy[]>
}> => {
  const failures: InterestFailure[] = []
  const triggers = new Map<Trigger, Strategy[]>()
  for (const strategy of strategies) {
    try {
      if (!strategy.interest.wants(market)) continue
    } catch (thrown) {
      failures.push({ strategy: strategy.name, reason: messageOf(thrown) })
      continue
    }
    for (const trigger of strategy.interest.triggers) {
      triggers.set(trigger, [...(triggers.get(trigger) ?? []), strategy])
    }
  }
  return { failures, triggers }
}

/** Returns the markets that an action changes: those it names, and for a convert all of their event. */
export const settlementMarkets = (
  index: Pick<MarketIndex, 'market' | 'eventMarkets'>,
  action: BasketAction,
): readonly MarketFacts[] => {
  const named = action.markets.flatMap((id) => index.market(id) ?? [])
  const event = named[0]?.event
  return action.action === 'convert' && event !== undefined ? index.eventMarkets(event) : named
}
