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
import { maxLegLoss } from './max-leg-loss.js'

/** Writes down a sized recipe as a certificate. */
export const buildCertificate = (recipe: Recipe, sized: Sized, now: TimeMs): Certificate => {
  const { shares, assessment } = sized
  const legs = recipe.legs.map((leg, index) => certifiedLeg(leg, assessment.walks[index], shares))
  const payoffs = payoffsOf(recipe, legs, shares)
  const worstProfit = (Math.min(...payoffs.map(({ payoff }) => payoff)) - assessment.cost) as Usd
  const lockedUntil = recipe.finish === 'hold' ? lastEnd(recipe.legs) : undefined
  const earned = annualYield(worstProfit, assessment.capital, now, lockedUntil)
  return {
    version: 1,
    kind: recipe.kind,
    subject: recipe.subject,
    certifiedAt: now,
    books: recipe.legs.map(bookOf),
    maxSkewMs: skewOf(recipe.legs),
    legs,
    stages: stagesOf(recipe, legs, shares),
    shares,
    cost: assessment.cost,
    capital: assessment.capital,
    payoffs,
    worstProfit,
    maxLegLoss: maxLegLoss(recipe, assessment.walks, shares),
    topSum: recipe.legs.reduce((sum, leg) => sum + topOf(recipe, leg), 0),
    edgeCents: (worstProfit / shares) * 100,
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

const bookOf = ({ book, market }: RecipeLeg): CertifiedBook => ({
  token: book.token,
  market: market.id,
  epoch: book.epoch,
  changedAt: book.changedAt,
  provenAliveAt: book.provenAliveAt,
})

const certifiedLeg = (
  { book, market, token, side }: RecipeLeg,
  walk: Sized['assessment']['walks'][number] | undefined,
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

const lastEnd = (legs: readonly RecipeLeg[]): TimeMs | undefined => {
  const ends = legs.map(({ market }) => market.endsAt)
  return ends.includes(undefined) ? undefined : (Math.max(...(ends as TimeMs[])) as TimeMs)
}
