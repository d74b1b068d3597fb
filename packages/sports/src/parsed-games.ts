import type { GameFact } from '@bot/core'
import type { Rejected } from './wire/count-reasons.js'

/** The games of one answer; what could not be read is counted by a short kebab-case reason. */
export type ParsedGames = Readonly<{ games: readonly GameFact[]; rejected: Rejected }>

/** One game, or why it could not be read. */
export type ParsedGame = Readonly<{ game: GameFact } | { rejected: string }>
