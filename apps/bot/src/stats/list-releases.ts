import { type Holding, planReleases, planSales, type SpareHolding } from '@bot/arbitrage'
import {
  formatUsd,
  type MarketFacts,
  type Position,
  type Size,
  USD_ZERO,
  type Usd,
  type View,
} from '@bot/core'
import type { ReleaseRow } from './stats-source.js'

/**
 * Lists what the settled shares of all positions together are dollars now, whoever owns them, and which shares that cost
 * a basket nothing are worth more sold than held.
 */
export const listReleases = (view: View): readonly ReleaseRow[] => {
  const markets = new Map<string, MarketFacts>()
  const holdings: Holding[] = []
  const spare: SpareHolding[] = []
  for (const position of view.ledger.positions.values()) {
    const market = view.market(position.market)
    const outcome = market?.tokens.indexOf(position.token)
    if (market === undefined || position.confirmed <= 0) continue
    if (outcome !== 0 && outcome !== 1) continue
    markets.set(market.id, market)
    const holding = { market: market.id, outcome, shares: position.confirmed as Size } as const
    holdings.push(holding)
    if (isSpare(position)) spare.push({ ...holding, least: USD_ZERO })
  }
  const known = [...markets.values()]
  const releases = planReleases(holdings, known)
  const used = new Set(releases.flatMap(({ action }) => action.markets))
  const free = spare.filter(({ market }) => !used.has(market))
  const { sales } = planSales(free, known, { now: view.now, bookOf: view.book })
  return [
    ...releases.map(({ action, pays, reason, because }) =>
      rowOf(action.action, action.markets, pays, reason, because),
    ),
    ...sales.map(({ leg, pays, because }) =>
      rowOf('sell', [leg.market], pays, 'worth-more-sold', because),
    ),
  ]
}

/** What conversions leave over costs nothing where the dollars they paid cover all; what was bought costs something. */
const isSpare = ({ basket, cost, provisional }: Position): boolean =>
  basket !== undefined && cost <= 0 && provisional === 0

const rowOf = (
  action: ReleaseRow['action'],
  markets: readonly string[],
  pays: Usd,
  reason: string,
  because: string,
): ReleaseRow => ({ action, markets, paysUsd: formatUsd(pays), reason, because })
