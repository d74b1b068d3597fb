import {
  type BasketAction,
  type EventId,
  type MarketFacts,
  type MarketId,
  messageOf,
  type Strategy,
  type TokenId,
  type Trigger,
} from '@bot/core'

/** A strategy that `wants` refused to answer for: it counts as not interested. */
export type InterestFailure = Readonly<{ strategy: string; reason: string }>

/** A known market with who is interested in it. One for each id, kept when the market's facts change. */
export type KnownMarket = {
  readonly id: MarketId
  /** The facts as they are now. */
  market: MarketFacts
  /** The market alone, as the subject of strategies that look at one. */
  alone: readonly MarketFacts[]
  triggers: ReadonlyMap<Trigger, readonly Strategy[]>
}

/** Which markets are known, in the order they came, and who is interested in them. */
export type MarketIndex = Readonly<{
  /** Adds or replaces a market, but for a resolution, which is final; returns the strategies that threw when asked. */
  put: (market: MarketFacts) => readonly InterestFailure[]
  market: (id: MarketId) => MarketFacts | undefined
  marketOf: (token: TokenId) => MarketFacts | undefined
  eventMarkets: (event: EventId) => readonly MarketFacts[]
  knownOf: (token: TokenId) => KnownMarket | undefined
  at: (index: number) => KnownMarket | undefined
  count: () => number
}>

/** Makes an empty index for a fixed list of strategies. */
export const createMarketIndex = (strategies: readonly Strategy[]): MarketIndex => {
  const known = new Map<MarketId, KnownMarket>()
  const order: KnownMarket[] = []
  const byToken = new Map<TokenId, KnownMarket>()
  const byEvent = new Map<EventId, KnownMarket[]>()
  // Asked at every book change: built again only when a market of the event changes.
  const ofEvent = new Map<EventId, readonly MarketFacts[]>()

  const eventMarkets = (event: EventId): readonly MarketFacts[] => {
    let markets = ofEvent.get(event)
    if (markets === undefined) {
      markets = (byEvent.get(event) ?? []).map(({ market }) => market)
      ofEvent.set(event, markets)
    }
    return markets
  }
  const add = (entry: KnownMarket): void => {
    known.set(entry.id, entry)
    order.push(entry)
    const { event } = entry.market
    if (event !== undefined) byEvent.set(event, [...(byEvent.get(event) ?? []), entry])
  }

  return {
    put: (told) => {
      const before = known.get(told.id)
      const market = keepFinal(before?.market, told)
      const { failures, triggers } = findInterest(strategies, market)
      const entry = before ?? { id: market.id, market, alone: [market], triggers }
      if (before === undefined) add(entry)
      entry.market = market
      entry.alone = [market]
      entry.triggers = triggers
      if (market.event !== undefined) ofEvent.delete(market.event)
      for (const token of market.tokens) byToken.set(token, entry)
      return failures
    },
    market: (id) => known.get(id)?.market,
    marketOf: (token) => byToken.get(token)?.market,
    eventMarkets,
    knownOf: (token) => byToken.get(token),
    at: (index) => order[index],
    count: () => order.length,
  }
}

/** Payouts are final: a listing that lags behind them takes nothing back. */
const keepFinal = (before: MarketFacts | undefined, told: MarketFacts): MarketFacts =>
  before?.resolution.state === 'resolved' && told.resolution.state !== 'resolved'
    ? { ...told, resolution: before.resolution, tradable: false, closed: true }
    : told

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
