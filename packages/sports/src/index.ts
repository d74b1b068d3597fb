/**
 * Games, scores and bookmaker odds of public sources, in the toolkit's own types.
 *
 * @packageDocumentation
 */

export { createEspnReads, type EspnReads, type EspnReadsOptions } from './espn/create-espn-reads.js'
export { ESPN_LEAGUES, type EspnLeague, type EspnScoring } from './espn/espn-leagues.js'
export { parseEspnScoreboard } from './espn/parse-espn-scoreboard.js'
export {
  createOddsReads,
  type OddsBoard,
  type OddsQuota,
  type OddsReads,
  type OddsReadsOptions,
} from './odds-api/create-odds-reads.js'
export type { OddsSport } from './odds-api/odds-schema.js'
export { ODDS_SPORT_KEYS } from './odds-api/odds-sport-keys.js'
export {
  type OddsEventOptions,
  type ParsedOdds,
  parseOddsEvent,
} from './odds-api/parse-odds-event.js'
export { parseOddsScores } from './odds-api/parse-odds-scores.js'
export { type MarginRemoved, type OddsFormat, removeMargin } from './odds-api/remove-margin.js'
export type { ParsedGame, ParsedGames } from './parsed-games.js'
export type { Scoreboard } from './read-leagues.js'
export {
  createTheSportsDbReads,
  type TheSportsDbReads,
  type TheSportsDbReadsOptions,
} from './the-sports-db/create-the-sports-db-reads.js'
export { parseTheSportsDbDay } from './the-sports-db/parse-the-sports-db-day.js'
export {
  THE_SPORTS_DB_LEAGUES,
  type TheSportsDbLeague,
} from './the-sports-db/the-sports-db-leagues.js'
export type { Rejected } from './wire/count-reasons.js'
