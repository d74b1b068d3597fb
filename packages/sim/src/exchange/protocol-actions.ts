import { type MarketId, mulDiv, type Size, USD_ONE, type Usd } from '@bot/core'
import { type AccountState, accountOf, addCount, freeCash, freeShares } from './accounts.js'
import { changeSets } from './apply-match.js'
import type { ActionResult } from './exchange.js'
import type { ExchangeState, MarketState } from './exchange-state.js'
import { addEntry } from './history.js'
import type { SimAction } from './sim-order.js'

type Refused = Extract<ActionResult, { ok: false }>['reason']

const refuse = (reason: Refused): ActionResult => ({ ok: false, reason })

/** Makes (`direction` 1) or redeems (−1) complete sets of one market. A share unit is worth a micro-dollar. */
export const changeOwnSets = (
  state: ExchangeState,
  owner: string,
  id: MarketId,
  shares: Size,
  direction: 1 | -1,
): ActionResult => {
  const market = state.markets.get(id)
  if (market === undefined) return refuse('unknown-market')
  if (!isAmount(shares)) return refuse('invalid-amount')
  if (market.shown.status === 'resolved') return refuse('market-resolved')
  const account = accountOf(state.accounts, owner)
  const [yes, no] = market.shown.tokens
  if (direction > 0 && freeCash(account) < shares) return refuse('not-enough-balance')
  if (direction < 0 && Math.min(freeShares(account, yes), freeShares(account, no)) < shares) {
    return refuse('not-enough-shares')
  }
  account.cash -= direction * shares
  addCount(account.holdings, yes, direction * shares)
  addCount(account.holdings, no, direction * shares)
  changeSets(market, direction * shares)
  const kind = direction > 0 ? 'split' : 'merge'
  return record(state, { owner, kind, markets: [id], shares, cash: -direction * shares })
}

/**
 * Converts NO of the named markets of one negRisk group into YES of all its others and (named − 1) dollars a share.
 *
 * Sound because exactly one market of the group resolves YES: k NO are worth (k − 1) dollars and the other YES.
 */
export const convertPositions = (
  state: ExchangeState,
  owner: string,
  ids: readonly MarketId[],
  shares: Size,
): ActionResult => {
  const named = [...new Set(ids)].flatMap((id) => state.markets.get(id) ?? [])
  const first = named[0]
  if (first === undefined || named.length !== ids.length) return refuse('unknown-market')
  if (!isAmount(shares)) return refuse('invalid-amount')
  const group = first.shown.event?.negRisk?.group
  if (group === undefined || named.some((market) => market.pool !== first.pool)) {
    return refuse('not-neg-risk')
  }
  const members = [...state.markets.values()].filter((market) => market.pool === first.pool)
  if (members.length < 2) return refuse('not-neg-risk')
  if (members.some((market) => market.shown.status === 'resolved')) return refuse('market-resolved')
  const account = accountOf(state.accounts, owner)
  if (named.some((market) => freeShares(account, market.shown.tokens[1]) < shares)) {
    return refuse('not-enough-shares')
  }
  for (const market of members) giveAndTake(account, market, shares, named.includes(market))
  const cash = (named.length - 1) * shares
  account.cash += cash
  first.pool.locked -= cash
  return record(state, { owner, kind: 'convert', markets: [...ids], shares, cash })
}

const giveAndTake = (
  account: AccountState,
  market: MarketState,
  shares: Size,
  isNamed: boolean,
): void => {
  const outcome = isNamed ? 1 : 0
  const change = isNamed ? -shares : shares
  addCount(account.holdings, market.shown.tokens[outcome], change)
  market.supply[outcome] += change
}

/** Pays all mined shares of the resolved markets that the owner has, rounded down to the micro-dollar a token. */
export const redeemPositions = (
  state: ExchangeState,
  owner: string,
  ids: readonly MarketId[],
): ActionResult => {
  const markets = [...new Set(ids)].flatMap((id) => state.markets.get(id) ?? [])
  if (markets.length === 0 || markets.length !== ids.length) return refuse('unknown-market')
  if (markets.some((market) => market.shown.payouts === undefined)) {
    return refuse('market-not-resolved')
  }
  const account = accountOf(state.accounts, owner)
  const total = { shares: 0, cash: 0 }
  for (const market of markets) redeemMarket(account, market, total)
  if (total.shares === 0) return refuse('nothing-to-redeem')
  account.cash += total.cash
  const { shares, cash } = total
  return record(state, { owner, kind: 'redeem', markets: [...ids], shares, cash })
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

const isAmount = (shares: Size): boolean => Number.isSafeInteger(shares) && shares > 0

type ActionParts = Readonly<{
  owner: string
  kind: SimAction['kind']
  markets: readonly MarketId[]
  shares: number
  cash: number
}>

const record = (state: ExchangeState, parts: ActionParts): ActionResult => {
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
