import { formatDecimal, formatUsd, PRICE_ONE, SIZE_ONE, type TimeMs, timeMs } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { ServerContext } from '../server-context.js'
import { marketFigures } from './gamma-figures.js'
import { sportsMarketFields } from './gamma-sports.js'
import { isoTime, secondTime, spacedTime } from './gamma-time.js'

/** What Gamma says a market's life is at: it lags behind the stream. */
export type GammaPhase = 'open' | 'paused' | 'closed' | 'resolved'

/** Who asks the oracle and whose contract resolves; the real ones of Polygon. */
const ADAPTERS = {
  binary: '0x65070BE91477460D8A7AeEb94ef92fe056C2f2A7',
  negRisk: '0x2F5e3684cb1F318ec51b00Edba38d79Ac2c0aA9d',
} as const
const SUBMITTER = '0x5151515151515151515151515151515151515151'

/** Returns the phase that Gamma shows now: a resolution shows a while after the stream told of it. */
export const gammaPhase = (context: ServerContext, market: SimMarket): GammaPhase => {
  if (market.status !== 'resolved') return market.status
  const { resolvedLagMs, gammaLagMs } = context.rules
  const shownAt = (market.resolvedAt ?? 0) + resolvedLagMs + gammaLagMs
  return context.exchange.now() >= shownAt ? 'resolved' : 'paused'
}

/** Tells whether a listing with this `closed` filter has the market. */
export const gammaClosed = (context: ServerContext, market: SimMarket): boolean => {
  const phase = gammaPhase(context, market)
  return phase === 'closed' || phase === 'resolved'
}

/** Tells whether the order books know a market: Gamma can show one earlier, without tokens. */
export const isListed = (context: ServerContext, market: SimMarket): boolean =>
  context.exchange.now() >= market.createdAt + context.rules.listingLagMs

/** Renders a market as Gamma does: lists as JSON text inside strings, volumes as strings and as numbers. */
export const gammaMarket = (context: ServerContext, market: SimMarket): object => ({
  ...identity(context, market),
  ...schedule(context, market),
  ...lifecycle(context, market),
  ...figures(context, market),
  ...trading(market),
  ...quotes(context, market),
  ...negRiskFields(market),
  ...feeFields(market),
  ...sportsMarketFields(market),
  ...CONSTANTS,
})

/** What is the same for every market here. */
const CONSTANTS = {
  marketMakerAddress: '',
  image: '',
  icon: '',
  new: false,
  featured: false,
  archived: false,
  restricted: true,
  hasReviewedDates: true,
  submitted_by: SUBMITTER,
  umaBond: '500',
  umaReward: '5',
  customLiveness: 0,
  ready: false,
  funded: false,
  cyom: false,
  pagerDutyNotificationEnabled: false,
  approved: true,
  automaticallyActive: true,
  manualActivation: false,
  pendingDeployment: false,
  deploying: false,
  rfqEnabled: false,
  holdingRewardsEnabled: false,
  requiresTranslation: false,
  showGmpSeries: false,
  showGmpOutcome: false,
  seriesColor: '',
  rewardsMinSize: 0,
  rewardsMaxSpread: 0,
} as const

/** Writes a list as JSON text, with the spaces that the venue writes. */
const jsonText = (list: readonly string[]): string =>
  `[${list.map((item) => JSON.stringify(item)).join(', ')}]`

const identity = (context: ServerContext, market: SimMarket): object => ({
  id: market.number,
  question: market.question,
  conditionId: market.id,
  questionID: market.questionId,
  slug: market.slug,
  description: `${market.question} A market of the simulated exchange.`,
  resolutionSource: '',
  groupItemTitle: market.event === undefined ? '' : market.label,
  groupItemThreshold: groupPlace(context, market),
  category: market.category,
  outcomes: jsonText(market.outcomes),
  ...(isListed(context, market) ? { clobTokenIds: jsonText(market.tokens) } : {}),
  version: 'v1',
})

/** Where a market stands in its event, as text. */
const groupPlace = (context: ServerContext, market: SimMarket): string => {
  if (market.event === undefined) return '0'
  const own = context.exchange.markets().filter((other) => other.event?.id === market.event?.id)
  return String(
    Math.max(
      0,
      own.findIndex((other) => other.id === market.id),
    ),
  )
}

const schedule = (context: ServerContext, market: SimMarket): object => ({
  startDate: isoTime(market.createdAt),
  startDateIso: isoTime(market.createdAt).slice(0, 10),
  createdAt: isoTime(market.createdAt),
  deployingTimestamp: isoTime(market.createdAt),
  acceptingOrdersTimestamp: secondTime(market.createdAt),
  updatedAt: isoTime(changedAt(context, market)),
  endDate: secondTime(market.endsAt),
  endDateIso: isoTime(market.endsAt).slice(0, 10),
})

