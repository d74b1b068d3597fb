import { BotError } from '@bot/core'
import { createJsonReader, type JsonReaderOptions } from '../http/create-json-reader.js'
import type { ParsedGames } from '../parsed-games.js'
import { readLeagues, type Scoreboard } from '../read-leagues.js'
import { parseTheSportsDbDay } from './parse-the-sports-db-day.js'
import { THE_SPORTS_DB_LEAGUES, type TheSportsDbLeague } from './the-sports-db-leagues.js'

/** What TheSportsDB's reads need and may be told. */
export type TheSportsDbReadsOptions = Pick<JsonReaderOptions, 'fetch' | 'clock' | 'timeoutMs'> &
  Readonly<{
    /** Default `https://www.thesportsdb.com/api/v1/json`. */
    baseUrl?: string
    /** Default the free key `123`, about 30 requests a minute. */
    apiKey?: string
    /** Default {@link THE_SPORTS_DB_LEAGUES}. */
    leagues?: readonly TheSportsDbLeague[]
  }>

/** TheSportsDB's games. */
export type TheSportsDbReads = Readonly<{
  /**
   * Reads the games of the current UTC day; in its first six hours also those of the day before, which may be live.
   *
   * @throws BotError as ESPN's reads do.
   */
  scoreboard: (sport: string, signal?: AbortSignal) => Promise<Scoreboard>
}>

const FREE_KEY = '123'
const HOUR_MS = 3_600_000

/**
 * Makes reads of the second free source, for when ESPN does not answer. It gives no clock and no period.
 *
 * @throws BotError `invalid-config` for an empty key.
 */
export const createTheSportsDbReads = (options: TheSportsDbReadsOptions): TheSportsDbReads => {
  const { apiKey = FREE_KEY, leagues = THE_SPORTS_DB_LEAGUES, clock } = options
  const { baseUrl = 'https://www.thesportsdb.com/api/v1/json' } = options
  if (apiKey.trim() === '') throw new BotError('invalid-config', 'Expected a key, was empty')
  const secrets = apiKey === FREE_KEY ? [] : [apiKey]
  const base = `${baseUrl.replace(/\/+$/, '')}/${encodeURIComponent(apiKey)}`
  const read = createJsonReader({ ...options, baseUrl: base, secrets })
  const readDay = async (
    league: TheSportsDbLeague,
    day: string,
    signal?: AbortSignal,
  ): Promise<ParsedGames> => {
    const { body } = await read('/eventsday.php', { d: day, l: league.id }, signal)
    return parseTheSportsDbDay(body, league)
  }
  return {
    scoreboard: (sport, signal) => {
      const now = clock.now()
      const days = [...new Set([now - 6 * HOUR_MS, now].map(dayOf))]
      const wanted = leagues.flatMap((league) => days.map((day) => ({ ...league, day })))
      return readLeagues(wanted, sport, (league) => readDay(league, league.day, signal))
    },
  }
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)
