import {
  bestAsk,
  bestBid,
  type MarketFacts,
  mulDiv,
  notional,
  PRICE_ONE,
  type Price,
  type Size,
  type Usd,
  walkBook,
} from '@bot/core'
import type { CertifyOptions } from '../certificate/certify-options.js'
import { type Uncertified, uncertified } from '../certificate/uncertified.js'
import { buildLeg } from '../detect/build-leg.js'
import type { RecipeLeg } from '../detect/recipe.js'
import { sidesAgree } from '../detect/sides-agree.js'
import { leastCommonMultiple, orderLot } from '../size/order-lot.js'
import type { FillRates, PassiveProposal } from './passive-proposal.js'

/** `shares` to rest on each side, at the best bid (`join`) or a tick above it (`improve`). */
export type PassiveOptions = CertifyOptions &
  Readonly<{ shares: Size; placement: 'join' | 'improve'; rates: FillRates }>

/**
 * Works out what resting on both sides of a market and merging would earn, and what being filled on one side loses.
 *
 * Makers pay no fee; selling back what filled alone does. Never part of a strategy: baskets take, so nothing here
 * can be executed by them.
 */
export const proposePassive = (
  market: MarketFacts,
  options: PassiveOptions,
): PassiveProposal | Uncertified => {
  const first = buildLeg(market, 0, 'buy', options)
  if ('refused' in first) return first
  const second = buildLeg(market, 1, 'buy', options)
  if ('refused' in second) return second
  if (!sidesAgree(first.book, 'buy', second.book)) {
    return uncertified('sides-disagree', { market: market.id }, market.tokens)
  }
  const limits = [first, second].map((leg) => restAt(leg, options.placement))
  const [yes, no] = limits
  const context = { market: market.id, limits }
  if (yes === undefined || no === undefined) return uncertified('no-depth', context)
  if (yes + no >= PRICE_ONE) return uncertified('edge-below-threshold', context)
  const lot = leastCommonMultiple([options.lot, orderLot('buy', yes), orderLot('buy', no)])
  const shares = (options.shares - (options.shares % lot)) as Size
  if (shares < Math.max(first.minimumSize, second.minimumSize) || shares === 0) {
    return uncertified('below-minimum-size', context)
  }
  return weigh([first, second], [yes, no], shares, options)
}

/** A price that rests: below the ask; `undefined` when a tick above the best bid would meet it. */
const restAt = (
  { book, market }: RecipeLeg,
  placement: PassiveOptions['placement'],
): Price | undefined => {
  const bid = bestBid(book)
  const ask = bestAsk(book)
  if (bid === undefined || ask === undefined || market.tick === 'unknown') return undefined
  const at = placement === 'join' ? bid : bid + market.tick
  return at < ask ? (at as Price) : undefined
}

const weigh = (
  legs: readonly RecipeLeg[],
  limits: readonly Price[],
  shares: Size,
  { targetEdge, maxUsd, now, rates }: PassiveOptions,
): PassiveProposal | Uncertified => {
  const costs = limits.map((limit) => notional(shares, limit, 'up'))
  const capital = costs.reduce<number>((sum, cost) => sum + cost, 0) as Usd
  const profit = (shares - capital) as Usd
  const market = legs[0]?.market.id
  if (market === undefined || capital > maxUsd) return uncertified('above-cap', { capital })
  if (profit < mulDiv(shares, targetEdge, 1e6, 'up')) {
    return uncertified('edge-below-threshold', { market, profit })
  }
  const losses = legs.map(({ book, fee }, index) => {
    const back = walkBook(book, 'sell', { shares, fee })
    return (costs[index] ?? 0) - back.notional + back.fee
  })
  const oneSidedLoss = Math.max(0, ...losses) as Usd
  const mean = rates.bothPpm * profit - rates.onePpm * oneSidedLoss
  return {
    version: 1,
    kind: 'passive',
    market,
    proposedAt: now,
    legs: legs.map(({ token }, index) => ({
      token,
      market,
      side: 'buy',
      shares,
      limit: limits[index] ?? (0 as Price),
    })),
    capital,
    profit,
    oneSidedLoss,
    worstLoss: Math.max(...costs) as Usd,
    expected: Math.floor(mean / 1e6) as Usd,
    rates,
    executable: false,
  }
}
