import {
  eventId,
  type FeeSchedule,
  type MarketFacts,
  marketId,
  NO_FEE,
  readFeeSchedule,
  type TokenId,
} from '@bot/core'
import { isFields } from '../wire/is-fields.js'
import { readAmount } from '../wire/read-amount.js'
import { readDate } from '../wire/read-date.js'
import { readText } from '../wire/read-text.js'
import { readTextList } from '../wire/read-text-list.js'
import { showValue } from '../wire/show-value.js'
import { tickAndMinimum } from '../wire/tick-and-minimum.js'
import { gammaCategory } from './gamma-category.js'
import type { GammaEventFields, GammaMarketFields } from './gamma-fields.js'
import { gammaNegRisk } from './gamma-neg-risk.js'
import { gammaResolution } from './gamma-resolution.js'

/** A market that could be read, or a short kebab-case reason why not, to be counted. */
export type ParsedMarket = Readonly<{ facts: MarketFacts } | { rejected: string }>

/**
 * Reads one market object of Gamma, of any age: JSON text in strings, more than two outcomes, no tokens.
 *
 * What a trade depends on and Gamma does not say is `'unknown'`, never a guess. The event is taken from the
 * market's own `events` unless given. Never throws.
 *
 * @see https://docs.polymarket.com/developers/gamma-markets-api/overview
 */
export const parseGammaMarket = (raw: unknown, event?: unknown): ParsedMarket => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const market: GammaMarketFields = raw
  const id = readText(market.conditionId)
  if (id === undefined) return { rejected: 'missing-condition-id' }
  const outcomes = readTextList(market.outcomes)
  if (outcomes === undefined || outcomes.length === 0) return { rejected: 'missing-outcomes' }
  const tokens = readTokens(market)
  if (tokens === undefined) return { rejected: 'bad-token-ids' }
  if (tokens.length > 0 && tokens.length !== outcomes.length) {
    return { rejected: 'tokens-do-not-match-outcomes' }
  }
  const parent: GammaEventFields = isFields(event) ? event : firstEvent(market)
  return { facts: { id: marketId(id), outcomes, tokens, ...describe(market, parent, tokens) } }
}

/** Names a market or event that could not be read, for the count of refusals. */
export const nameOfRaw = (raw: unknown): string =>
  showValue(isFields(raw) ? (raw['slug'] ?? raw['id'] ?? raw['question'] ?? '') : raw)

const firstEvent = (market: GammaMarketFields): GammaEventFields => {
  const first = Array.isArray(market.events) ? (market.events[0] as unknown) : undefined
  return isFields(first) ? first : {}
}

/** Old markets have no tokens, and new ones get them minutes later: an empty list. */
const readTokens = (market: GammaMarketFields): readonly TokenId[] | undefined => {
  const value = market.version === 'v2' ? market.positionIds : market.clobTokenIds
  if (value === undefined || value === null || value === '') return []
  const tokens = readTextList(value)
  if (tokens?.every((token) => token === '') === true) return []
  if (tokens === undefined || tokens.includes('') || new Set(tokens).size < tokens.length) {
    return undefined
  }
  return tokens as readonly TokenId[]
}

const describe = (
  market: GammaMarketFields,
  event: GammaEventFields,
  tokens: readonly TokenId[],
): Omit<MarketFacts, 'id' | 'outcomes' | 'tokens'> => {
  const question = readText(market.question) ?? readText(market.slug) ?? ''
  return {
    slug: readText(market.slug) ?? '',
    question,
    label: readText(market.groupItemTitle)?.trim() || question,
    ...describeEvent(market, event),
    category: gammaCategory(market, event),
    ...tickAndMinimum(market.orderPriceMinTickSize, market.orderMinSize),
    fee: readFee(market),
    negRisk: gammaNegRisk(market, event),
    tradable: isTradable(market) && tokens.length === 2,
    closed: market.closed === true,
    ...readTimes(market),
    liquidity: readAmount(market.liquidityNum, market.liquidity),
    volume: readAmount(market.volumeNum, market.volume),
    resolution: gammaResolution(market),
  }
}

const isTradable = (market: GammaMarketFields): boolean =>
  market.active === true &&
  market.closed === false &&
  market.archived !== true &&
  market.enableOrderBook === true &&
  market.acceptingOrders === true

const describeEvent = (
  market: GammaMarketFields,
  event: GammaEventFields,
): Pick<MarketFacts, 'event' | 'eventTitle' | 'gameId'> => {
  const id = readText(event.id)
  const title = readText(event.title)
  // A text on a market, a number on an event.
  const gameId = readText(market.gameId) ?? readId(event.gameId)
  return {
    ...(id !== undefined && { event: eventId(id) }),
    ...(title !== undefined && { eventTitle: title }),
    ...(gameId !== undefined && { gameId }),
  }
}

const readId = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : readText(value)

/** Known when the venue says that there are none, or gives the whole schedule. Base-point fields say nothing. */
const readFee = (market: GammaMarketFields): FeeSchedule | 'unknown' => {
  if (market.feesEnabled === false) return NO_FEE
  return isFields(market.feeSchedule) ? readFeeSchedule(market.feeSchedule) : 'unknown'
}

/** A game starts when it starts; another market when it was listed. */
const readTimes = (market: GammaMarketFields): Pick<MarketFacts, 'startsAt' | 'endsAt'> => {
  const game = readDate(market.gameStartTime) ?? readDate(market.eventStartTime)
  const sports = readText(market.sportsMarketType) !== undefined
  const startsAt = game ?? (sports ? undefined : readDate(market.startDate))
  const endsAt = readDate(market.endDate) ?? readDate(market.endDateIso)
  return { ...(startsAt !== undefined && { startsAt }), ...(endsAt !== undefined && { endsAt }) }
}
