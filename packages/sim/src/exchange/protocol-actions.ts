import { type MarketId, mulDiv, type Size, USD_ONE, type Usd } from '@bot/core'
import { type AccountState, accountOf, addCount, freeCash, freeShares } from './accounts.js'
import { changeSets } from './apply-match.js'
import type { ActionResult } from './exchange.js'
import type { ExchangeState, MarketState } from './exchange-state.js'
import { addEntry } from './history.js'
import type { SimAction } from './sim-order.js'

/** Why a protocol action was refused. */
export type ActionRefusal = Extract<ActionResult, { ok: false }>['reason']

/** Makes the answer that refuses an action. */
export const refuseAction = (reason: ActionRefusal): ActionResult => ({ ok: false, reason })

/** Makes (`direction` 1) or redeems (−1) complete sets of one market. A share unit is worth a micro-dollar. */
export const changeOwnSets = (
  state: ExchangeState,
  owner: string,
  id: MarketId,
  shares: Size,
  direction: 1 | -1,
): ActionResult => {
  const market = state.markets.get(id)
  if (market === undefined) return refuseAction('unknown-market')
  if (!isAmount(shares)) return refuseAction('invalid-amount')
  if (market.shown.status === 'resolved') return refuseAction('market-resolved')
  const account = accountOf(state.accounts, owner)
  const [yes, no] = market.shown.tokens
  if (direction > 0 && freeCash(account) < shares) return refuseAction('not-enough-balance')
  if (direction < 0 && Math.min(freeShares(account, yes), freeShares(account, no)) < shares) {
    return refuseAction('not-enough-shares')
  }
  account.cash -= direction * shares
  addCount(account.holdings, yes, direction * shares)
  addCount(account.holdings, no, direction * shares)
  changeSets(market, direction * shares)
  const kind = direction > 0 ? 'split' : 'merge'
  return recordAction(state, { owner, kind, markets: [id], shares, cash: -direction * shares })
}

/** Pays all mined shares of the resolved markets that the owner has, rounded down to the micro-dollar a token. */
export const redeemPositions = (
  state: ExchangeState,
  owner: string,
  ids: readonly MarketId[],
): ActionResult => {
  const markets = [...new Set(ids)].flatMap((id) => state.markets.get(id) ?? [])
  if (markets.length === 0 || markets.length !== ids.length) return refuseAction('unknown-market')
  if (markets.some((market) => market.shown.payouts === undefined)) {
    return refuseAction('market-not-resolved')
  }
  const account = accountOf(state.accounts, owner)
  const total = { shares: 0, cash: 0 }
  for (const market of markets) redeemMarket(account, market, total)
  if (total.shares === 0) return refuseAction('nothing-to-redeem')
  account.cash += total.cash
  const { shares, cash } = total
  return recordAction(state, { owner, kind: 'redeem', markets: [...ids], shares, cash })
}

const redeemMarket = (
  account: AccountState,
  market: MarketState,
  total: { shares: number; cash: number },
): void => {
  for (const outcome of [0, 1] as const) {
    const token = market.shown.tokens[outcome]
    const shares = freeShares(account, token)
    if (shares === 0) continue
    const paid = mulDiv(shares, market.shown.payouts?.[outcome] ?? 0, USD_ONE, 'down')
    addCount(account.holdings, token, -shares)
    market.supply[outcome] -= shares
    market.pool.locked -= paid
    total.shares += shares
    total.cash += paid
  }
}

/** Tells whether a number of shares can be acted on. */
export const isAmount = (shares: Size): boolean => Number.isSafeInteger(shares) && shares > 0

type ActionParts = Readonly<{
  owner: string
  kind: SimAction['kind']
  markets: readonly MarketId[]
  shares: number
  cash: number
}>

/** Writes an action down. */
export const recordAction = (state: ExchangeState, parts: ActionParts): ActionResult => {
  const number = ++state.counters.action
  const action: SimAction = {
    id: state.ids.uuid('action', number),
    transaction: state.ids.hex('action', number),
    at: state.now,
    owner: parts.owner,
    kind: parts.kind,
    markets: parts.markets,
    shares: parts.shares as Size,
    cash: parts.cash as Usd,
  }
  addEntry(state.actions, action)
  return { ok: true, cash: action.cash, action }
}