const changedAt = (context: ServerContext, market: SimMarket): TimeMs => {
  const book = context.exchange.book(market.tokens[0])
  return timeMs(Math.max(market.createdAt, book?.venueAt ?? 0, market.resolvedAt ?? 0))
}

const lifecycle = (context: ServerContext, market: SimMarket): object => {
  const phase = gammaPhase(context, market)
  const steps = shownSteps(market)
  const status = umaStatus(context, market)
  return {
    active: market.negRiskRole !== 'placeholder',
    closed: gammaClosed(context, market),
    acceptingOrders: phase === 'open' && isListed(context, market),
    enableOrderBook: true,
    resolvedBy: market.event?.negRisk === undefined ? ADAPTERS.binary : ADAPTERS.negRisk,
    umaResolutionStatuses: jsonText(steps),
    ...(status === undefined ? {} : { umaResolutionStatus: status }),
    ...(phase === 'resolved' ? finalTimes(market.resolvedAt ?? market.endsAt) : {}),
  }
}

/** Steps before the last one: what is final shows as a status alone. */
const shownSteps = ({ resolutionSteps = [] }: SimMarket): readonly string[] =>
  resolutionSteps.filter((step) => step !== 'resolved')

/** Returns the oracle's status as Gamma shows it: payouts that are on chain show a while later, perhaps before the end. */
export const umaStatus = (context: ServerContext, market: SimMarket): string | undefined => {
  const { exchange, rules } = context
  const { reportedAt } = market
  const isShown = reportedAt !== undefined && exchange.now() >= reportedAt + rules.gammaLagMs
  const open = market.status !== 'resolved' && isShown
  return open || gammaPhase(context, market) === 'resolved' ? 'resolved' : shownSteps(market).at(-1)
}

const finalTimes = (at: TimeMs): object => ({
  closedTime: spacedTime(at),
  umaEndDate: secondTime(at),
  automaticallyResolved: true,
})

const figures = (context: ServerContext, market: SimMarket): object => {
  const { volume, liquidity, ...shown } = marketFigures(context, market)
  const exact = context.exchange.figures(market.id)
  const windows = {
    volume24hr: shown.volume24hr,
    volume1wk: shown.volume1wk,
    volume1mo: shown.volume1mo,
    volume1yr: shown.volume1yr,
  }
  return {
    volume: formatUsd(exact.volume),
    volumeNum: volume,
    volumeClob: volume,
    ...windows,
    ...Object.fromEntries(Object.entries(windows).map(([name, usd]) => [`${name}Clob`, usd])),
    liquidity: formatUsd(exact.liquidity),
    liquidityNum: liquidity,
    liquidityClob: liquidity,
    competitive: shown.competitive,
    ...shown.changes,
  }
}

const trading = (market: SimMarket): object => ({
  orderPriceMinTickSize: market.tick / PRICE_ONE,
  orderMinSize: market.minimumSize / SIZE_ONE,
  clearBookOnStart: market.clearsBookOnStart ?? false,
})

const quotes = (context: ServerContext, market: SimMarket): object => {
  if (market.negRiskRole === 'placeholder') return {}
  const book = context.exchange.book(market.tokens[0])
  const bid = book?.bids[0]?.price
  const ask = book?.asks[0]?.price ?? PRICE_ONE
  const last = context.exchange.figures(market.id).lastTradePrice
  return {
    outcomePrices: jsonText(outcomePrices(context, market)),
    ...(bid === undefined ? {} : { bestBid: bid / PRICE_ONE }),
    bestAsk: ask / PRICE_ONE,
    spread: (ask - (bid ?? 0)) / PRICE_ONE,
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

/** What part of the taker fees the venue pays back to makers, by category; 25 % where nothing is known. */
const REBATES: Readonly<Record<string, number>> = { crypto: 0.2, sports: 0.15 }

const feeFields = (market: SimMarket): object => {
  const { ratePpm, exponent, takerOnly } = market.fee
  if (ratePpm === 0) {
    return { feesEnabled: false, feeType: null, makerBaseFee: 0, takerBaseFee: 0 }
  }
  const rebateRate = REBATES[market.category] ?? 0.25
  return {
    feesEnabled: true,
    feeType: `${market.category}_fees_v2`,
    feeSchedule: { exponent, rate: ratePpm / 1_000_000, takerOnly, rebateRate },
    makerBaseFee: 1000,
    takerBaseFee: 1000,
    makerRebatesFeeShareBps: rebateRate * 10_000,
  }
}
