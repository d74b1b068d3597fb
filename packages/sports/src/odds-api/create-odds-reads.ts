import { BotError, type GameFact, type OddsFact } from '@bot/core'
import { createJsonReader, type JsonReaderOptions } from '../http/create-json-reader.js'
import type { ParsedGames } from '../parsed-games.js'
import { countReasons, type Rejected } from '../wire/count-reasons.js'
import { expectList } from '../wire/expect-list.js'
import { gatherGames } from '../wire/gather-games.js'
import { reasonOf } from '../wire/reason-of.js'
import { type OddsSport, sportShape } from './odds-schema.js'
import { parseOddsEvent } from './parse-odds-event.js'
import { parseOddsScores } from './parse-odds-scores.js'

/** What The Odds API's reads need and may be told. */
export type OddsReadsOptions = Pick<JsonReaderOptions, 'fetch' | 'clock' | 'timeoutMs'> &
  Readonly<{
    /** Sent with each request; no error shows it. */
    apiKey: string
    /** Default `https://api.the-odds-api.com`. */
    baseUrl?: string
    /** Whose bookmakers; each region costs one request of the quota. Default `['us', 'eu']`. */
    regions?: readonly string[]
  }>

/** What is left of the key's quota, where the answer said so. */
export type OddsQuota = Readonly<{ remaining?: number; used?: number; lastCost?: number }>

/** The odds of a league with the games that they are about. */
export type OddsBoard = Readonly<{
  games: readonly GameFact[]
  odds: readonly OddsFact[]
  /** Games that could not be read, by reason. */
  rejected: Rejected
  /** Bookmakers that were left out of a game's odds, by reason. */
  refused: Rejected
  quota: OddsQuota
}>

/** The Odds API. All throw as ESPN's reads do; a wrong key is `request-refused`, a spent quota `rate-limited`. */
export type OddsReads = Readonly<{
  /** Reads who wins of every coming game of a sport key (`basketball_nba`); costs one request a region. */
  odds: (sportKey: string, signal?: AbortSignal) => Promise<OddsBoard>
  /** Reads live and coming games of a sport key; costs one request. */
  scores: (
    sportKey: string,
    signal?: AbortSignal,
  ) => Promise<ParsedGames & Readonly<{ quota: OddsQuota }>>
  /** Lists the sports in season; costs nothing. */
  sports: (
    signal?: AbortSignal,
  ) => Promise<Readonly<{ sports: readonly OddsSport[]; rejected: Rejected }>>
}>

/**
 * Makes reads of The Odds API.
 *
 * @throws BotError `invalid-config` for an empty key.
 */
export const createOddsReads = (options: OddsReadsOptions): OddsReads => {
  const { apiKey, clock, regions = ['us', 'eu'] } = options
  const { baseUrl = 'https://api.the-odds-api.com' } = options
  if (apiKey.trim() === '') {
    throw new BotError('invalid-config', 'Expected a key of The Odds API, was empty; set it')
  }
  const get = createJsonReader({ ...options, baseUrl, secrets: [apiKey] })
  const query = { apiKey, dateFormat: 'iso' }
  return {
    odds: async (sportKey, signal) => {
      const path = `/v4/sports/${encodeURIComponent(sportKey)}/odds`
      const wanted = { markets: 'h2h', oddsFormat: 'decimal', regions: regions.join(',') }
      const { body, headers } = await get(path, { ...query, ...wanted }, signal)
      const now = clock.now()
      const events = expectList(body, `odds of ${sportKey}`).map((raw) =>
        parseOddsEvent(raw, { format: 'decimal', now }),
      )
      const read = events.filter((event) => 'game' in event)
      return {
        games: read.map(({ game }) => game),
        odds: read.flatMap(({ odds }) => odds),
        rejected: countReasons(events.flatMap((one) => ('rejected' in one ? [one.rejected] : []))),
        refused: countReasons(events.flatMap(({ refused }) => refused)),
        quota: quotaOf(headers),
      }
    },
    scores: async (sportKey, signal) => {
      const path = `/v4/sports/${encodeURIComponent(sportKey)}/scores`
      const { body, headers } = await get(path, query, signal)
      const list = expectList(body, `scores of ${sportKey}`)
      const games = gatherGames(list.map((raw) => parseOddsScores(raw, clock.now())))
      return { ...games, quota: quotaOf(headers) }
    },
    sports: async (signal) => {
      const { body } = await get('/v4/sports', { apiKey }, signal)
      const parsed = expectList(body, 'sports').map((raw) => sportShape.safeParse(raw))
      return {
        sports: parsed.flatMap((one) => (one.success ? [one.data] : [])),
        rejected: countReasons(parsed.flatMap((one) => (one.success ? [] : [reasonOf(one.error)]))),
      }
    },
  }
}

const quotaOf = (headers: Headers): OddsQuota => {
  const read = (name: string): number | undefined => {
    const text = headers.get(name)
    return text !== null && /^\d+$/.test(text) ? Number(text) : undefined
  }
  const [remaining, used] = [read('x-requests-remaining'), read('x-requests-used')]
  const lastCost = read('x-requests-last')
  return {
    ...(remaining !== undefined && { remaining }),
    ...(used !== undefined && { used }),
    ...(lastCost !== undefined && { lastCost }),
  }
}
