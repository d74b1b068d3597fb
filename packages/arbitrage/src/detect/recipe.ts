import type { BookView, FeeSchedule, MarketFacts, MarketId, Size, TokenId } from '@bot/core'
import type { OpportunityKind } from '../certificate/certificate.js'

/** A leg before its size is known. `book` is of `token`; only legs that are converted may differ in size. */
export type RecipeLeg = Readonly<{
  market: MarketFacts
  token: TokenId
  side: 'buy' | 'sell'
  book: BookView
  fee: FeeSchedule
  minimumSize: Size
}>

/**
 * One way to take an opportunity: split, then legs, then an action or a wait.
 *
 * A set costs `splits.length` dollars before the legs, and `dollarsBack` dollars come back after them for certain,
 * less `feeBips` (a convert's). `members` are all markets of the set: the outcome states.
 */
export type Recipe = Readonly<{
  kind: OpportunityKind
  subject: string
  members: readonly MarketFacts[]
  splits: readonly MarketId[]
  legs: readonly RecipeLeg[]
  finish: 'merge' | 'convert' | 'hold' | 'nothing'
  dollarsBack: number
  feeBips: number
  evidence: string
}>
