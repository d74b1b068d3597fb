import {
  createSeededRandom,
  type FactKind,
  type KnownFact,
  marketId,
  type Position,
  takerFee,
  type View,
} from '@bot/core'
import { type EngineState, factKey } from '../state/engine-state.js'

/**
 * Makes the one view of the engine's state; what it returns is always of the event being processed.
 *
 * `random` starts anew at each event from the run's seed and the event's `seq`: replay draws the same numbers.
 */
export const createView = (state: EngineState, seed: number): View => {
  let drawnAt = -1
  let draw: () => number = () => 0
  return {
    get now() {
      return state.now
    },
    get ledger() {
      return state.account.ledger()
    },
    get orders() {
      return state.account.openOrders()
    },
    get freeCash() {
      return state.account.freeCash()
    },
    book: (token) => state.books.get(token),
    market: state.markets.market,
    marketOf: state.markets.marketOf,
    eventMarkets: state.markets.eventMarkets,
    history: (token, seconds) => state.history.get(token)?.since(state.now, seconds) ?? [],
    trades: (token, seconds) => state.trades.get(token)?.since(state.now, seconds) ?? [],
    fact: <K extends FactKind>(kind: K, key: string) => knownFact(state, kind, key),
    fee: (token, price, size) => {
      const fee = state.markets.marketOf(token)?.fee ?? 'unknown'
      return fee === 'unknown' ? 'unknown' : takerFee(fee, size, price, 'up')
    },
    feed: (token) => state.feed.get(token) ?? 'down',
    positionsOf: (token) => {
      const held: Position[] = []
      for (const position of state.account.ledger().positions.values()) {
        if (position.token === token) held.push(position)
      }
      return held
    },
    random: () => {
      if (drawnAt !== state.seq) {
        drawnAt = state.seq
        draw = createSeededRandom((seed ^ Math.imul(state.seq, 0x9e3779b1)) >>> 0)
      }
      return draw()
    },
  }
}

const knownFact = <K extends FactKind>(
  state: EngineState,
  kind: K,
  key: string,
): KnownFact<K> | undefined => {
  const fact = state.facts.get(factKey(kind, key))
  // A market changes by events of its own (tick, resolution): its value is the index's, its origin the fact's.
  const value = kind === 'market' ? state.markets.market(marketId(key)) : fact?.value
  if (fact === undefined || value === undefined) return undefined
  return { value, provenance: fact.provenance } as KnownFact<K>
}
