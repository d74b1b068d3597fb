import {
  BotError,
  type MarketId,
  NO_FEE,
  PRICE_ONE,
  type Price,
  price,
  size,
  tokenId,
} from '@bot/core'
import { conditionOf, groupQuestionId, isGroupId, questionIndexOf } from './chain-ids.js'
import { applyTick } from './change-tick.js'
import { type ExchangeState, type MarketState, schedule } from './exchange-state.js'
import type { OpenOrder } from './open-order.js'
import { createPriceQueues, ordersOfSide } from './price-queues.js'
import { endOrders } from './remove-order.js'
import type { MarketSpec, MarketStatus, SimMarket } from './sim-market.js'

/** Makes a market from a spec; its ids come from the seed and its number. */
export const createMarket = (state: ExchangeState, spec: MarketSpec): SimMarket => {
  const number = ++state.counters.market
  const questionId = questionOf(state, spec, number)
  const shown: SimMarket = {
    id: conditionOf(questionId, spec.event?.negRisk !== undefined),
    questionId,
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
    ...gameOf(spec),
  }
  addMarket(state, shown)
  if (spec.gameStartsAt !== undefined && spec.clearsBookOnStart === true) {
    schedule(state, spec.gameStartsAt - state.now, 'game-start', shown.id)
  }
  state.emit({ type: 'market-created', at: state.now, market: shown })
  return shown
}

/** Questions of a group are numbered from 0 where the group has an id of the chain; every other one stands for itself. */
const questionOf = (state: ExchangeState, { event }: MarketSpec, number: number): string => {
  const group = event?.negRisk?.group
  if (group === undefined || !isGroupId(group)) return state.ids.hex('question', number)
  const taken = [...state.markets.values()]
    .filter(({ shown }) => shown.event?.negRisk?.group === group)
    .map(({ shown }) => questionIndexOf(shown.questionId))
  return groupQuestionId(group, Math.max(-1, ...taken) + 1)
}

const gameOf = (
  spec: MarketSpec,
): Pick<SimMarket, 'takerDelay' | 'gameStartsAt' | 'clearsBookOnStart'> => ({
  ...(spec.takerDelay === undefined ? {} : { takerDelay: spec.takerDelay }),
  ...(spec.gameStartsAt === undefined ? {} : { gameStartsAt: spec.gameStartsAt }),
  ...(spec.clearsBookOnStart === undefined ? {} : { clearsBookOnStart: spec.clearsBookOnStart }),
})

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
  if (status === 'closed') clearMarket(state, market, 'market-closed')
  state.emit({ type: 'market-updated', at: state.now, market: market.shown })
}

/** Changes the tick; orders that do not fit it any more are cancelled, the others keep their place. */
export const setMarketTick = (state: ExchangeState, id: MarketId, tick: number): void => {
  const market = requireMarket(state, id)
  const to = checkTick(tick)
  if (market.shown.tick === to) return
  const unfit = ordersOf(state, market).filter((order) => order.yesPrice % to !== 0)
  endOrders(state, unfit, 'cancelled', 'tick-changed')
  applyTick(state, market, to)
}

/** Cancels all that rests or waits in a market. */
export const clearMarket = (state: ExchangeState, market: MarketState, reason: string): void =>
  endOrders(state, ordersOf(state, market), 'cancelled', reason)

const ordersOf = (state: ExchangeState, market: MarketState): OpenOrder[] => {
  const delayed = [...state.delayed].filter((order) => order.market === market.shown.id)
  return [...ordersOfSide(market.bids), ...ordersOfSide(market.asks), ...delayed]
}
