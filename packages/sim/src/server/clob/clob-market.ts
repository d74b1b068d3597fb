import { PRICE_ONE, SIZE_ONE } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import { gammaClosed, outcomePrices } from '../gamma/gamma-market.js'
import { isoTime } from '../gamma/gamma-time.js'
import type { ServerContext } from '../server-context.js'

/** The number that the legacy fee fields carry when a market charges fees; no maths can be done with it. */
const LEGACY_FEE = 1000

/** The legacy base fee of a market: 1000 when fees are on, 0 when not. */
export const legacyFee = (market: SimMarket): number => (market.fee.ratePpm > 0 ? LEGACY_FEE : 0)

/** Renders a market as `GET /markets/{condition_id}` does. */
export const clobMarket = (context: ServerContext, market: SimMarket): object => ({
  enable_order_book: market.status === 'open' || market.status === 'paused',
  active: market.negRiskRole !== 'placeholder',
  closed: gammaClosed(context, market),
  archived: false,
  accepting_orders: market.status === 'open',
  accepting_order_timestamp: isoTime(market.createdAt),
  minimum_order_size: market.minimumSize / SIZE_ONE,
  minimum_tick_size: market.tick / PRICE_ONE,
  condition_id: market.id,
  question_id: market.questionId,
  question: market.question,
  description: market.question,
  market_slug: market.slug,
  end_date_iso: isoTime(market.endsAt),
  game_start_time: null,
  seconds_delay: secondsDelay(market),
  fpmm: '',
  maker_base_fee: legacyFee(market),
  taker_base_fee: legacyFee(market),
  notifications_enabled: false,
  neg_risk: market.event?.negRisk !== undefined,
  neg_risk_market_id: market.event?.negRisk?.group ?? '',
  neg_risk_request_id: market.event?.negRisk === undefined ? '' : market.questionId,
  icon: '',
  image: '',
  rewards: { rates: null, min_size: 0, max_spread: 0 },
  is_50_50_outcome: isHalf(market),
  tokens: clobTokens(context, market),
  tags: [market.category, 'All'],
})

/** Renders a market as the simplified listings do. */
export const simplifiedMarket = (context: ServerContext, market: SimMarket): object => ({
  condition_id: market.id,
  rewards: { rates: null, min_size: 0, max_spread: 0 },
  tokens: clobTokens(context, market),
  active: market.negRiskRole !== 'placeholder',
  closed: gammaClosed(context, market),
  archived: false,
  accepting_orders: market.status === 'open',
})

/** Renders a market as `GET /clob-markets/{condition_id}` does; `nr` is absent where it is false. */
export const compactMarket = (market: SimMarket): object => ({
  c: market.id,
  t: market.tokens.map((token, index) => ({ t: token, o: market.outcomes[index] })),
  mts: market.tick / PRICE_ONE,
  mos: market.minimumSize / SIZE_ONE,
  ...(market.event?.negRisk === undefined ? {} : { nr: true }),
  fd: {
    r: market.fee.ratePpm / 1_000_000,
    e: market.fee.exponent,
    to: market.fee.takerOnly,
  },
  mbf: legacyFee(market),
  tbf: legacyFee(market),
  // No market pays rewards.
  r: null,
  ao: market.status === 'open',
  aot: isoTime(market.createdAt),
  sd: secondsDelay(market),
  cbos: market.clearsBookOnStart ?? false,
  rfqe: false,
  itode: market.takerDelay?.answer === 'waits',
  ibce: false,
  v: 1,
})

/** The seconds that a taker's order waits as `delayed`. */
const secondsDelay = ({ takerDelay }: SimMarket): number =>
  takerDelay?.answer === 'delayed' ? Math.ceil(takerDelay.millis / 1000) : 0

const isHalf = (market: SimMarket): boolean =>
  market.payouts !== undefined && market.payouts[0] === market.payouts[1]

const clobTokens = (context: ServerContext, market: SimMarket): readonly object[] => {
  const prices = outcomePrices(context, market)
  const over = gammaClosed(context, market)
  return market.tokens.map((token, index) => ({
    token_id: token,
    outcome: market.outcomes[index],
    price: Number(prices[index]),
    winner: over && market.payouts?.[index] === 1_000_000,
  }))
}
