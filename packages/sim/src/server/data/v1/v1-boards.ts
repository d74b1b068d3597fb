import { timeMs } from '@bot/core'
import { secondTime } from '../../gamma/gamma-time.js'
import { answer, isAnswer, refuse, type VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import {
  type BuilderStanding,
  builderBuckets,
  builderStandings,
  type DataContext,
} from '../builder-fills.js'
import { type PageCaps, readChoice, readPage } from '../data-query.js'
import { PERIODS, periodStart } from '../period.js'
import { pseudonymOf } from '../public-trade.js'
import { ranked, type Standing, standings } from '../standings.js'

const BOARD: PageCaps = { standard: 25, limit: 50, offset: 1_000 }

/** The categories that the real board knows. */
const CATEGORIES = [
  'OVERALL',
  'POLITICS',
  'SPORTS',
  'CRYPTO',
  'CULTURE',
  'MENTIONS',
  'WEATHER',
  'ECONOMICS',
  'TECH',
  'FINANCE',
] as const

/** Answers `/v1/leaderboard`; the profit board lists winners only, `rank` is text. */
export const leaderboardV1 = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const page = readPage(request, BOARD)
  if (isAnswer(page)) return page
  const { query } = request
  const period = readChoice(query, 'timePeriod', PERIODS)
  if (period === undefined) return refuse(400, 'invalid timePeriod')
  const category = readChoice(query, 'category', CATEGORIES)
  if (category === undefined) return refuse(400, 'invalid category')
  const orderBy = readChoice(query, 'orderBy', ['PNL', 'VOL'])
  if (orderBy === undefined) return refuse(400, 'invalid orderBy')
  const value = orderBy === 'VOL' ? (s: Standing) => s.usd : (s: Standing) => s.pnl
  const board = ranked(standings(context, period, category), value)
  const rows = board.map((standing, index) => leaderRow(standing, index + 1))
  const user = query.get('user')?.toLowerCase()
  const name = query.get('userName')
  if (user !== undefined && user !== '') {
    return answer(rows.filter(({ proxyWallet }) => proxyWallet === user))
  }
  if (name !== null && name !== '') return answer(rows.filter(({ userName }) => userName === name))
  return answer(rows.slice(page.offset, page.offset + page.limit))
}

type LeaderRow = Readonly<{
  rank: string
  proxyWallet: string
  userName: string
  vol: number
  pnl: number
  profileImage: string
  xUsername: string
  verifiedBadge: boolean
}>

const leaderRow = ({ wallet, usd, pnl }: Standing, rank: number): LeaderRow => ({
  rank: String(rank),
  proxyWallet: wallet,
  userName: pseudonymOf(wallet),
  vol: usd,
  pnl,
  profileImage: '',
  xUsername: '',
  verifiedBadge: false,
})

/** Answers `/v1/builders/leaderboard`: builders by the shares that their orders moved. */
export const builderBoardV1 = (context: DataContext, request: VenueRequest): VenueAnswer => {
  const page = readPage(request, BOARD)
  if (isAnswer(page)) return page
  const period = readChoice(request.query, 'timePeriod', PERIODS)
  if (period === undefined) return refuse(400, 'invalid timePeriod')
  const start = periodStart(period, context.exchange.now()) * 1000
  const rows = builderStandings(context, start).map(builderRow)
  return answer(rows.slice(page.offset, page.offset + page.limit))
}

/** Answers `/v1/builders/volume`: each builder's volume a period, the newest first. */
export const builderVolumeV1 = (context: DataContext, { query }: VenueRequest): VenueAnswer => {
  const period = readChoice(query, 'timePeriod', PERIODS)
  if (period === undefined) return refuse(400, 'invalid timePeriod')
  return answer(
    builderBuckets(context, period).flatMap(([from, to]) =>
      builderStandings(context, from, to).map((standing) => ({
        dt: secondTime(timeMs(from)),
        ...builderRow(standing),
      })),
    ),
  )
}

const builderRow = ({ code, shares, users, rank }: BuilderStanding): object => ({
  rank: String(rank),
  builder: code,
  volume: shares,
  activeUsers: users,
  verified: false,
  builderLogo: '',
})
