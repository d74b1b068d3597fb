import type { Price } from '@bot/core'
import type { ExchangeState, MarketState } from './exchange-state.js'
import { createPriceQueues, enqueue, ordersOfSide, type PriceQueues } from './price-queues.js'

const HIGH = 9_600
const LOW = 400
/** Only cents and tenths become finer by themselves. */
const COARSE = 100

/** Refines the ticks of what moved, once the action that moved it has told everything else. */
export const refineTicks = (state: ExchangeState): void => {
  for (const market of state.moved) refineTick(state, market)
  state.moved.clear()
}

/** As the venue does: near 0 and 1 prices become ten times finer, and stay so. */
const refineTick = (state: ExchangeState, market: MarketState): void => {
  const { tick } = market.shown
  if (!state.rules.finerTicks || tick < COARSE) return
  const price = priceOf(market)
  if (price === undefined || (price >= LOW && price <= HIGH)) return
  applyTick(state, market, (tick / 10) as Price)
}

/** The middle of the book in YES terms, or the last trade while one side is empty. */
const priceOf = ({ bids, asks, lastTradePrice }: MarketState): number | undefined =>
  bids.best >= 0 && asks.best >= 0 ? (bids.best + asks.best) / 2 : lastTradePrice

/** Sets the tick of a market in which every resting order fits it. */
export const applyTick = (state: ExchangeState, market: MarketState, to: Price): void => {
  const from = market.shown.tick
  market.shown = { ...market.shown, tick: to }
  market.bids = regrid(market.bids, to)
  market.asks = regrid(market.asks, to)
  state.emit({ type: 'tick-changed', at: state.now, market: market.shown.id, from, to })
}

const regrid = (side: PriceQueues, unit: number): PriceQueues => {
  const next = createPriceQueues(side.side, unit)
  for (const order of ordersOfSide(side)) enqueue(next, order)
  return next
}
