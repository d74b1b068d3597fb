import { answer, isAnswer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { readPage } from './data-query.js'
import { markOf, pseudonymOf, publicTrades } from './public-trade.js'

/** What a wallet made and moved in a period. */
type Score = { wallet: string; pnl: number; vol: number }

/**
 * Answers the leaderboard. Periods are calendar windows in UTC; profit is that of the period's own trades, marked at
 * today's prices; the profit board lists winners only. `rank` is text.
 */
export const leaderboard = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const page = readPage(request, { standard: 25, limit: 50, offset: 1_000 })
  if (isAnswer(page)) return page
  const { query } = request
  const start = periodStart(query.get('timePeriod') ?? 'DAY', context.exchange.now())
  if (start === undefined) return refuse(400, 'invalid timePeriod')
  const orderBy = query.get('orderBy') ?? 'PNL'
  const user = query.get('user')?.toLowerCase()
  const scores = scoresSince(context, start, query.get('category') ?? 'OVERALL')
  const ranked = (orderBy === 'VOL' ? scores : scores.filter(({ pnl }) => pnl > 0)).sort((a, b) =>
    orderBy === 'VOL' ? b.vol - a.vol : b.pnl - a.pnl,
  )
  const rows = ranked.map((score, index) => ({ score, rank: index + 1 }))
  const shown =
    user === undefined
      ? rows.slice(page.offset, page.offset + page.limit)
      : rows.filter(({ score }) => score.wallet === user)
  return answer(shown.map(({ score, rank }) => leaderRow(score, rank)))
}

const leaderRow = ({ wallet, vol, pnl }: Score, rank: number): object => ({
  rank: String(rank),
  proxyWallet: wallet,
  userName: pseudonymOf(wallet),
  vol,
  pnl,
  profileImage: '',
  xUsername: '',
  verifiedBadge: false,
})

const scoresSince = (context: ServerContext, start: number, category: string): Score[] => {
  const scores = new Map<string, Score>()
  const all = category.toUpperCase() === 'OVERALL'
  for (const row of publicTrades(context, { conditions: [], takerOnly: false, start })) {
    if (!all && row.market.category.toUpperCase() !== category.toUpperCase()) continue
    const score = scores.get(row.wallet) ?? { wallet: row.wallet, pnl: 0, vol: 0 }
    const worth = row.size * markOf(context, row.market, row.outcomeIndex)
    score.pnl += row.side === 'BUY' ? worth - row.usd : row.usd - worth
    score.vol += row.usd
    scores.set(row.wallet, score)
  }
  return [...scores.values()]
}

/** The Unix second at which a calendar period began. Weeks begin on Monday. */
const periodStart = (period: string, now: number): number | undefined => {
  const day = new Date(now)
  const midnight = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate())
  switch (period.toUpperCase()) {
    case 'DAY':
      return midnight / 1000
    case 'WEEK':
      return midnight / 1000 - ((day.getUTCDay() + 6) % 7) * 86_400
    case 'MONTH':
      return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1) / 1000
    case 'ALL':
      return 0
    default:
      return undefined
  }
}
