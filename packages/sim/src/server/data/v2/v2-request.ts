import type { VenueAnswer } from '../../http/venue-answer.js'
import { isAddress } from '../data-query.js'
import { inMarkets, type TradeQuery } from '../public-trade.js'

/** The most distinct values that one list parameter may name. */
const MAX_SELECTORS = 20

/** Refuses with the second version's error object; the route adds the trace id. */
export const refuseV2 = (error: string, parameter?: string): VenueAnswer => ({
  status: 400,
  body: {
    error,
    code: 'invalid_request',
    retryable: false,
    ...(parameter === undefined ? {} : { parameter }),
  },
})

/** Reads a parameter by its snake_case name, its camelCase spelling or another name that the venue takes. */
export const paramV2 = (
  query: URLSearchParams,
  name: string,
  ...others: readonly string[]
): string | undefined => {
  for (const spelling of [name, camelOf(name), ...others]) {
    const value = query.get(spelling)
    if (value !== null && value.trim() !== '') return value
  }
  return undefined
}

const camelOf = (name: string): string =>
  name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase())

/** Reads a number; `undefined` where it is absent or none. */
export const numberV2 = (query: URLSearchParams, name: string): number | undefined => {
  const value = Number(paramV2(query, name) ?? Number.NaN)
  return Number.isFinite(value) ? value : undefined
}

/** Reads a boolean. */
export const booleanV2 = (query: URLSearchParams, name: string, fallback: boolean): boolean => {
  const text = paramV2(query, name)?.toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : fallback
}

/** Reads the wallet in lower case; a refusal where it is no address, `undefined` where it is absent. */
export const walletV2 = (query: URLSearchParams): string | VenueAnswer | undefined => {
  const user = paramV2(query, 'user', 'user_address')
  if (user === undefined) return undefined
  return isAddress(user) ? user.toLowerCase() : refuseV2(`invalid 'user' address: ${user}`, 'user')
}

/** Reads the wallet of a route that cannot do without. */
export const requiredWalletV2 = (query: URLSearchParams): string | VenueAnswer =>
  walletV2(query) ?? refuseV2("required query param 'user' not provided", 'user')

/** Reads the condition ids, distinct and in lower case; a refusal for a malformed one or too many. */
export const conditionsV2 = (query: URLSearchParams): readonly string[] | VenueAnswer => {
  const ids = splitList(paramV2(query, 'condition', 'condition_id', 'conditionId'))
  const wrong = ids.find((id) => !/^0x[0-9a-f]{64}$/.test(id))
  if (wrong !== undefined) return refuseV2(`invalid condition id: ${wrong}`, 'condition')
  return ids.length > MAX_SELECTORS ? tooMany('condition') : ids
}

/** Reads the event ids; ids that are no numbers are ignored unless all are. */
export const eventsV2 = (query: URLSearchParams): readonly string[] | VenueAnswer => {
  const given = splitList(paramV2(query, 'event_id', 'id'))
  const ids = given.filter((id) => /^\d{1,15}$/.test(id))
  if (given.length > 0 && ids.length === 0) {
    return refuseV2(`invalid event_id: ${given.join(',')}`, 'event_id')
  }
  return ids.length > MAX_SELECTORS ? tooMany('event_id') : ids
}

const tooMany = (parameter: string): VenueAnswer =>
  refuseV2(`at most ${MAX_SELECTORS} distinct '${parameter}' values`, parameter)

const splitList = (text = ''): readonly string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => part !== ''),
  ),
]

/** Reads the market filter of a feed. */
export const marketsV2 = (
  query: URLSearchParams,
): NonNullable<TradeQuery['inMarket']> | VenueAnswer => {
  const conditions = conditionsV2(query)
  if (!Array.isArray(conditions)) return conditions as VenueAnswer
  const events = eventsV2(query)
  if (!Array.isArray(events)) return events as VenueAnswer
  if (conditions.length > 0 && events.length > 0) {
    return refuseV2("'condition' and 'event_id' are mutually exclusive", 'event_id')
  }
  return inMarkets(conditions, events)
}

/** Finds one of a list of names whatever its case; `fallback` where it is absent. */
export const choiceV2 = <T extends string>(
  given: string | undefined,
  choices: readonly T[],
  fallback: T,
): T | undefined =>
  given === undefined
    ? fallback
    : choices.find((choice) => choice.toLowerCase() === given.toLowerCase())
