import type { Route } from '../http/route.js'
import { answer, isAnswer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { activityRows } from './activity.js'
import { type PageCaps, readPage, readTradeQuery, readWallet } from './data-query.js'
import { holderGroups } from './holders.js'
import { leaderboard } from './leaderboard.js'
import { positionRow, positionRows } from './position-rows.js'
import { marketFields, type PublicTrade, pseudonymOf, publicTrades } from './public-trade.js'
import { walletPositions } from './wallet-positions.js'

const TRADES: PageCaps = { standard: 100, limit: 10_000, offset: 10_000 }
const POSITIONS: PageCaps = { standard: 100, limit: 500, offset: 10_000 }
const CLOSED: PageCaps = { standard: 10, limit: 50, offset: 100_000 }

/** Makes the first version's routes: bare arrays, camelCase, offset paging. */
export const dataV1Routes = (context: ServerContext): readonly Route[] => {
  const get = (path: string, handle: (request: VenueRequest) => VenueAnswer): Route => ({
    host: 'data',
    method: 'GET',
    path,
    handle,
  })
  const ofWallet = (
    path: string,
    caps: PageCaps,
    read: (wallet: string, request: VenueRequest) => readonly object[],
  ): Route =>
    get(path, (request) => {
      const wallet = readWallet(request)
      if (typeof wallet !== 'string') return wallet
      const page = readPage(request, caps)
      if (isAnswer(page)) return page
      return answer(read(wallet, request).slice(page.offset, page.offset + page.limit))
    })
  return [
    get('/trades', (request) => tradesAnswer(context, request)),
    ofWallet('/positions', POSITIONS, (wallet, request) => positionRows(context, wallet, request)),
    ofWallet('/closed-positions', CLOSED, (wallet) =>
      walletPositions(context, wallet)
        .filter((position) => position.size === 0)
        .map((position) => positionRow(wallet, position)),
    ),
    ofWallet('/activity', POSITIONS, (wallet, request) => activityRows(context, wallet, request)),
    get('/value', (request) => valueAnswer(context, request)),
    get('/holders', (request) => answer(holderGroups(context, request))),
    get('/traded', (request) => tradedAnswer(context, request)),
    get('/v1/leaderboard', (request) => leaderboard(context, request)),
  ]
}

const tradesAnswer = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const page = readPage(request, TRADES)
  if (isAnswer(page)) return page
  if (request.query.has('market') && request.query.has('eventId')) {
    return refuse(400, 'market and eventId are mutually exclusive')
  }
  const rows = publicTrades(context, readTradeQuery(request, 'market'))
  return answer(rows.slice(page.offset, page.offset + page.limit).map(tradeRow))
}

const tradeRow = (row: PublicTrade): object => ({
  proxyWallet: row.wallet,
  side: row.side,
  asset: row.token,
  conditionId: row.market.id,
  size: row.size,
  price: row.price,
  timestamp: row.seconds,
  ...marketFields(row.market),
  outcome: row.market.outcomes[row.outcomeIndex],
  outcomeIndex: row.outcomeIndex,
  name: '',
  pseudonym: pseudonymOf(row.wallet),
  bio: '',
  profileImage: '',
  profileImageOptimized: '',
  transactionHash: row.transaction,
})

const valueAnswer = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const wallet = readWallet(request)
  if (typeof wallet !== 'string') return wallet
  const value = walletPositions(context, wallet).reduce((sum, p) => sum + p.size * p.price, 0)
  return answer([{ user: wallet, value }])
}

const tradedAnswer = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const wallet = readWallet(request)
  if (typeof wallet !== 'string') return wallet
  const rows = publicTrades(context, { wallet, conditions: [], takerOnly: false })
  return answer({ user: wallet, traded: new Set(rows.map((row) => row.market.id)).size })
}
