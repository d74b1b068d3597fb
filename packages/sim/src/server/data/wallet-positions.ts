import { SIZE_ONE, type TokenId, USD_ONE } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { ServerContext } from '../server-context.js'
import type { OwnerFold } from './ledger/ledger-state.js'
import { markPrice } from './ledger/mark-price.js'
import type { PositionFold } from './ledger/position-fold.js'

/** One wallet's position in one token: shares, dollars and Unix seconds as floats. */
export type WalletPosition = Readonly<{
  wallet: string
  market: SimMarket
  index: 0 | 1
  token: TokenId
  size: number
  /** What the shares that are held cost, before fees. */
  cost: number
  averagePrice: number
  /** Shares ever taken in. */
  bought: number
  /** Profit of what went out, less all fees. */
  realized: number
  entryFees: number
  price: number
  value: number
  /** Whether the wallet also holds the other outcome and the market is not resolved. */
  mergeable: boolean
  firstSeconds: number
  lastSeconds: number
}>

/** Lists a wallet's positions, closed ones included, in the order of their markets. */
export const walletPositions = (
  context: ServerContext,
  wallet: string,
): readonly WalletPosition[] => {
  const owner = context.ledger.read().owners.get(context.names.ownerOf(wallet))
  if (owner === undefined) return []
  return [...owner.positions.keys()]
    .flatMap((token) => positionIn(context, wallet, owner, token as TokenId) ?? [])
    .sort((a, b) => Number(a.market.number) - Number(b.market.number) || a.index - b.index)
}

/** Lists everyone's positions in a market, closed ones included. */
export const marketPositions = (
  context: ServerContext,
  market: SimMarket,
): readonly WalletPosition[] =>
  [...context.ledger.read().owners].flatMap(([name, owner]) =>
    market.tokens.flatMap(
      (token) => positionIn(context, context.names.addressOf(name), owner, token) ?? [],
    ),
  )

const positionIn = (
  context: ServerContext,
  wallet: string,
  owner: Readonly<OwnerFold>,
  token: TokenId,
): WalletPosition | undefined => {
  const market = context.ledger.markets.ofToken(token)
  const fold = owner.positions.get(token)
  if (market === undefined || fold === undefined) return undefined
  const index = market.tokens[0] === token ? 0 : 1
  const other = owner.positions.get(market.tokens[index === 0 ? 1 : 0])?.size ?? 0
  const price = markPrice(context.exchange, market, index)
  return {
    wallet,
    market,
    index,
    token,
    ...amountsOf(fold),
    price,
    value: (fold.size / SIZE_ONE) * price,
    mergeable: fold.size > 0 && other > 0 && market.payouts === undefined,
  }
}

const amountsOf = (
  fold: Readonly<PositionFold>,
): Omit<
  WalletPosition,
  'wallet' | 'market' | 'index' | 'token' | 'price' | 'value' | 'mergeable'
> => ({
  size: fold.size / SIZE_ONE,
  cost: fold.cost / USD_ONE,
  averagePrice: fold.average,
  bought: fold.bought / SIZE_ONE,
  realized: fold.realized / USD_ONE,
  entryFees: fold.entryFees / USD_ONE,
  firstSeconds: Math.floor(fold.firstAt / 1000),
  lastSeconds: Math.floor(fold.lastAt / 1000),
})

/** Tells whether a position can be redeemed: its market is resolved and shares are held, lost ones too. */
export const isRedeemable = ({ size, market }: WalletPosition): boolean =>
  size > 0 && market.payouts !== undefined

/** Profit of the shares that are held, at the market's price. */
export const unrealizedOf = ({ value, cost }: WalletPosition): number => value - cost

/** A share of a base in percent; 0 of nothing. */
export const percentOf = (amount: number, base: number): number =>
  base === 0 ? 0 : (amount / base) * 100

/** What all shares ever taken in would bring at the average price, compared with today's value, in percent. */
export const percentRealized = ({ value, bought, averagePrice }: WalletPosition): number =>
  percentOf(value - bought * averagePrice, bought * averagePrice)
