import type { GameFact } from '@bot/core'
import { z } from 'zod'
import type { ParsedGame, ParsedGames } from '../parsed-games.js'
import { expectList } from '../wire/expect-list.js'
import { fieldOf } from '../wire/field-of.js'
import { gatherGames } from '../wire/gather-games.js'
import { readStart } from '../wire/read-start.js'
import { reasonOf } from '../wire/reason-of.js'
import type { TheSportsDbLeague } from './the-sports-db-leagues.js'

const score = z.union([z.string().regex(/^\d+$/).transform(Number), z.number().int().min(0)])
const eventShape = z.object({
  idEvent: z.string().min(1),
  strHomeTeam: z.string().min(1),
  strAwayTeam: z.string().min(1),
  intHomeScore: score.nullish(),
  intAwayScore: score.nullish(),
  strTimestamp: z.string().nullish(),
  strStatus: z.string().nullish(),
  strPostponed: z.string().nullish(),
})

const FINAL = /^(match finished|finished|final|ft|aet|pen|aot|ap)$/i
const SCHEDULED = /^(not started|ns|tbd)$/i
const LIVE = /^(1h|2h|ht|et|bt|p|pt|live|in progress|ot|q[1-4]|p[1-3]|in\d{1,2})$/i

/**
 * Reads a day of TheSportsDB: `{events: [...]}`, or `{events: null}` for a day without games. A status that is not
 * known, and a postponed game, is `unknown`.
 *
 * @throws BotError `unexpected-response` when there is no list of events.
 */
export const parseTheSportsDbDay = (raw: unknown, league: TheSportsDbLeague): ParsedGames => {
  const events = fieldOf(raw, 'events')
  if (events === null) return { games: [], rejected: {} }
  const list = expectList(events, `events of TheSportsDB's ${league.league}`)
  return gatherGames(list.map((event) => readEvent(event, league)))
}

const readEvent = (raw: unknown, { sport, league }: TheSportsDbLeague): ParsedGame => {
  const parsed = eventShape.safeParse(raw)
  if (!parsed.success) return { rejected: reasonOf(parsed.error) }
  const event = parsed.data
  const status = event.strPostponed === 'yes' ? 'unknown' : statusOf(event.strStatus ?? '')
  const [homeScore, awayScore] = [event.intHomeScore ?? undefined, event.intAwayScore ?? undefined]
  const started = status === 'live' || status === 'final'
  if (started && (homeScore === undefined || awayScore === undefined)) {
    return { rejected: 'missing-score' }
  }
  const startsAt = readStart(event.strTimestamp ?? '')
  return {
    game: {
      id: `the-sports-db:${event.idEvent}`,
      sport,
      league,
      home: event.strHomeTeam,
      away: event.strAwayTeam,
      homeScore: homeScore ?? 0,
      awayScore: awayScore ?? 0,
      status,
      ...(startsAt !== undefined && { startsAt }),
    },
  }
}

const statusOf = (text: string): GameFact['status'] => {
  if (FINAL.test(text)) return 'final'
  if (SCHEDULED.test(text)) return 'scheduled'
  return LIVE.test(text) ? 'live' : 'unknown'
}
