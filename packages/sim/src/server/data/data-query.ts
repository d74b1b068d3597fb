import { refuse, type VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, integerParam, listParam, type VenueRequest } from '../http/venue-request.js'
import { inMarkets, type TradeQuery } from './public-trade.js'

/** The most that a route returns and how far it pages. */
export type PageCaps = Readonly<{ standard: number; limit: number; offset: number }>

/** Where a page begins and how long it is. */
export type PageRange = Readonly<{ limit: number; offset: number }>

/** Reads `limit` and `offset`: a limit beyond the cap is cut down to it, an offset beyond is refused. */
export const readPage = ({ query }: VenueRequest, caps: PageCaps): PageRange | VenueAnswer => {
  const limit = integerParam(query, 'limit', caps.standard)
  const offset = integerParam(query, 'offset', 0)
  if (limit === undefined || limit < 0) return refuse(400, 'invalid limit')
  if (offset === undefined || offset < 0) return refuse(400, 'invalid offset')
  if (offset > caps.offset) return refuse(400, `max offset of ${caps.offset} exceeded`)
  return { limit: Math.min(limit, caps.limit), offset }
}

/** Reads the wallet of a request in lower case; a refusal where it is missing or no address. */
export const readWallet = ({ query }: VenueRequest): string | VenueAnswer => {
  const user = query.get('user') ?? ''
  if (user === '') return refuse(400, "required query param 'user' not provided")
  return isAddress(user) ? user.toLowerCase() : refuse(400, 'invalid user address')
}

/** Tells whether a text is a wallet's address. */
export const isAddress = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text)

/** Says why the market filters of a request do not fit together; `undefined` when they do. */
export const marketConflict = ({ query }: VenueRequest): VenueAnswer | undefined =>
  query.has('market') && query.has('eventId')
    ? refuse(400, 'market and eventId are mutually exclusive')
    : undefined

/** Reads the markets that a request of the first version asks for. */
export const readMarkets = ({ query }: VenueRequest): NonNullable<TradeQuery['inMarket']> =>
  inMarkets(listParam(query, 'market'), listParam(query, 'eventId'))

/** Reads one of a list of names, whatever its case; the first is the standard, unknown ones give `undefined`. */
export const readChoice = <T extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly [T, ...(readonly T[])],
): T | undefined => {
  const given = query.get(name)
  if (given === null || given === '') return choices[0]
  return choices.find((choice) => choice === given.toUpperCase())
}

/** Reads the filters of a trade listing of the first version; zero bounds are none. */
export const readTradeQuery = (request: VenueRequest): TradeQuery => {
  const { query } = request
  const user = query.get('user')?.toLowerCase()
  const side = query.get('side')?.toUpperCase()
  const start = integerParam(query, 'start', 0)
  const end = integerParam(query, 'end', 0)
  const by = query.get('filterType')?.toUpperCase()
  const amount = Number(query.get('filterAmount') ?? Number.NaN)
  return {
    inMarket: readMarkets(request),
    takerOnly: booleanParam(query, 'takerOnly', true),
    ...(user === undefined || user === '' ? {} : { wallet: user }),
    ...(side === 'BUY' || side === 'SELL' ? { side } : {}),
    ...(start === undefined || start === 0 ? {} : { start }),
    ...(end === undefined || end === 0 ? {} : { end }),
    ...((by === 'CASH' || by === 'TOKENS') && amount > 0 ? { least: { by, amount } } : {}),
  }
}
