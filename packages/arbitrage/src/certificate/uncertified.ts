import type { TokenId } from '@bot/core'

/** Why a naive opportunity is not certified: counted, one reason each. */
export type UncertifiedReason =
  | 'missing-book'
  | 'stale-book'
  | 'crossed-book'
  | 'one-sided-book'
  | 'different-instant'
  | 'sides-disagree'
  | 'unconfirmed-complement'
  | 'books-too-far-apart'
  | 'market-not-tradable'
  | 'fee-unknown'
  | 'minimum-unknown'
  | 'tick-unknown'
  | 'set-not-exhaustive'
  | 'set-not-exclusive'
  | 'no-depth'
  | 'below-minimum-size'
  | 'above-cap'
  | 'edge-below-threshold'
  | 'too-many-states'
  | 'relations-contradict'
  | 'lp-failed'
  | 'resolution-unknown'
  | 'resolution-not-final'
  | 'resolution-contradicted'
  | 'resolution-split'
  | 'yield-below-threshold'

/** A naive opportunity that is none, or cannot be proven; `refresh` names books whose re-read could change that. */
export type Uncertified = Readonly<{
  refused: UncertifiedReason
  context: Readonly<Record<string, unknown>>
  refresh: readonly TokenId[]
}>

/** Builds a refusal. */
export const uncertified = (
  refused: UncertifiedReason,
  context: Readonly<Record<string, unknown>> = {},
  refresh: readonly TokenId[] = [],
): Uncertified => ({ refused, context, refresh })
