import {
  bestAsk,
  bestBid,
  type MarketFacts,
  mulDiv,
  PRICE_ONE,
  type Price,
  type Size,
  type Stage,
  type TimeMs,
  type Usd,
  type Walk,
} from '@bot/core'
import type { Recipe, RecipeLeg } from '../detect/recipe.js'
import { certainDollars } from '../size/assess-recipe.js'
import type { Sized } from '../size/choose-shares.js'
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
  const { shares, assessment } = sized
  const legs = recipe.legs.map((leg, index) => certifiedLeg(leg, assessment.walks[index], shares))
  const payoffs = payoffsOf(recipe, legs, shares)
  const stages = stagesOf(recipe, legs, shares)
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
    margins: levelMargins(legs, marginParts(recipe.legs, legs, worstProfit)),
    actions: stages.filter(({ kind }) => kind === 'action').length,
    release: recipe.finish === 'hold' ? 'at-resolution' : 'on-settlement',
    ...(lockedUntil === undefined ? {} : { lockedUntil }),
    ...(earned === undefined ? {} : { annualYield: earned }),
    evidence: recipe.evidence,
  }
}

/** Returns how far apart the times lie at which the legs' books were last proven current, in ms. */
export const skewOf = (legs: readonly RecipeLeg[]): number => {
  const times = legs.map(({ book }) => book.provenAliveAt)
  return Math.max(...times) - Math.min(...times)
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
  const levels: LevelTaken[] = []
  let left: number = shares
  for (let i = prices.length - 1; i >= 0 && left > 0; i--) {
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

const stagesOf = (recipe: Recipe, legs: readonly CertifiedLeg[], shares: Size): Stage[] => {
  const markets = legs.map((leg) => leg.market)
  const splits = recipe.splits.map(
    (id): Stage => ({ kind: 'action', action: { action: 'split', markets: [id], shares } }),
  )
  const trade: Stage = {
    kind: 'legs',
    legs: legs.map(({ token, market, side, limit }) => ({ token, market, side, shares, limit })),
  }
  switch (recipe.finish) {
    case 'merge': {
      const action = { action: 'merge', markets: [...new Set(markets)], shares } as const
      return [...splits, trade, { kind: 'action', action }]
    }
    case 'convert': {
      const action = { action: 'convert', markets, group: recipe.subject, shares } as const
      return [...splits, trade, { kind: 'action', action }]
    }
    case 'hold':
      return [...splits, trade, { kind: 'hold-to-resolution' }]
    case 'nothing':
      return [...splits, trade]
  }
}

/** What comes back in every outcome state: for a set, each market that may still win, and the unlisted rest. */
const payoffsOf = (recipe: Recipe, legs: readonly CertifiedLeg[], shares: Size): StatePayoff[] => {
  const sold = legs.reduce(
    (sum, leg) => sum + (leg.side === 'sell' ? leg.notional - leg.fee : 0),
    0,
  )
  const certain = (certainDollars(recipe, shares) + sold) as Usd
  const [market] = recipe.members
  if (recipe.finish === 'merge' || recipe.finish === 'nothing') {
    const states = [...(market?.outcomes ?? []), 'evenly split']
    return states.map((state) => ({ state, payoff: certain }))
  }
  const open = recipe.members.filter(mayWin).map((member) => member.id)
  if (recipe.finish === 'hold') return open.map((state) => ({ state, payoff: certain }))
  const kept = mulDiv(shares, 10_000 - recipe.feeBips, 10_000, 'down')
  const converted = new Set(legs.map((leg) => leg.market))
  const won = open.map((state) => ({
    state,
    payoff: (converted.has(state) ? certain : certain + kept) as Usd,
  }))
  return [...won, { state: 'unlisted', payoff: certain }]
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
