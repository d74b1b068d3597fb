import { refuse, type VenueAnswer } from '../http/venue-answer.js'
import { booleanParam, integerParam, listParam, type VenueRequest } from '../http/venue-request.js'
import type { TradeQuery } from './public-trade.js'

/** The most that a route returns and how far it pages. */
export type PageCaps = Readonly<{ standard: number; limit: number; offset: number }>

/** Reads `limit` and `offset`: a limit beyond the cap is cut down to it, an offset beyond is refused. */
export const readPage = (
  { query }: VenueRequest,
  caps: PageCaps,
): Readonly<{ limit: number; offset: number }> | VenueAnswer => {
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
  return /^0x[0-9a-fA-F]{40}$/.test(user) ? user.toLowerCase() : refuse(400, 'invalid user address')
}

/** Reads the filters that trade listings of both versions share. */
export const readTradeQuery = ({ query }: VenueRequest, conditionName: string): TradeQuery => {
  const user = query.get('user')?.toLowerCase()
  const side = query.get('side')?.toUpperCase()
  const start = integerParam(query, 'start', 0)
  const end = integerParam(query, 'end', 0)
  const by = query.get('filterType')
  const amount = Number(query.get('filterAmount') ?? Number.NaN)
  return {
    conditions: listParam(query, conditionName),
    takerOnly: booleanParam(query, 'takerOnly', true),
    ...(user === undefined || user === '' ? {} : { wallet: user }),
    ...(side === 'BUY' || side === 'SELL' ? { side } : {}),
    ...(start === undefined || start === 0 ? {} : { start }),
    ...(end === undefined || end === 0 ? {} : { end }),
    ...((by === 'CASH' || by === 'TOKENS') && amount > 0 ? { least: { by, amount } } : {}),
  }
}
