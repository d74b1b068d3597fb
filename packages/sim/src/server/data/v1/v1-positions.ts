import { marketId } from '@bot/core'
import { answer, isAnswer, refuse, type VenueAnswer } from '../../http/venue-answer.js'
import { listParam, type VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import {
  marketConflict,
  type PageCaps,
  readChoice,
  readMarkets,
  readPage,
  readWallet,
} from '../data-query.js'
import {
  isRedeemable,
  marketPositions,
  percentOf,
  unrealizedOf,
  type WalletPosition,
  walletPositions,
} from '../wallet-positions.js'
import { closedPositionRow, marketPositionRow, positionRow } from './v1-rows.js'

const POSITIONS: PageCaps = { standard: 100, limit: 500, offset: 10_000 }
const CLOSED: PageCaps = { standard: 10, limit: 50, offset: 100_000 }
const MARKET: PageCaps = { standard: 50, limit: 500, offset: 10_000 }

type Sorts = Readonly<Record<string, (position: WalletPosition) => number | string>>

const OPEN_SORTS = {
  TOKENS: ({ size }: WalletPosition) => size,
  CURRENT: ({ value }: WalletPosition) => value,
  INITIAL: ({ cost }: WalletPosition) => cost,
  CASHPNL: unrealizedOf,
  PERCENTPNL: (position: WalletPosition) => percentOf(unrealizedOf(position), position.cost),
  TITLE: ({ market }: WalletPosition) => market.question,
  RESOLVING: ({ market }: WalletPosition) => market.endsAt,
  PRICE: ({ price }: WalletPosition) => price,
  AVGPRICE: ({ averagePrice }: WalletPosition) => averagePrice,
} satisfies Sorts

const CLOSED_SORTS = {
  REALIZEDPNL: ({ realized }: WalletPosition) => realized,
  TITLE: ({ market }: WalletPosition) => market.question,
  PRICE: ({ price }: WalletPosition) => price,
  AVGPRICE: ({ averagePrice }: WalletPosition) => averagePrice,
  TIMESTAMP: ({ lastSeconds }: WalletPosition) => lastSeconds,
} satisfies Sorts

const MARKET_SORTS = {
  TOTAL_PNL: (position: WalletPosition) => position.realized + unrealizedOf(position),
  TOKENS: ({ size }: WalletPosition) => size,
  CASH_PNL: unrealizedOf,
  REALIZED_PNL: ({ realized }: WalletPosition) => realized,
} satisfies Sorts

/** Answers `/positions`: shares of `sizeThreshold` (1) or more. */
export const positionsV1 = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const { query } = request
  const given = Number(query.get('sizeThreshold') ?? 1)
  if (Number.isNaN(given)) return refuse(400, 'invalid sizeThreshold')
  const redeemable = query.get('redeemable')
  const mergeable = query.get('mergeable')
  const fits = (position: WalletPosition): boolean =>
    position.size > 0 &&
    position.size >= given &&
    (redeemable === null || String(isRedeemable(position)) === redeemable) &&
    (mergeable === null || String(position.mergeable) === mergeable)
  return walletPage(context, request, { caps: POSITIONS, sorts: OPEN_SORTS, fits, positionRow })
}

/** Answers `/closed-positions`: those of which no share is left. */
export const closedPositionsV1 = (context: ServerContext, request: VenueRequest): VenueAnswer =>
  walletPage(context, request, {
    caps: CLOSED,
    sorts: CLOSED_SORTS,
    fits: ({ size, bought }) => size === 0 && bought > 0,
    positionRow: closedPositionRow,
  })

type Listing = Readonly<{
  caps: PageCaps
  sorts: Sorts
  fits: (position: WalletPosition) => boolean
  positionRow: (position: WalletPosition) => object
}>

const walletPage = (
  context: ServerContext,
  request: VenueRequest,
  listing: Listing,
): VenueAnswer => {
  const wallet = readWallet(request)
  if (typeof wallet !== 'string') return wallet
  const page = readPage(request, listing.caps)
  if (isAnswer(page)) return page
  const conflict = marketConflict(request)
  if (conflict !== undefined) return conflict
  const title = (request.query.get('title') ?? '').toLowerCase()
  if (title.length > 100) return refuse(400, 'title must be at most 100 characters')
  const inMarket = readMarkets(request)
  const rows = walletPositions(context, wallet)
    .filter((position) => listing.fits(position) && inMarket(position.market))
    .filter(({ market }) => market.question.toLowerCase().includes(title))
  const sorted = sortPositions(request.query, rows, listing.sorts)
  if (!Array.isArray(sorted)) return sorted as VenueAnswer
  return answer(sorted.slice(page.offset, page.offset + page.limit).map(listing.positionRow))
}

const sortPositions = (
  query: URLSearchParams,
  rows: readonly WalletPosition[],
  sorts: Sorts,
): readonly WalletPosition[] | VenueAnswer => {
  const names = Object.keys(sorts) as [string, ...string[]]
  const value = sorts[readChoice(query, 'sortBy', names) ?? '']
  const direction = readChoice(query, 'sortDirection', ['DESC', 'ASC'])
  if (value === undefined) return refuse(400, 'invalid sortBy')
  if (direction === undefined) return refuse(400, 'invalid sortDirection')
  const sign = direction === 'ASC' ? 1 : -1
  return [...rows].sort((a, b) => sign * compare(value(a), value(b)))
}

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Answers `/v1/market-positions`: one group a token. */
export const marketPositionsV1 = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const { query } = request
  const page = readPage(request, MARKET)
  if (isAnswer(page)) return page
  const id = query.get('market') ?? ''
  if (id === '') return refuse(400, "required query param 'market' not provided")
  const status = readChoice(query, 'status', ['ALL', 'OPEN', 'CLOSED'])
  if (status === undefined) return refuse(400, 'invalid status')
  const market = context.ledger.markets.find(marketId(id))
  if (market === undefined) return answer([])
  const user = query.get('user')?.toLowerCase()
  const rows = marketPositions(context, market)
    .filter(({ wallet }) => user === undefined || user === '' || wallet === user)
    .filter(({ size }) => status === 'ALL' || size > 0 === (status === 'OPEN'))
  const sorted = sortPositions(query, rows, MARKET_SORTS)
  if (!Array.isArray(sorted)) return sorted as VenueAnswer
  const shown = sorted.slice(page.offset, page.offset + page.limit) as WalletPosition[]
  const groups = market.tokens.map((token) => ({
    token,
    positions: shown.filter((position) => position.token === token).map(marketPositionRow),
  }))
  return answer(groups.filter(({ positions }) => positions.length > 0))
}

/** Answers `/value`: what a wallet's shares are worth, of all or of some markets. */
export const valueV1 = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const wallet = readWallet(request)
  if (typeof wallet !== 'string') return wallet
  const markets = listParam(request.query, 'market')
  const value = walletPositions(context, wallet)
    .filter(({ market }) => markets.length === 0 || markets.includes(market.id))
    .reduce((sum, position) => sum + position.value, 0)
  return answer([{ user: wallet, value }])
}

/** Answers `/traded`: in how many markets a wallet traded. */
export const tradedV1 = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const wallet = readWallet(request)
  if (typeof wallet !== 'string') return wallet
  const owner = context.ledger.read().owners.get(context.names.ownerOf(wallet))
  return answer({ user: wallet, traded: owner?.traded.size ?? 0 })
}
