import type { Relation } from '@bot/arbitrage'
import { parseUsd, type Stamped } from '@bot/core'
import type { PlantedMispricing } from '@bot/sim'
import { openBotBooks } from '../campaign/checks/bot-books.js'
import type { Settings } from '../config/settings.js'
import { decisionsOf } from './decisions-of.js'
import { type PlantScore, scorePlanted } from './score-planted.js'
import { type Leftover, sharesLeft } from './shares-left.js'
import { type KindScore, sumScores } from './sum-scores.js'

/** What a journal says of what was planted. */
export type Judgement = Readonly<{
  scores: readonly PlantScore[]
  kinds: readonly KindScore[]
  /** What baskets still hold, and why. */
  left: readonly Leftover[]
}>

/** Compares what was planted with what a journal says was earned. */
export const judgeJournal = async ({
  entries,
  settings,
  relations,
  planted,
}: Readonly<{
  entries: readonly Stamped[]
  settings: Settings
  /** What persons confirmed. */
  relations: readonly Relation[]
  planted: readonly PlantedMispricing[]
}>): Promise<Judgement> => {
  const books = openBotBooks(parseUsd(settings.startingBalance, 'nearest'), () => entries)
  books.catchUp()
  const ledger = books.account.ledger()
  const { decided, rooms, frames } = await decisionsOf(entries, settings, relations, planted)
  const left = sharesLeft(ledger, decided, (id) => books.markets.market(id))
  const scores = scorePlanted({ planted, relations, ledger, decided, rooms, frames, left })
  return { scores, kinds: sumScores(scores), left }
}
