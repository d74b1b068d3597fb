import { USD_ONE } from '@bot/core'
import { eventOf } from '../../gamma/gamma-event.js'
import { answer, type VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import type { Win } from '../ledger/ledger-state.js'
import { PERIODS, periodStart } from '../period.js'
import { pseudonymOf } from '../public-trade.js'
import { ranked, type Standing, standings } from '../standings.js'
import { pageV2 } from './v2-page.js'
import { choiceV2, paramV2, refuseV2, walletV2 } from './v2-request.js'

type Period = (typeof PERIODS)[number]
type Board = Readonly<{ period: Period; category: string }>

/** Reads the period and the category of a board. */
export const readBoard = (query: URLSearchParams): Board | VenueAnswer => {
  const period = choiceV2(paramV2(query, 'time_period'), PERIODS, 'DAY')
  return period === undefined
    ? refuseV2('time_period must be one of day, week, month, all', 'time_period')
    : { period, category: paramV2(query, 'category') ?? 'overall' }
}

/** Names what a cursor of a board binds, in lower case. */
export const boundBoard = (
  query: URLSearchParams,
): Readonly<Record<string, string | undefined>> => ({
  time_period: paramV2(query, 'time_period')?.toLowerCase(),
  category: paramV2(query, 'category')?.toLowerCase(),
})

/** Reads a board back from what its cursor binds. */
export const boardOf = (bound: Readonly<Record<string, string>>): Board => ({
  period: choiceV2(bound['time_period'], PERIODS, 'DAY') ?? 'DAY',
  category: bound['category'] ?? 'overall',
})

type Ranked = Readonly<{ standing: Standing; rank: number }>

/** Who has the same value shares a rank; the next rank skips. */
const withRanks = (
  board: readonly Standing[],
  value: (standing: Standing) => number,
): readonly Ranked[] => {
  const rows: Ranked[] = []
  board.forEach((standing, index) => {
    const previous = rows.at(-1)
    const isTie = previous !== undefined && value(previous.standing) === value(standing)
    rows.push({ standing, rank: isTie ? previous.rank : index + 1 })
  })
  return rows
}

const pnlOf = (standing: Standing): number => standing.pnl
const sharesOf = (standing: Standing): number => standing.shares

/** Answers `/v2/leaderboard`: the board, or one wallet's standing on both. Volume is in shares. */
export const leaderboardV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const board = readBoard(query)
  if ('body' in board) return board
  const wallet = walletV2(query)
  if (typeof wallet === 'object') return wallet
  if (wallet !== undefined) return standingAnswer(context, wallet, board)
  const sort = choiceV2(paramV2(query, 'sort_by'), ['PNL', 'VOLUME'], 'PNL')
  if (sort === undefined) return refuseV2('sort_by must be PNL or VOLUME', 'sort_by')
  return pageV2(query, {
    kind: 'leaderboard',
    rows: (bound) => {
      const { period, category } = boardOf(bound)
      const value = bound['sort_by'] === 'VOLUME' ? sharesOf : pnlOf
      return withRanks(ranked(standings(context, period, category, true), value), value)
    },
    keyOf: ({ standing }) => standing.wallet,
    bound: { ...boundBoard(query), sort_by: paramV2(query, 'sort_by')?.toUpperCase() },
    render: ({ standing, rank }) => ({ rank, ...standingRow(standing) }),
  })
}

const standingRow = ({ wallet, pnl, shares }: Standing): object => ({
  user_id: wallet,
  pnl,
  volume: shares,
  user_name: pseudonymOf(wallet),
  profile_image: '',
  x_username: '',
  verified: false,
})

const standingAnswer = (
  context: ServerContext,
  wallet: string,
  { period, category }: Board,
): VenueAnswer => {
  const all = standings(context, period, category, true)
  const own = all.find((standing) => standing.wallet === wallet)
  if (own === undefined) return answer({ data: null })
  const rankOn = (value: (standing: Standing) => number): number | null =>
    withRanks(ranked(all, value), value).find((row) => row.standing === own)?.rank ?? null
  const data = { ...standingRow(own), rank_pnl: rankOn(pnlOf), rank_volume: rankOn(sharesOf) }
  return answer({ data })
}

/** Answers `/v2/biggest-winners`: positions that won, by when their market resolved. */
export const biggestWinnersV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const board = readBoard(query)
  if ('body' in board) return board
  return pageV2(query, {
    kind: 'biggest-winners',
    rows: (bound) => winsOf(context, boardOf(bound)).map((win, index) => ({ win, index })),
    keyOf: ({ win }) => `${win.owner}:${win.token}`,
    bound: boundBoard(query),
    render: ({ win, index }) => winnerRow(context, win, index + 1),
  })
}

const winsOf = (context: ServerContext, { period, category }: Board): readonly Win[] => {
  const start = periodStart(period, context.exchange.now()) * 1000
  return context.ledger
    .read()
    .wins.filter(({ at }) => at >= start)
    .filter(({ market }) => {
      const own = context.ledger.markets.find(market)?.category ?? ''
      return category.toLowerCase() === 'overall' || own.toLowerCase() === category.toLowerCase()
    })
    .sort((a, b) => b.worth - b.cost - (a.worth - a.cost))
}

const winnerRow = (context: ServerContext, win: Win, rank: number): object => {
  const wallet = context.names.addressOf(win.owner)
  const market = context.ledger.markets.find(win.market)
  const event = market === undefined ? undefined : eventOf(market)
  return {
    win_rank: rank,
    kind: 'market',
    user_id: wallet,
    pnl: (win.worth - win.cost) / USD_ONE,
    initial_value: win.cost / USD_ONE,
    final_value: win.worth / USD_ONE,
    resolved_at: Math.floor(win.at / 1000),
    condition_id: win.market,
    position_id: win.token,
    event_id: Number(event?.id ?? 0) || 0,
    event_slug: event?.slug ?? '',
    event_title: event?.title ?? '',
    user_name: pseudonymOf(wallet),
    profile_image: '',
  }
}
