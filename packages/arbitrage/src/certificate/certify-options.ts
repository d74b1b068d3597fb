import type { MarketFacts, Size, TimeMs, Usd } from '@bot/core'
import type { BookLookup } from '../detect/opportunity.js'
import type { classifySet, GroupIsWhole } from '../sets/classify-set.js'

/**
 * Says that a fresh read of both books, at one venue time, shows both outcomes below (or above) one dollar together.
 *
 * On one mirrored book that is a crossed book, which a correct matcher never leaves: answer yes only with proof.
 */
export type ConfirmedComplement = (market: MarketFacts) => boolean

/**
 * What certifying depends on.
 *
 * `targetEdge`: what a set must earn in the worst state, in micro-dollars; every level that is taken earns it.
 * `maxUsd`: the most that may be out at one time. `lot`: sizes are multiples of it (0.01 share).
 * `minimumOrderUsd`: the least that a taker's buy must be worth (1 dollar). `lifeMs`: how long a certificate lives
 * (2,000 ms). `actionCost`: what each further conversion must add to be worth its gas (1 cent). `classify`: what stands in for `classifySet`, as `rememberSets` makes it.
 */
export type CertifyOptions = Readonly<{
  now: TimeMs
  bookOf: BookLookup
  targetEdge: Usd
  maxUsd: Usd
  maxSkewMs: number
  maxBookAgeMs: number
  lot: Size
  minimumOrderUsd: Usd
  lifeMs?: number | undefined
  actionCost?: Usd | undefined
  confirmedComplement?: ConfirmedComplement | undefined
  groupIsWhole?: GroupIsWhole | undefined
  classify?: typeof classifySet | undefined
}>
