import {
  type BasketAction,
  type MarketFacts,
  mulDiv,
  type SettleRequest,
  type SettleResult,
  type TokenId,
  USD_ONE,
  type Usd,
} from '@bot/core'
import { addCount } from '../exchange/accounts.js'
import { freePaperCash, freePaperShares } from './paper-funds.js'
import { marketById, type PaperState, planDue } from './paper-state.js'

/** What an action takes at once and gives when it is confirmed. Negative `cash` is a cost. */
type Effect = Readonly<{
  cash: number
  takes: readonly (readonly [TokenId, number])[]
  gains: readonly (readonly [TokenId, number])[]
}>

/**
 * Performs a protocol action once: the same `ref` again tells how far it got.
 *
 * What it costs is gone at once; what it gives comes at the confirmation.
 */
export const settleAction = (state: PaperState, request: SettleRequest): SettleResult => {
  const { ref, action } = request
  const known = state.actions.get(ref)
  if (known !== undefined) return known.result
  const base = { ref: ref as SettleResult['ref'], action }
  const effect = effectOf(state, action)
  if (typeof effect === 'string') {
    return { ...base, status: 'failed', cash: 0 as Usd, reason: effect }
  }
  if (effect.cash < 0) state.cash += effect.cash
  for (const [token, shares] of effect.takes) addCount(state.holdings, token, -shares)
  const result: SettleResult = { ...base, status: 'submitted', cash: effect.cash as Usd }
  state.actions.set(ref, { result, gains: effect.gains })
  if (state.settleMs > 0) {
    planDue(state, (state.now + state.settleMs) as typeof state.now, 'settle', ref)
  } else settleDue(state, ref)
  return state.actions.get(ref)?.result ?? result
}

/** Confirms an action and pays what it gives. */
export const settleDue = (state: PaperState, ref: string): void => {
  const action = state.actions.get(ref)
  if (action === undefined || action.result.status !== 'submitted') return
  if (action.result.cash > 0) state.cash += action.result.cash
  for (const [token, shares] of action.gains) addCount(state.holdings, token, shares)
  action.result = { ...action.result, status: 'confirmed' }
}

const effectOf = (state: PaperState, action: BasketAction): Effect | string => {
  if (!Number.isSafeInteger(action.shares) || action.shares <= 0) return 'invalid-amount'
  const markets = action.markets.flatMap((id) => marketById(state, id) ?? [])
  if (markets.length === 0 || markets.length !== action.markets.length) return 'unknown-market'
  if (markets.some((market) => market.tokens.length !== 2)) return 'not-binary'
  if (action.action === 'redeem') return redeem(state, markets, action)
  if (markets.some((market) => payoutsOf(state, market) !== undefined)) return 'market-resolved'
  if (action.action === 'convert') return convert(state, markets, action.shares)
  const pairs = markets.flatMap((market) =>
    market.tokens.map((token) => [token, action.shares] as const),
  )
  const cash = markets.length * action.shares
  if (action.action === 'split') {
    if (freePaperCash(state) < cash) return 'not-enough-balance'
    return { cash: -cash, takes: [], gains: pairs }
  }
  return missing(state, pairs) ? 'not-enough-shares' : { cash, takes: pairs, gains: [] }
}

const missing = (state: PaperState, pairs: readonly (readonly [TokenId, number])[]): boolean =>
  pairs.some(([token, shares]) => freePaperShares(state, token) < shares)

const payoutsOf = (state: PaperState, market: MarketFacts): readonly number[] | undefined =>
  state.payouts.get(market.id) ??
  (market.resolution.state === 'resolved' ? market.resolution.payouts : undefined)

const redeem = (
  state: PaperState,
  markets: readonly MarketFacts[],
  { shares: most, payouts: final }: BasketAction,
): Effect | string => {
  let cash = 0
  const takes: (readonly [TokenId, number])[] = []
  for (const market of markets) {
    // Payouts are final on chain before the venue ends the market.
    const payouts = payoutsOf(state, market) ?? (markets.length === 1 ? final : undefined)
    if (payouts === undefined) return 'market-not-resolved'
    market.tokens.forEach((token, index) => {
      const shares = Math.min(most, freePaperShares(state, token))
      if (shares <= 0) return
      takes.push([token, shares])
      cash += mulDiv(shares, payouts[index] ?? 0, USD_ONE, 'down')
    })
  }
  return takes.length === 0 ? 'nothing-to-redeem' : { cash, takes, gains: [] }
}

/**
 * NO of k markets of a group becomes YES of each other market and k − 1 dollars a share, less the group's fee.
 *
 * @see https://github.com/Polymarket/neg-risk-ctf-adapter `convertPositions`
 */
const convert = (
  state: PaperState,
  named: readonly MarketFacts[],
  shares: number,
): Effect | string => {
  const negRisk = named[0]?.negRisk
  if (negRisk === undefined || typeof negRisk === 'string') return 'not-neg-risk'
  const members = groupMembers(state, negRisk.group)
  const inGroup = (market: MarketFacts): boolean =>
    members.some((member) => member.id === market.id)
  if (members.length < 2 || !named.every(inGroup)) return 'not-neg-risk'
  const takes = named.flatMap((market) => market.tokens.slice(1).map((no) => [no, shares] as const))
  if (missing(state, takes)) return 'not-enough-shares'
  const left = shares - mulDiv(shares, negRisk.feeBips, 10_000, 'down')
  const others = members.filter((member) => !named.some((market) => market.id === member.id))
  const gains = others.flatMap((market) =>
    market.tokens.slice(0, 1).map((yes) => [yes, left] as const),
  )
  return { cash: (named.length - 1) * left, takes, gains }
}

const groupMembers = (state: PaperState, group: string): readonly MarketFacts[] =>
  state.lookups.group?.(group) ??
  [...state.seenMarkets.values()].filter(
    ({ negRisk }) => typeof negRisk === 'object' && negRisk.group === group,
  )
