import { eventOf } from '../gamma/gamma-event.js'
import { isoTime } from '../gamma/gamma-market.js'
import { listParam, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { marketFields } from './public-trade.js'
import { type WalletPosition, walletPositions } from './wallet-positions.js'

/** Lists a wallet's open positions, largest value first; `sizeThreshold` (1 share) hides dust. */
export const positionRows = (
  context: ServerContext,
  wallet: string,
  { query }: VenueRequest,
): readonly object[] => {
  const threshold = Number(query.get('sizeThreshold') ?? 1)
  const markets = listParam(query, 'market')
  const redeemable = query.get('redeemable')
  return walletPositions(context, wallet)
    .filter((position) => position.size > 0 && position.size >= threshold)
    .filter((position) => markets.length === 0 || markets.includes(position.market.id))
    .filter((position) => redeemable === null || String(isRedeemable(position)) === redeemable)
    .sort((a, b) => b.size * b.price - a.size * a.price)
    .map((position) => positionRow(wallet, position))
}

const isRedeemable = (position: WalletPosition): boolean => position.market.payouts !== undefined

/** Renders a position as the first version does. */
export const positionRow = (wallet: string, position: WalletPosition): object => {
  const { market, index, size, averagePrice, price, bought, realized } = position
  const other = index === 0 ? 1 : 0
  const initialValue = size * averagePrice
  const cashPnl = size * price - initialValue
  return {
    proxyWallet: wallet,
    asset: position.token,
    conditionId: market.id,
    size,
    avgPrice: averagePrice,
    initialValue,
    currentValue: size * price,
    cashPnl,
    percentPnl: percentOf(cashPnl, initialValue),
    totalBought: bought,
    realizedPnl: realized,
    percentRealizedPnl: percentOf(realized, bought * averagePrice),
    curPrice: price,
    redeemable: isRedeemable(position),
    mergeable: false,
    ...marketFields(market),
    eventId: eventOf(market).id,
    outcome: market.outcomes[index],
    outcomeIndex: index,
    oppositeOutcome: market.outcomes[other],
    oppositeAsset: market.tokens[other],
    endDate: isoTime(market.endsAt).slice(0, 10),
    negativeRisk: market.event?.negRisk !== undefined,
    timestamp: position.lastSeconds,
  }
}

/** A share of a base in percent; 0 of nothing. */
export const percentOf = (amount: number, base: number): number =>
  base === 0 ? 0 : (amount / base) * 100
