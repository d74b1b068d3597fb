import type { SimMarket } from '../../../exchange/sim-market.js'
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

const marketFields = (market: SimMarket): object => ({
  title: market.question,
  slug: market.slug,
  icon: '',
  eventSlug: eventOf(market).slug,
})

const personFields = (wallet: string): object => ({
  name: '',
  pseudonym: pseudonymOf(wallet),
  bio: '',
  profileImage: '',
  profileImageOptimized: '',
})

/** Renders a trade as `/trades` does. */
export const tradeRow = (row: PublicTrade): object => ({
  proxyWallet: row.wallet,
  side: row.side,
  asset: row.token,
  conditionId: row.market.id,
  size: row.size,
  price: row.price,
  timestamp: row.seconds,
  ...marketFields(row.market),
  outcome: row.market.outcomes[row.outcomeIndex],
  outcomeIndex: row.outcomeIndex,
  ...personFields(row.wallet),
  transactionHash: row.transaction,
})

/** Renders what a wallet did as `/activity` does. */
export const activityRow = (wallet: string, entry: ActivityEntry): object => ({
  proxyWallet: wallet,
  timestamp: entry.seconds,
  conditionId: entry.market.id,
  type: entry.type,
  size: entry.size,
  usdcSize: entry.usd,
  transactionHash: entry.transaction,
  price: entry.price,
  asset: entry.token,
  side: entry.side,
  outcomeIndex: entry.outcomeIndex,
  ...marketFields(entry.market),
  outcome: entry.outcome,
  ...personFields(wallet),
  isCombo: false,
})

const outcomeFields = ({ market, index }: WalletPosition): object => {
  const other = index === 0 ? 1 : 0
  return {
    outcome: market.outcomes[index],
    outcomeIndex: index,
    oppositeOutcome: market.outcomes[other],
    oppositeAsset: market.tokens[other],
  }
}

/** Renders an open position as `/positions` does. */
export const positionRow = (position: WalletPosition): object => {
  const { market } = position
  return {
    proxyWallet: position.wallet,
    asset: position.token,
    conditionId: market.id,
    size: position.size,
    avgPrice: position.averagePrice,
    initialValue: position.cost,
    currentValue: position.value,
    cashPnl: unrealizedOf(position),
    percentPnl: percentOf(unrealizedOf(position), position.cost),
    totalBought: position.bought,
    realizedPnl: position.realized,
    percentRealizedPnl: percentRealized(position),
    curPrice: position.price,
    redeemable: isRedeemable(position),
    mergeable: position.mergeable,
    ...marketFields(market),
    eventId: eventOf(market).id,
    ...outcomeFields(position),
    endDate: isoTime(market.endsAt).slice(0, 10),
    negativeRisk: market.event?.negRisk !== undefined,
  }
}

/** Renders a position without shares as `/closed-positions` does. */
export const closedPositionRow = (position: WalletPosition): object => ({
  proxyWallet: position.wallet,
  asset: position.token,
  conditionId: position.market.id,
  avgPrice: position.averagePrice,
  totalBought: position.bought,
  realizedPnl: position.realized,
  curPrice: position.price,
  timestamp: position.lastSeconds,
  ...marketFields(position.market),
  ...outcomeFields(position),
  endDate: isoTime(position.market.endsAt),
})

/** Renders a position in a market as `/v1/market-positions` does. */
export const marketPositionRow = (position: WalletPosition): object => ({
  proxyWallet: position.wallet,
  name: '',
  profileImage: '',
  verified: false,
  asset: position.token,
  conditionId: position.market.id,
  avgPrice: position.averagePrice,
  size: position.size,
  currPrice: position.price,
  currentValue: position.value,
  cashPnl: unrealizedOf(position),
  totalBought: position.bought,
  realizedPnl: position.realized,
  totalPnl: position.realized + unrealizedOf(position),
  outcome: position.market.outcomes[position.index],
  outcomeIndex: position.index,
})

/** Renders a holder as `/holders` does. */
export const holderRow = (position: WalletPosition): object => ({
  proxyWallet: position.wallet,
  bio: '',
  asset: position.token,
  pseudonym: pseudonymOf(position.wallet),
  amount: position.size,
  displayUsernamePublic: false,
  outcomeIndex: position.index,
  name: '',
  profileImage: '',
  profileImageOptimized: '',
})
