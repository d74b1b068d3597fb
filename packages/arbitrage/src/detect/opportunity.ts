import type { BookView, MarketFacts, TokenId } from '@bot/core'
import type { OpportunityKind } from '../certificate/certificate.js'

/** Finds a token's book. */
export type BookLookup = (token: TokenId) => BookView | undefined

/**
 * Prices that look wrong at the top of the book: nothing is proven yet.
 *
 * `subject` is the market's id, or the negRisk group; `topSum` the sum of the best prices in 1/10,000 dollar.
 */
export type Opportunity = Readonly<{
  kind: OpportunityKind
  subject: string
  markets: readonly MarketFacts[]
  topSum: number
}>
