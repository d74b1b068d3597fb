import type { ParsedGame, ParsedGames } from '../parsed-games.js'
import { countReasons } from './count-reasons.js'

/** Separates the games from the reasons. */
export const gatherGames = (parsed: readonly ParsedGame[]): ParsedGames => ({
  games: parsed.flatMap((one) => ('game' in one ? [one.game] : [])),
  rejected: countReasons(parsed.flatMap((one) => ('rejected' in one ? [one.rejected] : []))),
})
