import { type FeeSchedule, type MarketFacts, PRICE_ONE, SIZE_ONE, type TokenId } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import { buildLeg } from '../detect/build-leg.js'
import type { RecipeLeg } from '../detect/recipe.js'
import { sidesAgree } from '../detect/sides-agree.js'
import type { Asset } from '../lp/relation-problem.js'
import type { OutcomeStates } from './outcome-states.js'

/** A leg that could be bought, with what its shares pay in each state, in halves of a dollar. */
export type RelatedOffer = Readonly<{ leg: RecipeLeg; halves: readonly number[] }>

/** Builds a leg for either outcome of every member that can be traded; `skipped` says why the others cannot. */
export const relatedOffers = (
  { members, states }: OutcomeStates,
  markets: readonly MarketFacts[],
  options: CertifyOptions,
): Readonly<{ offers: readonly RelatedOffer[]; skipped: readonly Uncertified[] }> => {
  const offers: RelatedOffer[] = []
  const skipped: Uncertified[] = []
  for (const [index, id] of members.entries()) {
    const market = markets.find((each) => each.id === id)
    if (market === undefined) {
      skipped.push(uncertified('market-not-tradable', { market: id, why: 'unknown market' }))
      continue
    }
    for (const outcome of [0, 1] as const) {
      const leg = legOf(market, outcome, options)
      if ('refused' in leg) skipped.push(leg)
      else {
        const first = states.map((state) => state[index] ?? 0)
        offers.push({ leg, halves: outcome === 0 ? first : first.map((ending) => 2 - ending) })
      }
    }
  }
  return { offers, skipped }
}

const legOf = (
  market: MarketFacts,
  outcome: 0 | 1,
  options: CertifyOptions,
): RecipeLeg | Uncertified => {
  const leg = buildLeg(market, outcome, 'buy', options)
  if ('refused' in leg) return leg
  const sibling: TokenId | undefined = market.tokens[1 - outcome]
  const other = sibling === undefined ? undefined : options.bookOf(sibling)
  return sidesAgree(leg.book, 'buy', other)
    ? leg
    : uncertified('sides-disagree', { market: market.id }, market.tokens)
}

/** Turns an offer into a column of the linear program, with at most `most` levels of its book. */
export const toAsset = ({ leg, halves }: RelatedOffer, most: number): Asset => {
  const { prices, sizes } = leg.book.asks
  const levels: { cost: number; shares: number }[] = []
  for (let i = prices.length - 1; i >= 0 && levels.length < most; i--) {
    const at = (prices[i] ?? PRICE_ONE) / PRICE_ONE
    levels.push({ cost: at + feeAt(leg.fee, at), shares: (sizes[i] ?? 0) / SIZE_ONE })
  }
  return { payoffs: halves.map((half) => half / 2), levels: convex(levels) }
}

const feeAt = ({ ratePpm, exponent }: FeeSchedule, at: number): number =>
  (ratePpm / 1e6) * (at * (1 - at)) ** exponent

/** A steep fee can make a dearer level cost less: the program then takes the dearer cost for both. */
const convex = (levels: readonly { cost: number; shares: number }[]): Asset['levels'] => {
  let highest = 0
  return levels.map(({ cost, shares }) => {
    highest = Math.max(highest, cost)
    return { cost: highest, shares }
  })
}
