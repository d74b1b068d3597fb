import type { SimMarket } from '../../exchange/sim-market.js'
import { secondTime, spacedTime } from './gamma-time.js'

/** The kinds of sports markets that the venue names. */
export const SPORTS_MARKET_TYPES: readonly string[] = [
  'moneyline',
  'spreads',
  'totals',
  'team_totals',
  'map_handicap',
  'first_half_moneyline',
  'both_teams_to_score',
]

/** The sports of this exchange: one, made up. */
export const SPORTS: readonly object[] = [
  {
    id: 1,
    sport: 'sim',
    image: '',
    resolution: 'https://example.com/',
    ordering: 'home',
    tags: '1',
    series: '1',
    createdAt: '2025-11-05T19:27:45.399303Z',
  },
]

/** A game's number; its markets carry it as text, its event as a number. */
const gameNumber = (market: SimMarket): number =>
  Number((market.event?.id ?? market.number).replace(/\D/g, '')) || Number(market.number)

/** What a market about a game has more than others. */
export const sportsMarketFields = (market: SimMarket): object => {
  const seconds = (market.takerDelay?.millis ?? 0) / 1000
  const delay = seconds === 0 ? {} : { secondsDelay: Math.ceil(seconds) }
  if (market.gameStartsAt === undefined) return delay
  return {
    ...delay,
    sportsMarketType: 'moneyline',
    gameId: String(gameNumber(market)),
    gameStartTime: spacedTime(market.gameStartsAt),
    eventStartTime: secondTime(market.gameStartsAt),
  }
}

/** What an event about a game has more than others. */
type GameFields = Readonly<{
  gameId: number
  startTime: string
  eventDate: string
  live: boolean
  ended: boolean
  score: string
  period: string
  elapsed: string
  gameStatus: string
  teams: readonly object[]
}>

/** Renders what an event about a game has more than others; nothing for other events. */
export const sportsEventFields = (
  market: SimMarket,
  now: number,
  isOver: boolean,
): Partial<GameFields> => {
  const { gameStartsAt } = market
  if (gameStartsAt === undefined) return {}
  const hasBegun = now >= gameStartsAt
  return {
    gameId: gameNumber(market),
    startTime: secondTime(gameStartsAt),
    eventDate: secondTime(gameStartsAt).slice(0, 10),
    live: hasBegun && !isOver,
    ended: isOver,
    score: '',
    period: isOver ? 'FT' : '',
    elapsed: '',
    gameStatus: isOver ? 'finished' : hasBegun ? 'inprogress' : 'scheduled',
    teams: [],
  }
}
