import { type Holding, planReleases } from '@bot/arbitrage'
import { formatUsd, type MarketFacts, type Size, type View } from '@bot/core'
import type { ReleaseRow } from './stats-source.js'

/** Lists what the settled shares of all positions together are dollars now, whoever owns them. */
export const listReleases = (view: View): readonly ReleaseRow[] => {
  const markets = new Map<string, MarketFacts>()
  const holdings = [...view.ledger.positions.values()].flatMap((position): readonly Holding[] => {
    const market = view.market(position.market)
    const outcome = market?.tokens.indexOf(position.token)
    if (market === undefined || position.confirmed <= 0) return []
    if (outcome !== 0 && outcome !== 1) return []
    markets.set(market.id, market)
    return [{ market: market.id, outcome, shares: position.confirmed as Size }]
  })
  return planReleases(holdings, [...markets.values()]).map(({ action, pays, reason, because }) => ({
    ...{
      action: action.action,
      markets: action.markets,
      paysUsd: formatUsd(pays),
      reason,
      because,
    },
  }))
}
