import { sameInstant } from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import { buildLeg } from './build-leg.js'
import type { Opportunity } from './opportunity.js'
import type { Recipe } from './recipe.js'

/**
 * Turns a one-market opportunity into a recipe: buy both and merge, or split and sell both.
 *
 * YES and NO are one mirrored book, on which `ask + ask < 1` is a crossed book that a correct matcher never
 * leaves. So it is refused, as `crossed-book` or `different-instant`, and even with two sound books of one instant
 * as `unconfirmed-complement`, unless `confirmedComplement` proves it.
 */
export const pairRecipe = (
  { kind, subject, markets }: Opportunity,
  options: CertifyOptions,
): Recipe | Uncertified => {
  const [market] = markets
  if (market === undefined) return uncertified('market-not-tradable', { subject })
  const side = kind === 'complement-buy' ? 'buy' : 'sell'
  const yes = buildLeg(market, 0, side, options)
  if ('refused' in yes) return yes
  const no = buildLeg(market, 1, side, options)
  if ('refused' in no) return no
  if (!sameInstant(yes.book, no.book)) {
    const apartMs = Math.abs(yes.book.changedAt - no.book.changedAt)
    return uncertified('different-instant', { market: market.id, apartMs })
  }
  if (options.confirmedComplement?.(market) !== true) {
    return uncertified('unconfirmed-complement', { market: market.id })
  }
  const buys = side === 'buy'
  return {
    kind,
    subject,
    members: [market],
    splits: buys ? [] : [market.id],
    legs: [yes, no],
    finish: buys ? 'merge' : 'nothing',
    dollarsBack: buys ? 1 : 0,
    feeBips: 0,
    evidence: 'both books confirmed at one instant',
  }
}
