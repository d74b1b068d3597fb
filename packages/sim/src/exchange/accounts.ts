import { notional, type OrderId, type Size, type TokenId, type Usd } from '@bot/core'
import type { Balances } from './exchange.js'
import type { OpenOrder } from './open-order.js'

/** An owner's money, shares and open orders; reserved and incoming parts are included in the totals. */
export type AccountState = {
  cash: number
  reserved: number
  incomingCash: number
  outgoingCash: number
  cashAllowance: number | 'unlimited'
  sharesAllowed: boolean
  readonly holdings: Map<TokenId, number>
  readonly reservedHoldings: Map<TokenId, number>
  readonly incoming: Map<TokenId, number>
  readonly outgoing: Map<TokenId, number>
  readonly open: Map<OrderId, OpenOrder>
}

/** Returns an owner's account, made at its first use. */
export const accountOf = (accounts: Map<string, AccountState>, owner: string): AccountState => {
  const known = accounts.get(owner)
  if (known !== undefined) return known
  const account: AccountState = {
    cash: 0,
    reserved: 0,
    incomingCash: 0,
    outgoingCash: 0,
    cashAllowance: 'unlimited',
    sharesAllowed: true,
    holdings: new Map(),
    reservedHoldings: new Map(),
    incoming: new Map(),
    outgoing: new Map(),
    open: new Map(),
  }
  accounts.set(owner, account)
  return account
}

/** Adds to (or takes from) a count; a count of zero is left out. */
export const addCount = (counts: Map<TokenId, number>, token: TokenId, change: number): void => {
  const next = (counts.get(token) ?? 0) + change
  if (next === 0) counts.delete(token)
  else counts.set(token, next)
}

/** Returns the shares of a token that are mined and that no open order needs. */
export const freeShares = (account: AccountState, token: TokenId): number =>
  (account.holdings.get(token) ?? 0) -
  (account.reservedHoldings.get(token) ?? 0) -
  (account.incoming.get(token) ?? 0)

/** Returns the cash that is mined and that no open order needs. */
export const freeCash = (account: AccountState): number =>
  account.cash - account.reserved - account.incomingCash

/** Returns the cash that new orders can use: free, and within what the venue may take. */
export const orderableCash = (account: AccountState): number =>
  account.cashAllowance === 'unlimited'
    ? freeCash(account)
    : Math.min(freeCash(account), account.cashAllowance - account.reserved - account.outgoingCash)

/** Returns the shares that new orders can use. */
export const orderableShares = (account: AccountState, token: TokenId): number =>
  account.sharesAllowed ? freeShares(account, token) : 0

/** Reserves (`direction` 1) or frees (−1) what stands behind `remaining` shares of an order. */
export const reserve = (
  account: AccountState,
  order: OpenOrder,
  remaining: number,
  direction: 1 | -1,
): void => {
  if (order.side === 'sell') {
    addCount(account.reservedHoldings, order.token, direction * remaining)
  } else if (order.delay?.maxNotional !== undefined) {
    account.reserved += direction * order.delay.maxNotional
  } else {
    account.reserved += direction * notional(remaining as Size, order.limit, 'up')
  }
}

/** Copies what an owner may see of the account. */
export const showAccount = (account: AccountState): Balances => ({
  cash: account.cash as Usd,
  reserved: account.reserved as Usd,
  holdings: copyCounts(account.holdings),
  reservedHoldings: copyCounts(account.reservedHoldings),
  incomingCash: account.incomingCash as Usd,
  outgoingCash: account.outgoingCash as Usd,
  incomingHoldings: copyCounts(account.incoming),
  outgoingHoldings: copyCounts(account.outgoing),
})

const copyCounts = (counts: ReadonlyMap<TokenId, number>): ReadonlyMap<TokenId, Size> =>
  new Map([...counts].map(([token, count]) => [token, count as Size]))
