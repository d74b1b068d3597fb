import { allYesRecipe } from '../detect/all-yes-recipe.js'
import { noSideRecipes } from '../detect/no-side-recipes.js'
import type { Opportunity } from '../detect/opportunity.js'
import { pairRecipe } from '../detect/pair-recipe.js'
import type { Recipe } from '../detect/recipe.js'
import { chooseShares, type Sized } from '../size/choose-shares.js'
import { chooseSizes } from '../size/choose-sizes.js'
import { buildCertificate, skewOf } from './build-certificate.js'
import type { Certificate } from './certificate.js'
import type { CertifyOptions } from './certify-options.js'
import { type Uncertified, uncertified } from './uncertified.js'

type Found = Readonly<{ recipe: Recipe; sized: Sized }>

/**
 * Proves an opportunity, sized and priced to the micro-dollar, or names the first reason why it is none.
 *
 * Never throws on market data. Fails closed: what is unknown, stale, crossed or not proven is a refusal with a
 * counted reason. Checked in this order: the set, the books, the facts, depth, sizes, fees, and last how far apart
 * in time the books are.
 */
export const certify = (
  opportunity: Opportunity,
  options: CertifyOptions,
): Certificate | Uncertified => {
  const found = find(opportunity, options)
  if ('refused' in found) return found
  const { recipe, sized } = found
  const skewMs = skewOf(recipe.legs)
  if (skewMs > options.maxSkewMs) {
    const refresh = recipe.legs
      .filter(({ book }) => options.now - book.provenAliveAt > options.maxSkewMs)
      .map(({ token }) => token)
    return uncertified('books-too-far-apart', { subject: recipe.subject, skewMs }, refresh)
  }
  return buildCertificate(recipe, sized, options.now, options.lifeMs)
}

const find = (opportunity: Opportunity, options: CertifyOptions): Found | Uncertified => {
  if (opportunity.kind === 'event-no') return findNoSide(opportunity, options)
  const recipe =
    opportunity.kind === 'event-yes'
      ? allYesRecipe(opportunity, options)
      : pairRecipe(opportunity, options)
  if ('refused' in recipe) return recipe
  const sized = chooseShares(recipe, options)
  return 'refused' in sized ? sized : { recipe, sized }
}

const findNoSide = (opportunity: Opportunity, options: CertifyOptions): Found | Uncertified => {
  const recipes = noSideRecipes(opportunity, options)
  if ('refused' in recipes) return recipes
  let refusal: Uncertified | undefined
  for (const path of recipes.paths) {
    const chosen = chooseSizes(path, options)
    if (chosen !== undefined && !('refused' in chosen)) return chosen
    refusal ??= chosen
  }
  const [skipped] = recipes.skipped
  if (skipped === undefined) {
    return refusal ?? uncertified('edge-below-threshold', { subject: opportunity.subject })
  }
  return { ...skipped, refresh: [...new Set(recipes.skipped.flatMap(({ refresh }) => refresh))] }
}
