import type { GameFact, TimeMs } from '@bot/core'
import { readStart } from '../wire/read-start.js'
import type { OddsEventFields } from './odds-schema.js'
import { ODDS_SPORT_KEYS } from './odds-sport-keys.js'

/** Reads the game that an event is about, without a score; `undefined` when its time cannot be read. */
export const gameOfEvent = (event: OddsEventFields, now: TimeMs): GameFact | undefined => {
  const startsAt = readStart(event.commence_time)
  if (startsAt === undefined) return undefined
  return {
    id: `odds-api:${event.id}`,
    sport: sportOf(event.sport_key),
    league: event.sport_key,
    home: event.home_team,
    away: event.away_team,
    homeScore: 0,
    awayScore: 0,
    status: startsAt > now ? 'scheduled' : 'unknown',
    startsAt,
  }
}

const sportOf = (key: string): string =>
  Object.entries(ODDS_SPORT_KEYS).find(([, keys]) => keys.includes(key))?.[0] ??
  key.replace(/_.*$/, '').replace(/^soccer$/, 'football')
