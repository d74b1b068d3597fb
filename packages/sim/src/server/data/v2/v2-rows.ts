import { eventOf } from '../../gamma/gamma-event.js'
import { isoTime } from '../../gamma/gamma-time.js'
import type { ActivityEntry } from '../activity-entries.js'
import { type PublicTrade, pseudonymOf } from '../public-trade.js'
import {
  isRedeemable,
  percentOf,
  percentRealized,
  unrealizedOf,
  type WalletPosition,
} from '../wallet-positions.js'

const personFields = (wallet: string): object => ({
  name: '',
  pseudonym: pseudonymOf(wallet),
  bio: '',
  profile_image: '',
  profile_image_optimized: '',
})

/** Renders a trade as `/v2/trades` does. */
export const tradeRowV2 = (row: PublicTrade): object => ({
  proxy_wallet: row.wallet,
  side: row.side,
  token_id: row.token,
  condition_id: row.market.id,
  size: row.size,
  price: row.price,
  timestamp: row.seconds,
  title: row.market.question,
  slug: row.market.slug,
  icon: '',
  event_slug: eventOf(row.market).slug,
  outcome: row.market.outcomes[row.outcomeIndex],
  outcome_index: row.outcomeIndex,
  ...personFields(row.wallet),
  transaction_hash: row.transaction,
})

/** Renders what a wallet did as `/v2/activity` does. */
export const activityRowV2 = (wallet: string, entry: ActivityEntry): object => ({
  proxy_wallet: wallet,
  timestamp: entry.seconds,
  condition_id: entry.market.id,
  type: entry.type,
  size: entry.size,
  usdc_size: entry.usd,
  transaction_hash: entry.transaction,
  price: entry.price,
  token_id: entry.token,
  side: entry.side,
  outcome_index: entry.outcomeIndex,
  title: entry.market.question,
  slug: entry.market.slug,
  icon: '',
  event_slug: eventOf(entry.market).slug,
  outcome: entry.outcome,
  ...personFields(wallet),
})

/** Where a position stands; lost shares can be redeemed too, for nothing. */
export const positionStatus = (position: WalletPosition): 'OPEN' | 'REDEEMABLE' | 'CLOSED' => {
  if (position.size <= 0) return 'CLOSED'
  return isRedeemable(position) ? 'REDEEMABLE' : 'OPEN'
}

const moneyFields = (position: WalletPosition): object => {
  const unrealized = unrealizedOf(position)
  return {
    current_size: position.size,
    avg_price: position.averagePrice,
    entry_cost_usdc: position.cost,
    entry_fees_usdc: position.entryFees,
    total_cost_usdc: position.cost + position.entryFees,
    current_price: position.price,
    current_value: position.value,
    total_size: position.bought,
    realized_pnl: position.realized,
    unrealized_pnl: unrealized,
    total_pnl: position.realized + unrealized,
    percent_pnl: percentOf(unrealized, position.cost),
    percent_realized_pnl: percentRealized(position),
  }
}

/** Renders a position as `/v2/positions` does. */
export const positionRowV2 = (position: WalletPosition): object => {
  const { market, index } = position
  const other = index === 0 ? 1 : 0
  return {
    proxy_wallet: position.wallet,
    token_id: position.token,
    condition_id: market.id,
    ...moneyFields(position),
    status: positionStatus(position),
    redeemable: isRedeemable(position),
    mergeable: position.mergeable,
    negative_risk: market.event?.negRisk !== undefined,
    archived: false,
    title: market.question,
    slug: market.slug,
    icon: '',
    event_id: eventOf(market).id,
    event_slug: eventOf(market).slug,
    outcome: market.outcomes[index],
    outcome_index: index,
    opposite_outcome: market.outcomes[other],
    opposite_token_id: market.tokens[other],
    end_date: isoTime(market.endsAt).slice(0, 10),
    last_event_at: position.lastSeconds,
    first_entry_at: position.firstSeconds,
    name: '',
    profile_image: '',
    verified: false,
  }
}

/** Renders a holder as `/v2/holders` does: `amount` is what is left after the other outcome. */
export const holderRowV2 = (position: WalletPosition, amount: number): object => ({
  proxy_wallet: position.wallet,
  bio: '',
  token_id: position.token,
  pseudonym: pseudonymOf(position.wallet),
  amount,
  display_username_public: false,
  outcome_index: position.index,
  name: '',
  profile_image: '',
  profile_image_optimized: '',
  verified: false,
})

/** What `include_pnl` adds to a holder. */
export const holderPnlV2 = (position: WalletPosition): object => ({
  avg_price: position.averagePrice,
  entry_cost_usdc: position.cost,
  current_price: position.price,
  current_value: position.value,
  realized_pnl: position.realized,
  unrealized_pnl: unrealizedOf(position),
  total_pnl: position.realized + unrealizedOf(position),
})
