import {
  BotError,
  type MarketId,
  marketId,
  NO_FEE,
  PRICE_ONE,
  type Price,
  price,
  size,
  tokenId,
  USD_ONE,
} from '@bot/core'
import type { ExchangeState, MarketState } from './exchange-state.js'
import type { OpenOrder } from './open-order.js'
import { createPriceQueues, enqueue, headAt, nextPrice, type PriceQueues } from './price-queues.js'
import { endOrders } from './remove-order.js'
import type { MarketSpec, MarketStatus, SimMarket } from './sim-market.js'

/** Makes a market from a spec; its ids come from the seed and its number. */
export const createMarket = (state: ExchangeState, spec: MarketSpec): SimMarket => {
  const number = ++state.counters.market
  const shown: SimMarket = {
    id: marketId(state.ids.hex('condition', number)),
    questionId: state.ids.hex('question', number),
    number: String(500_000 + number),
    slug: spec.slug,
    question: spec.question,
    label: spec.label ?? spec.question,
    tokens: [tokenId(state.ids.token('yes', number)), tokenId(state.ids.token('no', number))],
    outcomes: spec.outcomes ?? ['Yes', 'No'],
    ...(spec.event === undefined ? {} : { event: spec.event }),
    ...(spec.event?.negRisk === undefined ? {} : { negRiskRole: spec.negRiskRole ?? 'named' }),
    tick: checkTick(spec.tick ?? 100),
    minimumSize: spec.minimumSize ?? size(5_000_000),
    fee: spec.fee ?? NO_FEE,
    category: spec.category ?? 'other',
    status: spec.status ?? 'open',
    createdAt: state.now,
    endsAt: spec.endsAt,
  }
  addMarket(state, shown)
  state.emit({ type: 'market-created', at: state.now, market: shown })
  return shown
}

/** Enters a market with an empty book. */
export const addMarket = (state: ExchangeState, shown: SimMarket): MarketState => {
  const name = shown.event?.negRisk?.group ?? shown.id
  const pool = state.pools.get(name) ?? { name, locked: 0 }
  state.pools.set(name, pool)
  const market: MarketState = {
    shown,
    bids: createPriceQueues('bid', shown.tick),
    asks: createPriceQueues('ask', shown.tick),
    changedAt: state.now,
    pool,
    supply: [0, 0],
    volume: 0,
    lastTradePrice: undefined,
  }
  state.markets.set(shown.id, market)
  state.tokens.set(shown.tokens[0], { market, outcome: 0 })
  state.tokens.set(shown.tokens[1], { market, outcome: 1 })
  return market
}

const checkTick = (tick: number): Price => {
  if (!(Number.isInteger(tick) && tick > 0 && tick <= 1_000 && PRICE_ONE % tick === 0)) {
    throw new BotError('invalid-argument', `Expected a tick that divides 10,000, was ${tick}`, {
      tick,
    })
  }
  return price(tick)
}

/** Finds a market that the caller must know. @throws BotError `invalid-argument` when there is none. */
export const requireMarket = (state: ExchangeState, id: MarketId): MarketState => {
  const market = state.markets.get(id)
  if (market === undefined) {
    throw new BotError('invalid-argument', `Expected a market of this exchange, was ${id}`, { id })
  }
  return market
}

/** Opens, pauses or closes a market that is not resolved. */
export const setMarketStatus = (
  state: ExchangeState,
  id: MarketId,
  status: Exclude<MarketStatus, 'resolved'>,
): void => {
  const market = requireMarket(state, id)
  if (market.shown.status === 'resolved' || market.shown.status === status) return
  market.shown = { ...market.shown, status }
  if (status === 'closed') endOrders(state, ordersOf(market), 'cancelled', 'market-closed')
  state.emit({ type: 'market-updated', at: state.now, market: market.shown })
}

/** Marks a market as proposed, once. */
export const proposeOutcome = (state: ExchangeState, id: MarketId): void => {
  const market = requireMarket(state, id)
  if (market.shown.status === 'resolved' || market.shown.proposedAt !== undefined) return
  market.shown = { ...market.shown, proposedAt: state.now }
  state.emit({ type: 'market-updated', at: state.now, market: market.shown })
}

/** Changes the tick; orders that do not fit it any more are cancelled, the others keep their place. */
export const setMarketTick = (state: ExchangeState, id: MarketId, tick: number): void => {
  const market = requireMarket(state, id)
  const to = checkTick(tick)
  const from = market.shown.tick
  if (from === to) return
  market.shown = { ...market.shown, tick: to }
  const unfit = ordersOf(market).filter((order) => order.yesPrice % to !== 0)
  endOrders(state, unfit, 'cancelled', 'tick-changed')
  market.bids = regrid(market.bids, to)
  market.asks = regrid(market.asks, to)
  state.emit({ type: 'tick-changed', at: state.now, market: id, from, to })
}

const regrid = (side: PriceQueues, tick: number): PriceQueues => {
  const unit = commonDivisor(side.unit, tick)
  if (unit === side.unit) return side
  const next = createPriceQueues(side.side, unit)
  for (const order of ordersOfSide(side)) enqueue(next, order)
  return next
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b))

/**
 * Names a market's payouts, cancels its orders and lets holders redeem. A second call does nothing.
 *
 * @throws BotError `invalid-argument` for payouts that do not sum to a dollar, or that break a negRisk group's
 * promise: no halves, and one YES at most.
 */
export const resolveMarket = (
  state: ExchangeState,
  id: MarketId,
  payouts: readonly [number, number],
): void => {
  const market = requireMarket(state, id)
  if (market.shown.status === 'resolved') return
  checkPayouts(state, market, payouts)
  endOrders(state, ordersOf(market), 'cancelled', 'market-resolved')
  market.shown = { ...market.shown, status: 'resolved', payouts, resolvedAt: state.now }
  if (isUntold(state, id)) return
  const winner = payouts.indexOf(USD_ONE)
  const token = market.shown.tokens[winner]
  state.emit({
    type: 'market-resolved',
    at: state.now,
    market: market.shown,
    payouts,
    ...(token === undefined ? {} : { winner: token }),
  })
}

const isUntold = (state: ExchangeState, market: MarketId): boolean =>
  state.faults.take('lost-resolution', { now: state.now, key: market, market }) !== undefined

const checkPayouts = (
  state: ExchangeState,
  market: MarketState,
  payouts: readonly [number, number],
): void => {
  const [yes, no] = payouts
  const whole = Number.isInteger(yes) && yes >= 0 && no >= 0 && yes + no === USD_ONE
  const siblings = [...state.markets.values()].filter(
    (other) => other !== market && other.pool === market.pool,
  )
  const isGroup = market.shown.event?.negRisk !== undefined
  const decided = siblings.some((other) => other.shown.payouts?.[0] === USD_ONE)
  if (whole && !(isGroup && yes > 0 && (no > 0 || decided))) return
  throw new BotError(
    'invalid-argument',
    `Expected payouts that sum to 1,000,000 and one YES a negRisk group, was ${payouts.join(' and ')}`,
    { market: market.shown.id, payouts },
  )
}

/** Returns all orders that rest in a market, best price and first come first. */
const ordersOf = (market: MarketState): OpenOrder[] => [
  ...ordersOfSide(market.bids),
  ...ordersOfSide(market.asks),
]

const ordersOfSide = (side: PriceQueues): OpenOrder[] => {
  const orders: OpenOrder[] = []
  for (let at = side.best; at >= 0; at = nextPrice(side, at)) {
    for (let order = headAt(side, at); order !== undefined; order = order.next) orders.push(order)
  }
  return orders
}
