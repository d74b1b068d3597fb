import { type MarketId, SIZE_ONE, USD_ONE } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { SimAction } from '../../exchange/sim-order.js'
import type { ServerContext } from '../server-context.js'
import { markOf, publicTrades } from './public-trade.js'

/** One wallet's position in one token: shares and dollars as floats. */
export type WalletPosition = Readonly<{
  market: SimMarket
  index: 0 | 1
  token: string
  size: number
  averagePrice: number
  /** Shares ever bought. */
  bought: number
  realized: number
  price: number
  lastSeconds: number
}>

/** Millionths of shares and dollars. */
type Fold = { size: number; cost: number; bought: number; realized: number; lastSeconds: number }

/** Computes a wallet's positions from the exchange's ledger; sizes are what it holds, costs what its history says. */
export const walletPositions = (
  context: ServerContext,
  wallet: string,
): readonly WalletPosition[] => {
  const folds = new Map<string, Fold>()
  for (const change of changesOf(context, wallet)) apply(folds, change)
  const { holdings } = context.exchange.balances(context.names.ownerOf(wallet))
  return context.exchange.markets().flatMap((market) =>
    market.tokens.flatMap((token, at) => {
      const fold = folds.get(token)
      const size = (holdings.get(token) ?? 0) / SIZE_ONE
      if (fold === undefined && size === 0) return []
      const index = at === 0 ? 0 : 1
      return {
        market,
        index,
        token,
        size,
        averagePrice: averageOf(fold),
        bought: fold === undefined ? size : fold.bought / SIZE_ONE,
        realized: (fold?.realized ?? 0) / USD_ONE,
        price: markOf(context, market, index),
        lastSeconds: fold?.lastSeconds ?? 0,
      } as const
    }),
  )
}

const averageOf = (fold: Fold | undefined): number =>
  fold === undefined || fold.size <= 0 ? 0 : fold.cost / fold.size

/** Millionths of shares that came (above zero) or went, and the micro-dollars that were paid or got for them. */
type Change = Readonly<{ token: string; size: number; usd: number; at: number }>

const changesOf = (context: ServerContext, wallet: string): readonly Change[] => {
  const trades = publicTrades(context, { wallet, conditions: [], takerOnly: false }).map(
    (row): Change => ({
      token: row.token,
      size: row.side === 'BUY' ? row.exact.size : -row.exact.size,
      usd: row.exact.notional,
      at: row.at,
    }),
  )
  const actions = context.exchange
    .actions({ owner: context.names.ownerOf(wallet) })
    .flatMap((action) => actionChanges(context, action))
  return [...trades, ...actions].sort((a, b) => a.at - b.at)
}

/** Sets count half a dollar a share; what a conversion gives counts nothing, so that its gain shows later. */
const actionChanges = (context: ServerContext, action: SimAction): readonly Change[] => {
  const { shares } = action
  const { at } = action
  const each = (
    id: MarketId,
    sign: 1 | -1,
    price: number,
    indexes: readonly number[],
  ): Change[] => {
    const market = context.exchange.market(id)
    return indexes.flatMap((index) => {
      const token = market?.tokens[index]
      return token === undefined
        ? []
        : { token, size: sign * shares, usd: Math.round(shares * price), at }
    })
  }
  switch (action.kind) {
    case 'split':
      return action.markets.flatMap((id) => each(id, 1, 0.5, [0, 1]))
    case 'merge':
      return action.markets.flatMap((id) => each(id, -1, 0.5, [0, 1]))
    case 'convert': {
      const refund = (action.markets.length - 1) / action.markets.length
      return action.markets.flatMap((id) => each(id, -1, refund, [1]))
    }
    case 'redeem':
      return action.markets.flatMap((id) => redeemed(context, id, at))
  }
}

/** A redemption takes all that is left; `usd` is then the payout of one share. */
const redeemed = (context: ServerContext, id: MarketId, at: number): readonly Change[] => {
  const market = context.exchange.market(id)
  return (market?.tokens ?? []).map((token, index) => ({
    token,
    size: Number.NEGATIVE_INFINITY,
    usd: market?.payouts?.[index] ?? 0,
    at,
  }))
}

const apply = (folds: Map<string, Fold>, { token, size, usd, at }: Change): void => {
  const fold = folds.get(token) ?? { size: 0, cost: 0, bought: 0, realized: 0, lastSeconds: 0 }
  if (size > 0) {
    fold.size += size
    fold.cost += usd
    fold.bought += size
  } else if (fold.size > 0) {
    const gone = Math.min(fold.size, -size)
    const isAll = size === Number.NEGATIVE_INFINITY
    const paid = isAll ? Math.floor((gone * usd) / USD_ONE) : Math.round((usd * gone) / -size)
    const cost = Math.round((fold.cost * gone) / fold.size)
    fold.realized += paid - cost
    fold.cost -= cost
    fold.size -= gone
  }
  fold.lastSeconds = Math.floor(at / 1000)
  folds.set(token, fold)
}
