import type { Stamped, Usd } from '@bot/core'
import { type AccountState, createAccountState } from './account-state.js'
import { createMarketIndex, settlementMarkets } from './market-index.js'

/**
 * Rebuilds orders, positions and cash from a journal's entries, in their order.
 *
 * Market data in between is passed over: only order events, settlements and market facts count.
 */
export const restoreAccount = async (
  start: Usd,
  entries: AsyncIterable<Stamped> | Iterable<Stamped>,
): Promise<AccountState> => {
  const account = createAccountState(start)
  const markets = createMarketIndex([])
  for await (const stamped of entries) {
    const { event } = stamped
    if (event.type === 'fact') {
      if (event.kind === 'market') markets.put(event.value)
    } else if (event.type === 'market-resolved') {
      const market = markets.market(event.market)
      const resolution = { state: 'resolved', payouts: event.payouts } as const
      if (market !== undefined)
        markets.put({ ...market, resolution, tradable: false, closed: true })
    } else {
      account.apply(stamped, ({ action }) => settlementMarkets(markets, action))
    }
  }
  return account
}
