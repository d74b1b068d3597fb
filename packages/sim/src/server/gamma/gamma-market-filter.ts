import type { SimMarket } from '../../exchange/sim-market.js'
import type { VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, listParam } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { invalidGamma } from './gamma-answer.js'
import { marketFigures } from './gamma-figures.js'
import { gammaClosed, umaStatus } from './gamma-market.js'
import { sportsMarketFields } from './gamma-sports.js'
import { tagOf } from './gamma-tags.js'
import { bounded, dated, flagged, listed, type Wanted, wrongBound } from './wanted-rows.js'

/** Values that one list parameter may name. */
const MAX_SELECTORS = 100

/** Reads the filters of a market listing; parameters that the venue does not know are ignored. */
export const marketFilter = (
  context: ServerContext,
  query: URLSearchParams,
): Wanted<SimMarket> | VenueAnswer => {
  if (listParam(query, 'condition_ids').length > MAX_SELECTORS) {
    return invalidGamma(`condition_ids must have at most ${MAX_SELECTORS} values`)
  }
  const wrong = wrongBound(query, MARKET_BOUNDS)
  if (wrong !== undefined) return wrong
  const tests = [...stateTests(context, query), ...fieldTests(context, query)]
  return (market) => tests.every((test) => test(market))
}

const stateTests = (
  context: ServerContext,
  query: URLSearchParams,
): readonly Wanted<SimMarket>[] => {
  const closed = booleanParam(query, 'closed', false)
  const status = query.get('uma_resolution_status')
  return [
    // Listings show active markets only: placeholders appear inside their event alone.
    (market) => market.negRiskRole !== 'placeholder',
    (market) => gammaClosed(context, market) === closed,
    (market) => status === null || umaStatus(context, market) === status,
    flagged(query, 'cyom', () => false),
    flagged(query, 'rfq_enabled', () => false),
    flagged(query, 'active', () => true),
    flagged(query, 'archived', () => false),
  ]
}

const fieldTests = (
  context: ServerContext,
  query: URLSearchParams,
): readonly Wanted<SimMarket>[] => [
  listed(query, 'id', (market) => [market.number]),
  listed(query, 'slug', (market) => [market.slug]),
  listed(query, 'condition_ids', (market) => [market.id]),
  listed(query, 'question_ids', (market) => [market.questionId]),
  listed(query, 'clob_token_ids', (market) => market.tokens),
  listed(query, 'tag_id', (market) => [tagOf(market.category).id]),
  listed(query, 'market_maker_address', () => []),
  listed(query, 'position_ids', () => []),
  listed(query, 'game_id', (market) => [sportsField(market, 'gameId')]),
  listed(query, 'sports_market_types', (market) => [sportsField(market, 'sportsMarketType')]),
  bounded(query, 'liquidity_num', (market) => marketFigures(context, market).liquidity),
  bounded(query, 'volume_num', (market) => marketFigures(context, market).volume),
  dated(query, 'start_date', (market) => market.createdAt),
  dated(query, 'end_date', (market) => market.endsAt),
]

const MARKET_BOUNDS = ['liquidity_num', 'volume_num', 'start_date', 'end_date'] as const

const sportsField = (market: SimMarket, name: string): string =>
  String((sportsMarketFields(market) as Readonly<Record<string, unknown>>)[name] ?? '')
