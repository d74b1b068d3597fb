import { BotError, isBotError, messageOf } from '@bot/core'
import type { ParsedGames } from './parsed-games.js'
import type { Rejected } from './wire/count-reasons.js'

/** All games of a sport; leagues that could not be read are in `failed` and hide no other. */
export type Scoreboard = ParsedGames &
  Readonly<{ failed: readonly Readonly<{ league: string; error: BotError }>[] }>

type Known = Readonly<{ sport: string; league: string }>

/**
 * Reads all leagues of a sport side by side.
 *
 * @throws BotError `invalid-argument` for a sport without leagues; the first league's error when all fail.
 */
export const readLeagues = async <League extends Known>(
  leagues: readonly League[],
  sport: string,
  read: (league: League) => Promise<ParsedGames>,
): Promise<Scoreboard> => {
  const chosen = leagues.filter((league) => league.sport === sport)
  if (chosen.length === 0) throw notKnown(leagues, sport)
  const outcomes = await Promise.allSettled(chosen.map(read))
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected'
      ? [{ league: chosen[index]?.league ?? '', error: asBotError(outcome.reason) }]
      : [],
  )
  const [first] = failed
  if (first !== undefined && failed.length === chosen.length) throw first.error
  const answers = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  )
  return {
    games: answers.flatMap(({ games }) => games),
    rejected: addCounts(answers.map(({ rejected }) => rejected)),
    failed,
  }
}

const notKnown = (leagues: readonly Known[], sport: string): BotError => {
  const known = [...new Set(leagues.map((league) => league.sport))].join(', ')
  return new BotError('invalid-argument', `Expected a sport of ${known}, was ${sport}`, { sport })
}

const asBotError = (thrown: unknown): BotError =>
  isBotError(thrown) ? thrown : new BotError('request-failed', messageOf(thrown), {}, thrown)

const addCounts = (all: readonly Rejected[]): Rejected => {
  const sums: Record<string, number> = {}
  for (const counts of all)
    for (const [reason, count] of Object.entries(counts)) sums[reason] = (sums[reason] ?? 0) + count
  return sums
}
