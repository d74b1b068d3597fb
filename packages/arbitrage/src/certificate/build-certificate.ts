import {
  bestAsk,
  bestBid,
  type MarketFacts,
  PRICE_ONE,
  type Price,
  type Size,
  type Stage,
  type TimeMs,
  type Usd,
  type Walk,
} from '@bot/core'
import type { Recipe, RecipeLeg } from '../detect/recipe.js'
import type { Sized } from '../size/choose-shares.js'
import { afterFee, type Tranche, tranchesOf } from '../size/tranches.js'
import { annualYield } from './annual-yield.js'
import type {
  Certificate,
  CertifiedBook,
  CertifiedLeg,
  LevelTaken,
  StatePayoff,
} from './certificate.js'
import { levelMargins, type MarginParts } from './level-margins.js'
import { maxLegLoss } from './max-leg-loss.js'

/** How long a certificate lives unless told otherwise. */
export const DEFAULT_LIFE_MS = 2_000

/** Writes down a sized recipe as a certificate that lives for `lifeMs`. */
export const buildCertificate = (
  recipe: Recipe,
  sized: Sized,
  now: TimeMs,
  lifeMs: number = DEFAULT_LIFE_MS,
): Certificate => {
  const { shares, sizes, assessment } = sized
  const legs = recipe.legs.map((leg, index) =>
    certifiedLeg(leg, assessment.walks[index], sizes[index] ?? (0 as Size)),
  )
  const tranches = tranchesOf(sizes)
  const payoffs = payoffsOf(recipe, tranches, (assessment.profit + assessment.cost) as Usd)
  const stages = stagesOf(recipe, legs, tranches)
  const worstProfit = (Math.min(...payoffs.map(({ payoff }) => payoff)) - assessment.cost) as Usd
  const lockedUntil = recipe.finish === 'hold' ? lastEnd(recipe.legs) : undefined
  const earned = annualYield(worstProfit, assessment.capital, now, lockedUntil)
  return {
    version: 2,
    kind: recipe.kind,
    subject: recipe.subject,
    certifiedAt: now,
    expiresAt: (now + lifeMs) as TimeMs,
    books: recipe.legs.map((leg) => bookOf(leg, now)),
    maxSkewMs: skewOf(recipe.legs),
    legs,
    stages,
    shares,
    cost: assessment.cost,
    capital: assessment.capital,
    payoffs,
    worstProfit,
    maxLegLoss: maxLegLoss(recipe.legs, assessment.walks),
    topSum: recipe.legs.reduce((sum, leg) => sum + topOf(recipe, leg), 0),
    edgeCents: (worstProfit / shares) * 100,
    margins: levelMargins(legs, {
      ...marginParts(recipe.legs, legs, worstProfit),
      ...(recipe.finish === 'convert' ? { feeBips: recipe.feeBips } : {}),
    }),
    actions: stages.filter(({ kind }) => kind === 'action').length,
    release: recipe.finish === 'hold' ? 'at-resolution' : 'on-settlement',
    ...(lockedUntil === undefined ? {} : { lockedUntil }),
    ...(earned === undefined ? {} : { annualYield: earned }),
    evidence: recipe.evidence,
  }
}

/** Returns how far apart the times lie at which the legs' books were last proven current, in ms. */
export const skewOf = (legs: readonly RecipeLeg[]): number => {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { book } of legs) {
    first = Math.min(first, book.provenAliveAt)
    last = Math.max(last, book.provenAliveAt)
  }
  return last - first
}

/** What the worst state gives apart from the legs' own money, and the legs' fees. */
export const marginParts = (
  recipeLegs: readonly RecipeLeg[],
  legs: readonly CertifiedLeg[],
  worstProfit: Usd,
): MarginParts => ({
  aside: legs.reduce<number>(
    (sum, { side, notional, fee }) => sum + (side === 'buy' ? notional + fee : fee - notional),
    worstProfit,
  ),
  fees: recipeLegs.map(({ fee }) => fee),
})

/** Writes down which book a leg stands on, and how old its last proof is. */
export const bookOf = ({ book, market }: RecipeLeg, now: TimeMs): CertifiedBook => ({
  token: book.token,
  market: market.id,
  epoch: book.epoch,
  changedAt: book.changedAt,
  provenAliveAt: book.provenAliveAt,
  ageMs: now - book.provenAliveAt,
})

