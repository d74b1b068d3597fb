import type { MarketFacts } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import { classifySet } from '../sets/classify-set.js'
import { buildLeg } from './build-leg.js'
import type { Opportunity } from './opportunity.js'
import type { Recipe, RecipeLeg } from './recipe.js'
import { sidesAgree } from './sides-agree.js'

/**
 * Turns "YES of everything costs less than 1" into a recipe: buy all and hold to resolution.
 *
 * Needs an exhaustive set: if anything else may win, all shares may be worth nothing. Outcomes already resolved NO
 * need no leg.
 */
export const allYesRecipe = (
  { kind, subject, markets }: Opportunity,
  options: CertifyOptions,
): Recipe | Uncertified => {
  const classify = options.classify ?? classifySet
  const set = classify(markets, options.groupIsWhole)
  if (!set.exclusive) return uncertified('set-not-exclusive', { subject, why: set.why })
  if (!set.exhaustive) return uncertified('set-not-exhaustive', { subject, why: set.why })
  const legs: RecipeLeg[] = []
  for (const market of markets) {
    if (isLost(market)) continue
    const leg = buildLeg(market, 0, 'buy', options)
    if ('refused' in leg) return leg
    const [, sibling] = market.tokens
    if (sibling !== undefined && !sidesAgree(leg.book, 'buy', options.bookOf(sibling))) {
      return uncertified('sides-disagree', { market: market.id }, market.tokens)
    }
    legs.push(leg)
  }
  if (legs.length < 2) return uncertified('market-not-tradable', { subject, legs: legs.length })
  return {
    kind,
    subject,
    members: markets,
    splits: [],
    legs,
    finish: 'hold',
    dollarsBack: 1,
    feeBips: 0,
    evidence: set.why,
  }
}

const isLost = ({ resolution }: MarketFacts): boolean =>
  resolution.state === 'resolved' && resolution.payouts[0] === 0
