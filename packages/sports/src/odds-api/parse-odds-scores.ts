import type { TimeMs } from '@bot/core'
import type { ParsedGame } from '../parsed-games.js'
import { reasonOf } from '../wire/reason-of.js'
import { gameOfEvent } from './game-of-event.js'
import { scoresShape } from './odds-schema.js'

/** Reads one event of The Odds API's scores. Never throws. */
export const parseOddsScores = (raw: unknown, now: TimeMs): ParsedGame => {
  const parsed = scoresShape.safeParse(raw)
  if (!parsed.success) return { rejected: reasonOf(parsed.error) }
  const { scores, completed } = parsed.data
  const game = gameOfEvent(parsed.data, now)
  if (game === undefined) return { rejected: 'bad-commence-time' }
  if (scores === null) return completed ? { rejected: 'missing-score' } : { game }
  const scoreOf = (name: string): number | undefined =>
    scores.find((one) => one.name === name)?.score
  const [homeScore, awayScore] = [scoreOf(game.home), scoreOf(game.away)]
  if (homeScore === undefined || awayScore === undefined) return { rejected: 'missing-score' }
  return { game: { ...game, homeScore, awayScore, status: completed ? 'final' : 'live' } }
}
