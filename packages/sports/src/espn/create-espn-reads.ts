import { createJsonReader, type JsonReaderOptions } from '../http/create-json-reader.js'
import { readLeagues, type Scoreboard } from '../read-leagues.js'
import { ESPN_LEAGUES, type EspnLeague } from './espn-leagues.js'
import { parseEspnScoreboard } from './parse-espn-scoreboard.js'

/** What ESPN's reads need and may be told. */
export type EspnReadsOptions = Pick<JsonReaderOptions, 'fetch' | 'clock' | 'timeoutMs'> &
  Readonly<{
    /** Default `https://site.api.espn.com`. */
    baseUrl?: string
    /** Default {@link ESPN_LEAGUES}. */
    leagues?: readonly EspnLeague[]
  }>

/** ESPN's scoreboards. */
export type EspnReads = Readonly<{
  /**
   * Reads today's games of a sport's leagues, side by side, each once.
   *
   * @throws BotError `invalid-argument` for an unknown sport; when no league answers `rate-limited`,
   * `request-failed`, `request-refused`, `request-timed-out`, `unexpected-response` or `aborted`.
   */
  scoreboard: (sport: string, signal?: AbortSignal) => Promise<Scoreboard>
}>

/** Makes reads of ESPN's public scoreboards; no key is needed, and nobody promises that they stay. */
export const createEspnReads = (options: EspnReadsOptions): EspnReads => {
  const { leagues = ESPN_LEAGUES, baseUrl = 'https://site.api.espn.com' } = options
  const read = createJsonReader({ ...options, baseUrl })
  return {
    scoreboard: (sport, signal) =>
      readLeagues(leagues, sport, async (league) => {
        const path = `/apis/site/v2/sports/${league.path}/scoreboard`
        return parseEspnScoreboard((await read(path, {}, signal)).body, league)
      }),
  }
}
