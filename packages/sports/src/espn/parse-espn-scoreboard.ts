import type { GameFact } from '@bot/core'
import type { ParsedGame, ParsedGames } from '../parsed-games.js'
import { expectList } from '../wire/expect-list.js'
import { fieldOf } from '../wire/field-of.js'
import { gatherGames } from '../wire/gather-games.js'
import { readStart } from '../wire/read-start.js'
import { reasonOf } from '../wire/reason-of.js'
import type { EspnLeague } from './espn-leagues.js'
import {
  competitionShape,
  type EspnCompetition,
  type EspnCompetitor,
  type EspnEvent,
  type EspnStatus,
  eventShape,
} from './espn-schema.js'
import { readEspnScore } from './read-espn-score.js'

/**
 * Reads a scoreboard of ESPN: one game per competition, so a fight night or a tournament gives many.
 *
 * The side without a home (tennis, fights) is the one that ESPN lists first: `home`. A game that ended without being
 * completed (postponed, abandoned) is `unknown`, never `final`.
 *
 * @throws BotError `unexpected-response` when there is no list of events.
 */
export const parseEspnScoreboard = (raw: unknown, league: EspnLeague): ParsedGames =>
  gatherGames(
    expectList(fieldOf(raw, 'events'), `events of ESPN's ${league.league}`).flatMap((event) =>
      readEvent(event, league),
    ),
  )

const readEvent = (raw: unknown, league: EspnLeague): ParsedGame[] => {
  const parsed = eventShape.safeParse(raw)
  if (!parsed.success) return [{ rejected: reasonOf(parsed.error) }]
  const event = parsed.data
  const inside = event.groupings?.flatMap((grouping) => grouping.competitions ?? []) ?? []
  const all = [...(event.competitions ?? []), ...inside]
  return all.length === 0
    ? [{ rejected: 'no-competitions' }]
    : all.map((one) => readCompetition(one, event, league))
}

const readCompetition = (raw: unknown, event: EspnEvent, league: EspnLeague): ParsedGame => {
  const parsed = competitionShape.safeParse(raw)
  if (!parsed.success) return { rejected: reasonOf(parsed.error) }
  const competition = parsed.data
  const sides = sidesOf(competition)
  if (typeof sides === 'string') return { rejected: sides }
  const [home, away] = [nameOf(sides[0]), nameOf(sides[1])]
  if (home === undefined || away === undefined) return { rejected: 'missing-name' }
  const wire = competition.status ?? event.status
  if (wire === undefined) return { rejected: 'missing-status' }
  const status = statusOf(wire)
  const scores = scoresOf(sides, status, league)
  if (typeof scores === 'string') return { rejected: scores }
  const startsAt = readStart(competition.date ?? event.date)
  if (startsAt === undefined) return { rejected: 'bad-date' }
  const { sport, league: name } = league
  const id = `espn:${competition.id}`
  return {
    game: {
      id,
      sport,
      league: name,
      home,
      away,
      ...scores,
      status,
      ...progress(wire, status),
      startsAt,
    },
  }
}

type Sides = readonly [EspnCompetitor, EspnCompetitor]

const sidesOf = ({ competitors }: EspnCompetition): Sides | 'not-two-sides' | 'unclear-sides' => {
  const [first, second] = competitors
  if (first === undefined || second === undefined || competitors.length !== 2) {
    return 'not-two-sides'
  }
  const told = `${first.homeAway ?? ''}-${second.homeAway ?? ''}`
  if (told === 'home-away') return [first, second]
  if (told === 'away-home') return [second, first]
  if (told !== '-') return 'unclear-sides'
  return (first.order ?? 0) <= (second.order ?? 0) ? [first, second] : [second, first]
}

const nameOf = (side: EspnCompetitor): string | undefined =>
  (side.team ?? side.athlete ?? side.roster)?.displayName

const statusOf = ({ type }: EspnStatus): GameFact['status'] => {
  if (type.state === 'pre') return 'scheduled'
  if (type.state === 'in') return 'live'
  return type.state === 'post' && type.completed ? 'final' : 'unknown'
}

const scoresOf = (
  sides: Sides,
  status: GameFact['status'],
  { scoring }: EspnLeague,
): Pick<GameFact, 'homeScore' | 'awayScore'> | 'bad-score' | 'missing-score' => {
  // In cricket a side that has not batted has no score yet.
  const mayLack = status === 'scheduled' || status === 'unknown' || scoring === 'runs'
  const [home, away] = [readEspnScore(sides[0], scoring), readEspnScore(sides[1], scoring)]
  if (home === 'bad-score' || away === 'bad-score') return 'bad-score'
  if (!mayLack && (home === undefined || away === undefined)) return 'missing-score'
  return { homeScore: home ?? 0, awayScore: away ?? 0 }
}

const progress = (
  { period, displayClock }: EspnStatus,
  status: GameFact['status'],
): Pick<GameFact, 'period' | 'clock'> => ({
  ...(status !== 'scheduled' && period !== undefined && period > 0 && { period }),
  ...(status === 'live' && displayClock !== undefined && { clock: displayClock }),
})
