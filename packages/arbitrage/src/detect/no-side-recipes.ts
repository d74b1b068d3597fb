import type { MarketFacts } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import { classifySet } from '../sets/classify-set.js'
import { groupOf } from '../sets/group-of.js'
import { buildLeg } from './build-leg.js'
import type { Opportunity } from './opportunity.js'
import type { Recipe, RecipeLeg } from './recipe.js'
import { sidesAgree } from './sides-agree.js'

/** Outcomes that may be taken one way, any two or more of them, and the recipe that some of them make. */
export type NoSidePath = Readonly<{
  subject: string
  feeBips: number
  legs: () => readonly RecipeLeg[]
  toRecipe: (legs: readonly RecipeLeg[]) => Recipe
}>

/** Ways to take the NO side, the preferred path first; `skipped` says why outcomes of the paths looked at were left out. */
export type NoSideRecipes = Readonly<{
  paths: readonly NoSidePath[]
  skipped: readonly Uncertified[]
}>

/**
 * Turns "YES bids sum to more than 1" into recipes.
 *
 * Buying NO of k outcomes and converting them gives back k − 1 dollars, whoever wins, and YES of the rest, valued 0
 * here: it needs only that outcomes exclude each other. Splitting and selling YES, then converting the NO left
 * over, comes to the same with more capital, and is the way where orders for NO would break the venue's precision.
 * It wants both books of a market: where NO's is missing, reading it is better than paying for the detour.
 *
 * @see NegRiskAdapter.convertPositions in Polymarket/neg-risk-ctf-adapter
 */
export const noSideRecipes = (
  { kind, subject, markets }: Opportunity,
  options: CertifyOptions,
): NoSideRecipes | Uncertified => {
  if (!isOneGroup(markets)) {
    return uncertified('set-not-exclusive', { subject, why: classifySet(markets).why })
  }
  if (markets.some(isWon)) return uncertified('market-not-tradable', { subject, why: 'won' })
  const skipped: Uncertified[] = []
  const feeBips = markets.reduce((most, market) => Math.max(most, feeBipsOf(market)), 0)
  const legsOf = (outcome: 0 | 1): readonly RecipeLeg[] => {
    const legs: RecipeLeg[] = []
    for (const market of markets) {
      const leg = legOf(market, outcome, options)
      if (!('refused' in leg)) legs.push(leg)
      else if (market.tradable) skipped.push(leg)
    }
    return legs
  }
  const toRecipe = (legs: readonly RecipeLeg[]): Recipe => ({
    kind,
    subject,
    members: markets,
    splits: legs[0]?.side === 'sell' ? legs.map((leg) => leg.market.id) : [],
    legs,
    finish: 'convert',
    dollarsBack: legs.length - 1,
    feeBips,
    evidence: 'one negRisk group: at most one outcome wins',
  })
  const paths = ([1, 0] as const).map((outcome) => ({
    subject,
    feeBips,
    legs: () => legsOf(outcome),
    toRecipe,
  }))
  return { paths, skipped }
}

const legOf = (
  market: MarketFacts,
  outcome: 0 | 1,
  options: CertifyOptions,
): RecipeLeg | Uncertified => {
  if (typeof market.negRisk !== 'object' || market.negRisk.role !== 'named') {
    return uncertified('market-not-tradable', { market: market.id, why: 'unnamed outcome' })
  }
  const side = outcome === 1 ? 'buy' : 'sell'
  const leg = buildLeg(market, outcome, side, options)
  if ('refused' in leg) return leg
  const sibling = market.tokens[1 - outcome]
  const other = sibling === undefined ? undefined : options.bookOf(sibling)
  if (outcome === 0 && other?.status !== 'live') {
    return uncertified(
      'missing-book',
      { market: market.id, token: sibling },
      market.tokens.slice(1),
    )
  }
  return sidesAgree(leg.book, side, other)
    ? leg
    : uncertified('sides-disagree', { market: market.id }, market.tokens)
}

/** What `classifySet` asks of an exclusive set, without reading labels: at most one market of a group wins. */
const isOneGroup = ([first, ...others]: readonly MarketFacts[]): boolean => {
  const group = first === undefined ? undefined : groupOf(first)
  return group !== undefined && others.every((market) => groupOf(market) === group)
}

const isWon = ({ resolution }: MarketFacts): boolean =>
  resolution.state === 'resolved' && resolution.payouts[0] !== 0

const feeBipsOf = ({ negRisk }: MarketFacts): number =>
  typeof negRisk === 'object' ? negRisk.feeBips : 0
