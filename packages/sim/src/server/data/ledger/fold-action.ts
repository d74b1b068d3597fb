import { type MarketId, mulDiv, type TokenId, USD_ONE } from '@bot/core'
import { NEG_RISK_VAULT } from '../../../exchange/convert-positions.js'
import type { SimMarket } from '../../../exchange/sim-market.js'
import type { SimAction } from '../../../exchange/sim-order.js'
import { type LedgerAction, type LedgerState, ownerFold, positionFold } from './ledger-state.js'
import { applyChange } from './position-fold.js'
import type { RememberedMarkets } from './remembered-markets.js'

/** Enters a protocol action. */
export const foldAction = (
  state: LedgerState,
  remembered: RememberedMarkets,
  action: SimAction,
): void => {
  const markets = action.markets.flatMap((id) => remembered.find(id) ?? [])
  switch (action.kind) {
    case 'split':
    case 'merge':
      for (const market of markets) foldSet(state, market, action)
      return
    case 'convert':
      foldConversion(state, remembered, markets, action)
      return
    case 'redeem':
      foldRedemption(state, markets, action)
  }
}

const move = (
  state: LedgerState,
  action: SimAction,
  token: TokenId,
  size: number,
  money: number,
): void => {
  const owner = ownerFold(state, action.owner, action.at)
  const position = positionFold(owner, token, action.at)
  applyChange(position, { size, money, fee: 0 }, action.at)
}

const record = (
  state: LedgerState,
  action: SimAction,
  market: MarketId,
  shares: number,
  money: number,
): void => {
  const { id, owner, kind, at, transaction } = action
  const entry: LedgerAction = { id, owner, kind, market, shares, money, at, transaction }
  state.actions.push(entry)
}

/** A set counts half a dollar a share; an odd micro-dollar goes to NO. */
const foldSet = (state: LedgerState, market: SimMarket, action: SimAction): void => {
  const { shares } = action
  const sign = action.kind === 'split' ? 1 : -1
  const half = Math.floor(shares / 2)
  move(state, action, market.tokens[0], sign * shares, half)
  move(state, action, market.tokens[1], sign * shares, shares - half)
  record(state, action, market.id, shares, shares)
}

/**
 * NO leaves at what it cost, so that nothing is realized; what it cost beyond the dollars that come back is what the
 * YES shares cost. Where it cost less than those dollars, or there is no YES, the difference is profit. The group's
 * fee lessens what comes back; its vault gets those shares for nothing.
 */
const foldConversion = (
  state: LedgerState,
  remembered: RememberedMarkets,
  named: readonly SimMarket[],
  action: SimAction,
): void => {
  const { shares, cash } = action
  const group = named[0]?.event?.negRisk?.group
  const others = remembered
    .all()
    .filter((market) => market.event?.negRisk?.group === group && market.createdAt <= action.at)
    .filter((market) => !named.includes(market))
  const costs = named.map((market) => costOf(state, action, market.tokens[1]))
  const spent = costs.reduce((sum, cost) => sum + cost, 0)
  const carried = others.length === 0 ? 0 : Math.max(0, spent - cash)
  let profit = cash + carried - spent
  named.forEach((market, index) => {
    move(state, action, market.tokens[1], -shares, (costs[index] ?? 0) + profit)
    profit = 0
  })
  const each = Math.floor(carried / Math.max(1, others.length))
  const feeBips = named[0]?.event?.negRisk?.feeBips ?? 0
  const fee = mulDiv(shares, feeBips, 10_000, 'down')
  const received = shares - fee
  others.forEach((market, index) => {
    const rest = index === 0 ? carried - each * others.length : 0
    move(state, action, market.tokens[0], received, each + rest)
    if (fee > 0) move(state, { ...action, owner: NEG_RISK_VAULT }, market.tokens[0], fee, 0)
  })
  const first = named[0]
  if (first !== undefined) record(state, action, first.id, shares, cash)
}

/** What so many shares of a token cost, as `applyChange` will count it. */
const costOf = (state: LedgerState, { owner, shares }: SimAction, token: TokenId): number => {
  const position = state.owners.get(owner)?.positions.get(token)
  if (position === undefined || position.size <= 0) return 0
  return shares >= position.size
    ? position.cost
    : mulDiv(position.cost, shares, position.size, 'down')
}

/** Everything mined goes; a conversion of the total to the micro-dollar happens a token, as the exchange does. */
const foldRedemption = (
  state: LedgerState,
  markets: readonly SimMarket[],
  action: SimAction,
): void => {
  for (const market of markets) {
    let paid = 0
    for (const outcome of [0, 1] as const) {
      const token = market.tokens[outcome]
      const size = minedSize(state, action.owner, token)
      if (size <= 0) continue
      const money = mulDiv(size, market.payouts?.[outcome] ?? 0, USD_ONE, 'down')
      move(state, action, token, -size, money)
      paid += money
    }
    // The real feed states a redemption's payout as its size, too.
    record(state, action, market.id, paid, paid)
  }
}

const minedSize = (state: LedgerState, owner: string, token: TokenId): number => {
  const held = state.owners.get(owner)?.positions.get(token)?.size ?? 0
  let unmined = 0
  for (const { parts } of state.pending.values()) {
    for (const part of parts) {
      if (part.owner === owner && part.token === token) unmined += Math.max(0, part.effect.size)
    }
  }
  return held - unmined
}
