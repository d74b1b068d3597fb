import { type Approved, type BasketAction, type MarketId, size } from '@bot/core'
import { approve } from './approve.js'

/** Approves an action that takes no money: it turns what is held into what it is worth. */
export const admitAction = (
  action: 'merge' | 'redeem' | 'convert',
  markets: readonly MarketId[],
  shares: number,
  group?: string,
): Approved<BasketAction> =>
  approve({ action, markets, shares: size(shares), ...(group === undefined ? {} : { group }) })

/** Approves a redemption of one market, by final payouts where the venue has not ended it yet. */
export const admitRedeem = (
  market: MarketId,
  shares: number,
  payouts?: readonly number[],
): Approved<BasketAction> =>
  approve({
    ...{ action: 'redeem', markets: [market], shares: size(shares) },
    ...(payouts === undefined ? {} : { payouts }),
  })
