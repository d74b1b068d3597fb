import {
  bestAsk,
  type MarketFacts,
  type Size,
  type TimeMs,
  type TokenId,
  type Usd,
} from '@bot/core'
import { annualYield } from '../certificate/annual-yield.js'
import {
  bookOf,
  certifiedLeg,
  DEFAULT_LIFE_MS,
  lastEnd,
  marginParts,
  skewOf,
} from '../certificate/build-certificate.js'
import type { Certificate } from '../certificate/certificate.js'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { levelMargins } from '../certificate/level-margins.js'
import { maxLegLoss } from '../certificate/max-leg-loss.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import { buildStates } from './build-states.js'
import { type OutcomeStates, writeState } from './outcome-states.js'
import { relatedOffers } from './related-offers.js'
import type { Relation } from './relation.js'
import { sizeRelations } from './size-relations.js'
import type { WholePortfolio } from './whole-portfolio.js'

/**
 * Proves that prices of related markets allow a profit in every consistent world, sized to the lot, or names the
 * first reason why not.
 *
 * Buys outcomes and holds them to resolution. The relations are taken as true: pass what `deriveRelations` derived
 * or a person confirmed. Never throws on market data.
 */
export const certifyRelations = (
  relations: readonly Relation[],
  markets: readonly MarketFacts[],
  options: CertifyOptions,
): Certificate | Uncertified => {
  const subject = subjectOf(relations)
  const states = buildStates(relations, markets)
  if (states === undefined) return uncertified('too-many-states', { subject })
  if (states.states.length === 0) return uncertified('relations-contradict', { subject })
  const { offers, skipped } = relatedOffers(states, markets, options)
  const refresh = [...new Set(skipped.flatMap((each) => each.refresh))]
  if (offers.length < 2) {
    const [first] = skipped
    return first === undefined
      ? uncertified('market-not-tradable', { subject })
      : { ...first, refresh }
  }
  const sized = sizeRelations(offers, states.states.length, options)
  if ('refused' in sized) {
    return { ...sized, context: { subject, ...sized.context }, refresh }
  }
  const skewMs = skewOf(sized.offers.map(({ leg }) => leg))
  if (skewMs <= options.maxSkewMs) return write(relations, states, sized, options)
  return uncertified('books-too-far-apart', { subject, skewMs }, lateBooks(sized, options))
}

/** A set of relations is named after the first of their ids. */
const subjectOf = (relations: readonly Relation[]): string =>
  relations.map(({ id }) => id).sort()[0] ?? ''

const lateBooks = (sized: WholePortfolio, options: CertifyOptions): readonly TokenId[] =>
  sized.offers
    .filter(({ leg }) => options.now - leg.book.provenAliveAt > options.maxSkewMs)
    .map(({ leg }) => leg.token)

const write = (
  relations: readonly Relation[],
  { members, states }: OutcomeStates,
  sized: WholePortfolio,
  { now, lifeMs = DEFAULT_LIFE_MS }: CertifyOptions,
): Certificate => {
  const recipeLegs = sized.offers.map(({ leg }) => leg)
  const legs = recipeLegs.map((leg, index) =>
    certifiedLeg(leg, sized.walks[index], sized.shares[index] ?? (0 as Size)),
  )
  const shares = Math.max(...sized.shares) as Size
  const lockedUntil = lastEnd(recipeLegs)
  const earned = annualYield(sized.profit, sized.cost, now, lockedUntil)
  const orders = legs.map(({ token, market, side, shares: each, limit }) => {
    return { token, market, side, shares: each, limit }
  })
  return {
    version: 2,
    kind: 'relation',
    subject: subjectOf(relations),
    certifiedAt: now,
    expiresAt: (now + lifeMs) as TimeMs,
    books: recipeLegs.map((leg) => bookOf(leg, now)),
    maxSkewMs: skewOf(recipeLegs),
    legs,
    stages: [{ kind: 'legs', legs: orders }, { kind: 'hold-to-resolution' }],
    shares,
    cost: sized.cost,
    capital: sized.cost,
    payoffs: states
      .map((state, index) => ({
        state: writeState(state),
        payoff: sized.payoffs[index] ?? (0 as Usd),
      }))
      .sort((a, b) => (a.state < b.state ? -1 : 1)),
    worstProfit: sized.profit,
    maxLegLoss: maxLegLoss(recipeLegs, sized.walks),
    topSum: recipeLegs.reduce((sum, { book }) => sum + (bestAsk(book) ?? 0), 0),
    edgeCents: (sized.profit / shares) * 100,
    margins: levelMargins(legs, marginParts(recipeLegs, legs, sized.profit)),
    actions: 0,
    release: 'at-resolution',
    ...(lockedUntil === undefined ? {} : { lockedUntil }),
    ...(earned === undefined ? {} : { annualYield: earned }),
    evidence: relations.map(({ id, rule }) => `${rule} ${id}`).join('; '),
    members,
    relations,
  }
}