/** Writes down what a leg takes of each level. */
export const certifiedLeg = (
  { book, market, token, side }: RecipeLeg,
  walk: Walk | undefined,
  shares: Size,
): CertifiedLeg => {
  const { prices, sizes } = side === 'buy' ? book.asks : book.bids
  const best = prices.length - 1
  const first = Math.min(shares, sizes[best] ?? 0) as Size
  // Most legs end in their best level: a list that is written out takes less than one that grows.
  const levels: LevelTaken[] = first === 0 ? [] : [{ price: prices[best] as Price, shares: first }]
  let left = shares - first
  for (let i = best - 1; i >= 0 && left > 0; i--) {
    const taken = Math.min(left, sizes[i] ?? 0)
    levels.push({ price: prices[i] as Price, shares: taken as Size })
    left -= taken
  }
  const limit = walk?.worstPrice ?? (PRICE_ONE as Price)
  const notional = walk?.notional ?? (0 as Usd)
  return {
    token,
    market: market.id,
    side,
    shares,
    limit,
    levels,
    notional,
    fee: walk?.fee ?? (0 as Usd),
  }
}

const stagesOf = (
  { splits, finish, subject }: Recipe,
  legs: readonly CertifiedLeg[],
  tranches: readonly Tranche[],
): Stage[] => {
  const shares = legs[0]?.shares ?? (0 as Size)
  const stages = splits.map((id, index): Stage => {
    const action = {
      action: 'split',
      markets: [id],
      shares: legs[index]?.shares ?? shares,
    } as const
    return { kind: 'action', action }
  })
  const orders = legs.map(({ token, market, side, shares: each, limit }) => {
    return { token, market, side, shares: each, limit }
  })
  stages.push({ kind: 'legs', legs: orders })
  const markets = legs.map((leg) => leg.market)
  if (finish === 'hold') stages.push({ kind: 'hold-to-resolution' })
  if (finish === 'merge') {
    const action = { action: 'merge', markets: [...new Set(markets)], shares } as const
    stages.push({ kind: 'action', action })
  }
  if (finish !== 'convert') return stages
  for (const { legs: count, shares: each } of tranches) {
    const converted = { markets: markets.slice(0, count), group: subject, shares: each }
    stages.push({ kind: 'action', action: { action: 'convert', ...converted } })
  }
  return stages
}

/** What comes back in every outcome state: for a set, each market that may still win, and the unlisted rest. */
const payoffsOf = (
  recipe: Recipe,
  tranches: readonly Tranche[],
  certain: Usd,
): readonly StatePayoff[] => {
  const { finish, members, legs, feeBips } = recipe
  if (finish === 'merge' || finish === 'nothing') {
    const states = [...(members[0]?.outcomes ?? []), 'evenly split']
    return states.map((state) => ({ state, payoff: certain }))
  }
  const open = members.filter(mayWin).map((member) => member.id)
  if (finish === 'hold') return open.map((state) => ({ state, payoff: certain }))
  // Every conversion that leaves an outcome out gives YES of it.
  const ranks = new Map(legs.map(({ market }, index) => [market.id, index]))
  const won = open.map((state): StatePayoff => {
    const rank = ranks.get(state) ?? legs.length
    const kept = tranches.reduce(
      (sum, { legs: count, shares }) => sum + (rank < count ? 0 : afterFee(shares, feeBips)),
      0,
    )
    return { state, payoff: (certain + kept) as Usd }
  })
  won.push({ state: 'unlisted', payoff: certain })
  return won
}

const mayWin = ({ resolution }: MarketFacts): boolean =>
  resolution.state !== 'resolved' || resolution.payouts[0] !== 0

const topOf = ({ kind }: Recipe, { book, side }: RecipeLeg): number => {
  const top = (side === 'buy' ? bestAsk(book) : bestBid(book)) ?? 0
  return kind === 'event-no' && side === 'buy' ? PRICE_ONE - top : top
}

/** Returns when the last market ends; `undefined` when that of some market is not known. */
export const lastEnd = (legs: readonly RecipeLeg[]): TimeMs | undefined => {
  const ends = legs.map(({ market }) => market.endsAt)
  return ends.includes(undefined) ? undefined : (Math.max(...(ends as TimeMs[])) as TimeMs)
}
