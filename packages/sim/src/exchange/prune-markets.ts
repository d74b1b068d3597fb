import type { ExchangeState, MarketState, Pool } from './exchange-state.js'

/** Forgets resolved markets that are old, beyond the number to keep, and owe nobody anything. */
export const pruneMarkets = (state: ExchangeState): void => {
  const { retention } = state.rules
  const groups = groupsByPool(state).filter((group) => group.resolvedAt !== undefined)
  let resolved = groups.reduce((sum, group) => sum + group.markets.length, 0)
  const oldestFirst = groups.sort((a, b) => (a.resolvedAt ?? 0) - (b.resolvedAt ?? 0))
  const busy = new Set([...state.pending.values()].map(({ trade }) => trade.market))
  for (const { pool, markets, resolvedAt = 0 } of oldestFirst) {
    if (resolved - markets.length < retention.markets) return
    if (state.now - resolvedAt < retention.afterMs) return
    if (markets.some((market) => busy.has(market.shown.id) || owesSomething(market))) continue
    resolved -= markets.length
    forget(state, pool, markets)
  }
}

type Group = { pool: Pool; markets: MarketState[]; resolvedAt: number | undefined }

/** Markets that share a pool go together; `resolvedAt` is when the last of them resolved. */
const groupsByPool = (state: ExchangeState): Group[] => {
  const groups = new Map<Pool, MarketState[]>()
  for (const market of state.markets.values()) {
    const members = groups.get(market.pool)
    if (members === undefined) groups.set(market.pool, [market])
    else members.push(market)
  }
  return [...groups].map(([pool, markets]) => {
    const times = markets.map(({ shown }) => shown.resolvedAt)
    const all = times.every((at) => at !== undefined)
    return { pool, markets, resolvedAt: all ? Math.max(...times) : undefined }
  })
}

const owesSomething = ({ shown, supply }: MarketState): boolean =>
  supply.some((shares, outcome) => shares > 0 && (shown.payouts?.[outcome] ?? 0) > 0)

const forget = (state: ExchangeState, pool: Pool, markets: readonly MarketState[]): void => {
  for (const { shown } of markets) {
    state.markets.delete(shown.id)
    for (const token of shown.tokens) {
      state.tokens.delete(token)
      // Shares of the losing outcome are worth nothing and vanish with it.
      for (const account of state.accounts.values()) account.holdings.delete(token)
    }
    state.emit({ type: 'market-forgotten', at: state.now, market: shown })
  }
  // What rounding left in the pool stays in the books.
  if (pool.locked === 0) state.pools.delete(pool.name)
}
