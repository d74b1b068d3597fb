import { formatDecimal, formatUsd, PRICE_ONE, SIZE_ONE, type TimeMs, usdToNumber } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { ServerContext } from '../server-context.js'

/** What Gamma says a market's life is at: it lags behind the stream. */
export type GammaPhase = 'open' | 'paused' | 'closed' | 'resolved'

/** Returns the phase that Gamma shows now: a resolution shows only after the configured lag. */
export const gammaPhase = (context: ServerContext, market: SimMarket): GammaPhase => {
  if (market.status !== 'resolved') return market.status
  const shownAt = (market.resolvedAt ?? 0) + context.rules.gammaLagMs
  return context.exchange.now() >= shownAt ? 'resolved' : 'paused'
}

/** Tells whether a listing with this `closed` filter has the market. */
export const gammaClosed = (context: ServerContext, market: SimMarket): boolean => {
  const phase = gammaPhase(context, market)
  return phase === 'closed' || phase === 'resolved'
}

/** Renders a market as Gamma does: lists as JSON text inside strings, volumes as strings and as numbers. */
export const gammaMarket = (context: ServerContext, market: SimMarket): object => {
  const closed = gammaClosed(context, market)
  return {
    ...identity(market),
    ...lifecycle(context, market, closed),
    ...figures(context, market),
    ...trading(market),
    ...quotes(context, market),
    ...negRiskFields(market),
    ...feeFields(market),
  }
}

const identity = (market: SimMarket): object => ({
  id: market.number,
  question: market.question,
  conditionId: market.id,
  questionID: market.questionId,
  slug: market.slug,
  description: `${market.question} A market of the simulated exchange.`,
  resolutionSource: '',
  groupItemTitle: market.event === undefined ? '' : market.label,
  groupItemThreshold: '0',
  category: market.category,
  outcomes: JSON.stringify(market.outcomes),
  clobTokenIds: JSON.stringify(market.tokens),
  version: 'v1',
})

const lifecycle = (context: ServerContext, market: SimMarket, closed: boolean): object => ({
  startDate: isoTime(market.createdAt),
  createdAt: isoTime(market.createdAt),
  updatedAt: isoTime(context.exchange.now()),
  endDate: isoTime(market.endsAt),
  endDateIso: isoTime(market.endsAt).slice(0, 10),
  active: market.negRiskRole !== 'placeholder',
  closed,
  archived: false,
  acceptingOrders: gammaPhase(context, market) === 'open',
  enableOrderBook: true,
  restricted: false,
  ready: false,
  funded: false,
  umaResolutionStatuses: JSON.stringify(market.proposedAt === undefined ? [] : ['proposed']),
  ...(market.proposedAt === undefined ? {} : { umaResolutionStatus: 'proposed' }),
  ...(gammaPhase(context, market) === 'resolved'
    ? {
        closedTime: spacedTime(market.resolvedAt ?? market.endsAt),
        umaResolutionStatus: 'resolved',
      }
    : {}),
})

const figures = (context: ServerContext, market: SimMarket): object => {
  const { volume, liquidity } = context.exchange.figures(market.id)
  return {
    volume: formatUsd(volume),
    volumeNum: usdToNumber(volume),
    volumeClob: usdToNumber(volume),
    volume24hr: usdToNumber(volume),
    liquidity: formatUsd(liquidity),
    liquidityNum: usdToNumber(liquidity),
    liquidityClob: usdToNumber(liquidity),
  }
}

const trading = (market: SimMarket): object => ({
  orderPriceMinTickSize: market.tick / PRICE_ONE,
  orderMinSize: market.minimumSize / SIZE_ONE,
  secondsDelay: 0,
  clearBookOnStart: false,
  rfqEnabled: false,
  rewardsMinSize: 0,
  rewardsMaxSpread: 0,
})

const quotes = (context: ServerContext, market: SimMarket): object => {
  if (market.negRiskRole === 'placeholder') return {}
  const book = context.exchange.book(market.tokens[0])
  const bid = book?.bids[0]?.price ?? 0
  const ask = book?.asks[0]?.price ?? PRICE_ONE
  const last = context.exchange.figures(market.id).lastTradePrice
  return {
    outcomePrices: JSON.stringify(outcomePrices(context, market)),
    bestBid: bid / PRICE_ONE,
    bestAsk: ask / PRICE_ONE,
    spread: (ask - bid) / PRICE_ONE,
    lastTradePrice: (last ?? 0) / PRICE_ONE,
  }
}

/** The two outcomes' prices as text: the payouts once resolved, else the middle of the book. */
export const outcomePrices = (
  context: ServerContext,
  market: SimMarket,
): readonly [string, string] => {
  if (gammaPhase(context, market) === 'resolved' && market.payouts !== undefined) {
    return [formatDecimal(market.payouts[0], 6), formatDecimal(market.payouts[1], 6)]
  }
  const book = context.exchange.book(market.tokens[0])
  const bid = book?.bids[0]?.price ?? 0
  const ask = book?.asks[0]?.price ?? PRICE_ONE
  // Five decimals, so that half a tick stays exact: 0.505 is a legal outcome price.
  const middle = (bid + ask) * 5
  return [formatDecimal(middle, 5), formatDecimal(10 * PRICE_ONE - middle, 5)]
}

const negRiskFields = (market: SimMarket): object => {
  const negRisk = market.event?.negRisk
  if (negRisk === undefined) return { negRisk: false, negRiskRequestID: '', negRiskOther: false }
  return {
    negRisk: true,
    negRiskMarketID: negRisk.group,
    negRiskRequestID: market.questionId,
    negRiskOther: market.negRiskRole === 'other',
  }
}

const feeFields = (market: SimMarket): object => {
  const { ratePpm, exponent, takerOnly } = market.fee
  if (ratePpm === 0) {
    return { feesEnabled: false, feeType: null, makerBaseFee: 0, takerBaseFee: 0 }
  }
  return {
    feesEnabled: true,
    feeType: `${market.category}_fees_v2`,
    feeSchedule: { exponent, rate: ratePpm / 1_000_000, takerOnly, rebateRate: 0.25 },
    makerBaseFee: 1000,
    takerBaseFee: 1000,
  }
}

/** Writes a time as most of Gamma's fields do. */
export const isoTime = (at: TimeMs): string => new Date(at).toISOString()

/** Writes a time as `closedTime` and `gameStartTime` do: `2026-07-24 00:00:16+00`. */
const spacedTime = (at: TimeMs): string => `${isoTime(at).slice(0, 19).replace('T', ' ')}+00`
