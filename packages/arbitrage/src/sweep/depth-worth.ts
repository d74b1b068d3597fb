import {
  type BookView,
  bestAsk,
  bestBid,
  type FeeSchedule,
  type MarketFacts,
  PRICE_ONE,
} from '@bot/core'
import type { BookLookup, Opportunity } from '../detect/opportunity.js'

/** Half of a ladder with a cursor: `gain` is what a share adds to its set at the cursor, in micro-dollars. */
type Cursor = {
  readonly book: BookView
  readonly side: 'buy' | 'sell'
  readonly fee: FeeSchedule
  level: number
  left: number
  gain: number
}

const DOLLAR = 1_000_000

/**
 * Bounds from above what an opportunity earns in the worst state over the whole depth of its books, after fees, in
 * micro-dollars: the best size without lots, minimums, caps or rounding.
 *
 * Sets that need every leg end with the shortest book. On the NO side of a group a leg that ends, or costs a dollar,
 * falls out and the others go on. 0 when nothing pays, or a fee or a book that is needed is not known.
 */
export const depthWorth = (opportunity: Opportunity, bookOf: BookLookup): number => {
  const legs = legsOf(opportunity, bookOf)
  if (legs === undefined) return 0
  const needsAll = opportunity.kind !== 'event-no'
  // A set costs or gives a dollar beside its legs: bought ones give it back, sold ones cost it.
  const aside = legs[0]?.side === 'buy' && needsAll ? DOLLAR : -DOLLAR
  let worth = 0
  for (;;) {
    const { gain, step } = nextStep(legs, aside, needsAll)
    if (gain <= 0 || step === Number.POSITIVE_INFINITY) return worth
    worth += (gain * step) / DOLLAR
    for (const leg of legs) if (counts(leg, needsAll)) take(leg, step, needsAll)
  }
}

const nextStep = (
  legs: readonly Cursor[],
  aside: number,
  needsAll: boolean,
): Readonly<{ gain: number; step: number }> => {
  let gain = aside
  let step = Number.POSITIVE_INFINITY
  for (const leg of legs) {
    if (needsAll && leg.left === 0) return { gain: 0, step: 0 }
    if (!counts(leg, needsAll)) continue
    gain += leg.gain
    step = Math.min(step, leg.left)
  }
  return { gain, step }
}

const counts = ({ left, gain }: Cursor, needsAll: boolean): boolean =>
  needsAll || (left > 0 && gain > 0)

const take = (leg: Cursor, shares: number, needsAll: boolean): void => {
  leg.left -= shares
  if (leg.left <= 0) enter(leg, leg.level - 1, needsAll)
}

/** Puts the cursor on a level; below the last there is nothing left. */
const enter = (leg: Cursor, level: number, needsAll: boolean): void => {
  const { prices, sizes } = leg.side === 'buy' ? leg.book.asks : leg.book.bids
  const at = prices[level]
  leg.level = level
  leg.left = sizes[level] ?? 0
  if (at === undefined) return
  const fee = feeOf(leg.fee, at)
  const dollars = at * (DOLLAR / PRICE_ONE)
  if (leg.side === 'sell') leg.gain = dollars - fee
  else leg.gain = (needsAll ? 0 : DOLLAR) - dollars - fee
}

const feeOf = ({ ratePpm, exponent }: FeeSchedule, at: number): number =>
  ratePpm * ((at / PRICE_ONE) * (1 - at / PRICE_ONE)) ** exponent

const legsOf = (
  { kind, markets }: Opportunity,
  bookOf: BookLookup,
): readonly Cursor[] | undefined => {
  const [first] = markets
  const wanted: readonly (Cursor | undefined)[] =
    first === undefined
      ? []
      : kind === 'complement-buy' || kind === 'complement-sell'
        ? [0, 1].map((side) => pairLeg(first, side, kind, bookOf))
        : markets
            .filter(isQuoted)
            .map((market) =>
              kind === 'event-yes' ? cursor(market, 0, 'buy', bookOf, true) : noLeg(market, bookOf),
            )
  const legs = wanted.flatMap((leg) => leg ?? [])
  return kind !== 'event-no' && legs.length < wanted.length ? undefined : legs
}

const pairLeg = (
  market: MarketFacts,
  outcome: number,
  kind: Opportunity['kind'],
  bookOf: BookLookup,
): Cursor | undefined =>
  cursor(market, outcome, kind === 'complement-buy' ? 'buy' : 'sell', bookOf, true)

/** The better of buying NO and selling YES, which is the same thing. */
const noLeg = (market: MarketFacts, bookOf: BookLookup): Cursor | undefined => {
  const bought = cursor(market, 1, 'buy', bookOf, false)
  const sold = cursor(market, 0, 'sell', bookOf, false)
  const ask = bought === undefined ? undefined : bestAsk(bought.book)
  const bid = sold === undefined ? undefined : bestBid(sold.book)
  if (ask === undefined || bid === undefined) return ask === undefined ? sold : bought
  return PRICE_ONE - ask >= bid ? bought : sold
}

const cursor = (
  market: MarketFacts,
  outcome: number,
  side: 'buy' | 'sell',
  bookOf: BookLookup,
  needsAll: boolean,
): Cursor | undefined => {
  const token = market.tokens[outcome]
  const book = token === undefined ? undefined : bookOf(token)
  if (book === undefined || market.fee === 'unknown') return undefined
  const made: Cursor = { book, side, fee: market.fee, level: 0, left: 0, gain: 0 }
  enter(made, (side === 'buy' ? book.asks : book.bids).prices.length - 1, needsAll)
  return made
}

const isQuoted = ({ tradable, tokens, negRisk }: MarketFacts): boolean =>
  tradable && tokens.length === 2 && typeof negRisk === 'object' && negRisk.role === 'named'
