import {
  heldShares,
  type MarketId,
  type Position,
  type ResolutionFact,
  USD_ONE,
  type View,
} from '@bot/core'
import { isActive } from '../baskets/basket-run.js'
import type { PolicyState } from './policy-state.js'

/**
 * Finds the payouts that the chain holds finally for a market which the venue has not ended yet; `undefined` when nobody
 * read any, or when any other witness names other payouts: it may be late, or speak of another market.
 *
 * What is proposed, disputed or only listed is never final. How old the chain's word is does not matter: nothing changes
 * it.
 */
export const finalPayouts = (view: View, market: MarketId): readonly number[] | undefined => {
  const fact = view.fact('resolution', market)?.value
  const payouts = fact?.market === market ? chainPayouts(fact) : undefined
  if (fact === undefined || payouts === undefined) return undefined
  const said = payouts.join(' ')
  return fact.witnesses.every((each) => (each.payouts ?? payouts).join(' ') === said)
    ? payouts
    : undefined
}

const chainPayouts = ({ witnesses }: ResolutionFact): readonly number[] | undefined => {
  const chain = witnesses.find(
    ({ by, state, final }) => by === 'chain' && state === 'resolved' && final === true,
  )
  const payouts = chain?.payouts
  const isWhole =
    payouts?.length === 2 &&
    payouts.every((each) => Number.isSafeInteger(each) && each >= 0) &&
    payouts.reduce((sum, each) => sum + each, 0) === USD_ONE
  return isWhole ? payouts : undefined
}

/**
 * Tells whether a market that still trades may be redeemed now. A redemption takes all shares of the wallet, whoever they
 * belong to: so nothing of it may be on its way, be needed by a basket, or be offered by an order. What pays nothing waits
 * until the venue ends the market.
 */
export const mayRedeemEarly = (
  state: PolicyState,
  view: View,
  market: MarketId,
  payouts: readonly number[],
): boolean => {
  const tokens = view.market(market)?.tokens ?? []
  const held = tokens.map((token) => view.positionsOf(token))
  const isPaid = held.some(
    (positions, index) =>
      (payouts[index] ?? 0) > 0 && positions.some((each) => heldShares(each) > 0),
  )
  return (
    isPaid &&
    held.flat().every((each) => isAtRest(state, each)) &&
    !state.tracker.mayTrade().some(({ state: { intent } }) => intent.market === market)
  )
}

const isAtRest = (state: PolicyState, { provisional, confirmed, basket }: Position): boolean =>
  provisional === 0 && confirmed >= 0 && !isActive(state.baskets.get(basket ?? ''))
