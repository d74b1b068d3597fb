import type { BasketAction } from '../basket/basket.js'
import type { TokenId } from '../brand.js'
import type { MarketFacts } from '../market/market-facts.js'
import { mulDiv } from '../money/mul-div.js'
import { USD_ONE } from '../money/usd.js'
import type { Ledger } from './ledger.js'
import { heldShares, positionKey } from './position.js'

/** One token's part of an action: millionths of a share in or out, and the micro-dollars that go with them. */
export type SettlementPart = Readonly<{
  token: TokenId
  market: MarketFacts
  shares: number
  cash: number
}>

/** What some shares of a token cost its owner: their part of the position's cost, never below 0. */
type CostOf = (token: TokenId, shares: number) => number

const BIPS_ONE = 10_000

/** Works out what an action moves, from the protocol's rules and what the owner holds now. */
export const settlementParts = (
  ledger: Ledger,
  owner: string,
  action: BasketAction,
  markets: readonly MarketFacts[],
): readonly SettlementPart[] => {
  const named = markets.filter((market) => action.markets.includes(market.id))
  const held = (token: TokenId): number => {
    const position = ledger.positions.get(positionKey(owner, token))
    return position === undefined ? 0 : Math.max(0, heldShares(position))
  }
  const costOf: CostOf = (token, shares) => {
    const cost = Math.max(0, ledger.positions.get(positionKey(owner, token))?.cost ?? 0)
    const all = held(token)
    return all === 0 ? 0 : mulDiv(cost, Math.min(shares, all), all, 'nearest')
  }
  switch (action.action) {
    case 'split':
      return named.flatMap((market) => completeSet(market, -action.shares, () => 0))
    case 'merge':
      return named.flatMap((market) => completeSet(market, action.shares, costOf))
    case 'redeem':
      return named.flatMap((market) => redeemed(market, action, held))
    case 'convert':
      return converted(markets, named, action.shares, costOf)
  }
}

/** Above 0 dollars come back for complete sets, below 0 they buy them. */
const completeSet = (
  market: MarketFacts,
  dollars: number,
  costOf: CostOf,
): readonly SettlementPart[] => {
  const [yes, no] = market.tokens
  if (yes === undefined || no === undefined) return []
  const amount = Math.abs(dollars)
  const sign = Math.sign(dollars)
  const [first = 0, second = 0] = shareOut(amount, [costOf(yes, amount), costOf(no, amount)])
  return [
    { token: yes, market, shares: -dollars, cash: sign * first },
    { token: no, market, shares: -dollars, cash: sign * second },
  ]
}

const redeemed = (
  market: MarketFacts,
  { shares, payouts: final, markets }: BasketAction,
  held: (token: TokenId) => number,
): readonly SettlementPart[] => {
  const { resolution } = market
  const named = markets.length === 1 ? final : undefined
  const payouts = resolution.state === 'resolved' ? resolution.payouts : named
  if (payouts === undefined) return []
  return market.tokens.flatMap((token, index) => {
    const redeem = Math.min(held(token), shares)
    if (redeem === 0) return []
    const cash = mulDiv(redeem, payouts[index] ?? 0, USD_ONE, 'down')
    return [{ token, market, shares: -redeem, cash }]
  })
}

/**
 * NO of k markets becomes YES of all others and k − 1 dollars a set, less the group's fee on both.
 *
 * @see https://github.com/Polymarket/neg-risk-ctf-adapter NegRiskAdapter.sol, convertPositions
 */
const converted = (
  group: readonly MarketFacts[],
  from: readonly MarketFacts[],
  shares: number,
  costOf: CostOf,
): readonly SettlementPart[] => {
  const others = group.filter((market) => !from.includes(market))
  const fee = mulDiv(shares, feeBipsOf(group), BIPS_ONE, 'down')
  const received = shares - fee
  const paid = Math.max(0, from.length - 1) * received
  const costs = from.map((market) => costOf(market.tokens[1] ?? ('' as TokenId), shares))
  const cost = costs.reduce((sum, each) => sum + each, 0)
  const carried = others.length === 0 ? 0 : Math.max(0, cost - paid)
  const handed = shareOut(paid + carried, costs)
  const costsOfOthers = shareOut(
    carried,
    others.map(() => 0),
  )
  return [
    ...from.flatMap((market, index) =>
      partOf(market, market.tokens[1], -shares, handed[index] ?? 0),
    ),
    ...others.flatMap((market, index) =>
      partOf(market, market.tokens[0], received, -(costsOfOthers[index] ?? 0)),
    ),
  ]
}

const partOf = (
  market: MarketFacts,
  token: TokenId | undefined,
  shares: number,
  cash: number,
): readonly SettlementPart[] => (token === undefined ? [] : [{ token, market, shares, cash }])

const feeBipsOf = (group: readonly MarketFacts[]): number =>
  group.reduce(
    (most, { negRisk }) => (typeof negRisk === 'object' ? Math.max(most, negRisk.feeBips) : most),
    0,
  )

/** Shares an amount out by weight, or equally when nothing weighs; the last takes what rounding left. */
const shareOut = (amount: number, weights: readonly number[]): readonly number[] => {
  const heavy = weights.some((weight) => weight > 0)
  let left = amount
  let weight = weights.reduce((sum, each) => sum + (heavy ? each : 1), 0)
  return weights.map((each) => {
    const own = heavy ? each : 1
    const part = weight === 0 ? 0 : mulDiv(left, own, weight, 'down')
    left -= part
    weight -= own
    return part
  })
}
